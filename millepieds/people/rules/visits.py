"""With what someone came in, roughly: enough to know one's own phone again. Plain Python."""

from enum import StrEnum

from millepieds.core.words import _


class Device(StrEnum):
    ANDROID = "android"
    IPHONE = "iphone"
    TABLET = "tablet"
    COMPUTER = "computer"
    OTHER = "other"


DEVICES: dict[Device, str] = {
    Device.ANDROID: _("an Android phone"),
    Device.IPHONE: _("an iPhone"),
    Device.TABLET: _("a tablet"),
    Device.COMPUTER: _("a computer"),
    Device.OTHER: _("another device"),
}
# The first word found in what the browser says of itself; a tablet often says the word of a phone too.
WORDS: tuple[tuple[str, Device], ...] = (
    ("iPad", Device.TABLET), ("Tablet", Device.TABLET), ("iPhone", Device.IPHONE),
    ("Android", Device.ANDROID), ("Windows", Device.COMPUTER), ("Macintosh", Device.COMPUTER),
    ("X11", Device.COMPUTER), ("CrOS", Device.COMPUTER), ("Linux", Device.COMPUTER),
)  # fmt: skip


def device(says: str) -> Device:
    """One word of the browser's sentence; the rest is not kept."""
    found = next((one for word, one in WORDS if word in says), Device.OTHER)
    if found is Device.ANDROID and "Mobile" not in says:
        return Device.TABLET
    return found
