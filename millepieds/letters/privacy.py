from millepieds.core.privacy import Basis, Category, OnErase, declare, keep
from millepieds.core.words import _

declare(
    "letters.Letter", _("the mails written to you: emptied once sent"),
    whose=["person"], category=Category.OPINION, basis=Basis.OWN_ACTIVITIES,
    retention=_("its text until it is sent or handed over, its envelope 30 days"),
    on_erase=OnErase.DELETE, exported=False,
    keeps=[
        "id", "key", "person", "address", "subject", "text", "html", "calendar", "written_at", "try_at",
        "tries", "sent_at", "given_up_at", "stop", "quiet_until", "quiet_from",
    ],
)  # fmt: skip
keep("letters.Letter", since="sent_at", days=30)
keep("letters.Letter", since="given_up_at", days=30)
