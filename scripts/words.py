"""The words of the interface: scripts/words.py gather | compile | check.

gather   bring every msgid of the code into locale/, keep what is translated, drop what is gone;
         spaces before « : ; ? ! » are written plain
compile  write the .mo files, so that nobody needs gettext to run the house; French is typeset there
check    say what is missing, doubtful or left over
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory

import polib

HOUSE = Path(__file__).parent.parent
FRENCH = HOUSE / "locale/fr/LC_MESSAGES/django.po"  # the language that is whole
SPOKEN = ("config", "demo", "millepieds")
NOT_SPOKEN = ignore_patterns("tests", "migrations", "__pycache__", "locale")
ENOUGH = 30
# Everywhere, as in the charter and the example: U+202F, narrower before « ? », is missing in some fonts.
NO_BREAK = "\N{NO-BREAK SPACE}"
# Not in an address, a path, an option: there something follows the sign at once.
KEPT_TOGETHER = re.compile(r"(?<=«) | (?=(?:[:;?!»]|%%)(?![\w/=-]))")
BY_HAND = re.compile(r"(?<=«)[\u00a0\u202f]|[\u00a0\u202f](?=[:;?!»]|%%)")
HEADER = {
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "MIME-Version": "1.0",
}


def files() -> list[Path]:
    return sorted(HOUSE.glob("locale/*/LC_MESSAGES/django.po"))


def is_french(path: Path) -> bool:
    """Easy French is French."""
    return path.parent.parent.name.partition("_")[0] == "fr"


def said(entry: polib.POEntry) -> bool:
    """In another language than French a word may be absent: tests/test_languages.py says which may not."""
    return bool(entry.msgstr or any(entry.msgstr_plural.values()))


def read(path: Path) -> polib.POFile:
    return polib.pofile(path.read_text("utf-8") if path.exists() else "", wrapwidth=0)


def extracted() -> polib.POFile:
    """Let Django's makemessages read a copy of the code, where nothing else is."""
    with TemporaryDirectory() as name:
        copy = Path(name)
        (copy / "locale").mkdir()
        for folder in SPOKEN:
            copytree(HOUSE / folder, copy / folder, ignore=NOT_SPOKEN)
        makemessages = ["makemessages", "--locale=fr", "--no-wrap", "--add-location=file"]
        done = subprocess.run(
            [sys.executable, "-m", "django", *makemessages],
            cwd=copy,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise SystemExit(done.stderr)
        return read(copy / "locale/fr/LC_MESSAGES/django.po")


def gather() -> None:
    found = extracted()
    for path in files():
        words = read(path)
        words.merge(found)
        words.metadata |= HEADER
        kept = [entry for entry in words if not entry.obsolete and (path == FRENCH or said(entry))]
        words.clear()
        words.extend(sorted(kept, key=lambda entry: (entry.msgid, entry.msgctxt or "")))
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(BY_HAND.sub(" ", str(words).strip()) + "\n", "utf-8")


def typeset(said: str) -> str:
    """French as it is read: no line begins with « : » or « ? », none ends with an opening guillemet."""
    return KEPT_TOGETHER.sub(NO_BREAK, said)


def compile_all() -> None:
    for path in files():
        words = read(path)
        for entry in words if is_french(path) else ():
            entry.msgstr = typeset(entry.msgstr)
            entry.msgstr_plural = {n: typeset(said) for n, said in entry.msgstr_plural.items()}
        words.save_as_mofile(str(path.with_suffix(".mo")))


def faults(path: Path, found: polib.POFile) -> Iterator[str]:
    words = read(path)
    known = {(entry.msgctxt, entry.msgid): entry for entry in words if not entry.obsolete}
    asked = {(entry.msgctxt, entry.msgid) for entry in found}
    if path == FRENCH:
        yield from (f"not gathered: {msgid!r}" for _, msgid in asked - known.keys())
    yield from (f"left over: {msgid!r}" for _, msgid in known.keys() - asked)
    yield from (f"left over: {entry.msgid!r}" for entry in words.obsolete_entries())
    yield from (f"doubtful: {entry.msgid!r}" for entry in words.fuzzy_entries())
    yield from (f"not translated: {entry.msgid!r}" for entry in words.untranslated_entries())
    for entry in words:
        if BY_HAND.search("\n".join((entry.msgstr, *entry.msgstr_plural.values()))):
            yield f"no-break space: {entry.msgid!r}"
    blanks = ["msgfmt", "--check-format", "--check-domain", "--output-file=/dev/null", str(path)]
    said = subprocess.run(blanks, capture_output=True, text=True, check=False).stderr
    yield from said.splitlines()


def check() -> None:
    found = extracted()
    said = [
        f"{path.relative_to(HOUSE)}: {fault}"
        for path in files()
        for fault in sorted(faults(path, found))
    ]
    if said:
        more = len(said) - ENOUGH
        rest = [f"… and {more} more"] if more > 0 else []
        advice = "`make words` gathers; a person translates."
        raise SystemExit("\n".join([*said[:ENOUGH], *rest, advice]))


if __name__ == "__main__":
    deeds = {"gather": gather, "compile": compile_all, "check": check}
    deed = deeds.get(" ".join(sys.argv[1:]))
    if not deed:
        raise SystemExit(__doc__)
    deed()
