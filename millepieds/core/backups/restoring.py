"""Coming back from a copy: everything is checked beside the house before the house is touched."""

import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils.translation import gettext as _

from millepieds.core.backups import forgotten, manifest, postgresql, sqlite, vault
from millepieds.core.backups.making import DUMP
from millepieds.core.backups.manifest import Manifest
from millepieds.core.backups.rule import MOMENT, REPLACED, NotDone, keep, rule, workroom
from millepieds.core.clock import now

SQLITE_KEEPS_BESIDE = (
    "-wal",
    "-shm",
    "-journal",
)  # left by a crash, it would be read into the copy


@dataclass(frozen=True)
class Restored:
    manifest: Manifest
    place: str
    set_aside: Path | None
    settled: str  # what the fresh process said of the restored house


@dataclass(frozen=True)
class Wish:
    """What the volunteer asked for."""

    file: Path
    key: Path | None = None
    forgotten: Path | None = None
    replace: bool = False
    migrate: bool = False
    past_the_rule: bool = False


def restore(wish: Wish, house: Path | None) -> Restored:
    """Into this file of SQLite, or else the PostgreSQL of the settings. In doubt, nothing is changed."""
    _refuse_if_full(wish, house)
    with workroom(house.parent if house else rule().folder) as room:
        vault.unseal(wish.file, wish.key, room, wanted=(manifest.FILE, DUMP))
        said = manifest.read(room)
        _refuse_if_not_ours(said, wish, ours="sqlite" if house else "postgresql")
        to_forget = _to_forget(wish, house)
        list_of_keys = room / forgotten.FILE
        list_of_keys.write_text("".join(f"- {key}\n" for key in sorted(to_forget)), "ascii")
        if house:
            return _into_sqlite(said, room, wish, house)
        return _into_postgresql(said, room, wish)


def _refuse_if_full(wish: Wish, house: Path | None) -> None:
    if house:
        if not wish.replace and not sqlite.is_empty(house):
            said = _("%(file)s already holds a house. To put the backup in its place, add --yes.")
            raise NotDone(said % {"file": house})
    elif not postgresql.is_empty():
        said = _(
            "The database %(name)s is not empty, and is left as it is. Make another one "
            "(createdb --owner=millepieds NAME) and give its address with --into."
        )
        raise NotDone(said % {"name": connection.settings_dict["NAME"]})


def _refuse_if_not_ours(said: Manifest, wish: Wish, *, ours: str) -> None:
    if said.engine != ours:
        raise NotDone(
            _("This backup comes from %(theirs)s, and this house lives in %(ours)s.")
            % {"theirs": said.engine, "ours": ours}
        )
    known, theirs = manifest.known_migrations(), set(said.contents.migrations)
    if newer := theirs - known:
        raise NotDone(
            _("This backup is newer than this code (%(what)s). Bring the code to %(code)s first.")
            % {"what": ", ".join(sorted(newer)), "code": said.code[:12]}
        )
    if (older := known - theirs) and not wish.migrate:
        raise NotDone(
            _(
                "This backup is older than this code (%(what)s). Add --migrate to bring it up to "
                "date on the way."
            )
            % {"what": ", ".join(sorted(older))}
        )
    if rule().is_past(said.moment, now=now()) and not wish.past_the_rule:
        raise NotDone(
            _(
                "This backup is older than the rule of %(days)s days: what people were promised to "
                "be forgotten could come back. If nothing else is left, add --past-the-rule."
            )
            % {"days": rule().days}
        )


def _to_forget(wish: Wish, house: Path | None) -> set[UUID]:
    """Who was erased since: the list beside the copy, ours, and the house that is being replaced."""
    beside = wish.file.parent / forgotten.FILE
    here = rule().folder / forgotten.FILE
    lists = (
        [wish.forgotten] if wish.forgotten else [path for path in (beside, here) if path.exists()]
    )
    if not lists:
        raise NotDone(
            _(
                "The list of persons forgotten since (%(file)s) is not beside the backup. Put it "
                "there, or say with --forgotten where it is: an empty file if it is lost."
            )
            % {"file": forgotten.FILE}
        )
    return set.union(*map(forgotten.read, lists), _erased_in(house))


def _erased_in(house: Path | None) -> set[UUID]:
    """Those whom the house that is being replaced had forgotten, if it can still say so."""
    table = get_user_model()._meta.db_table
    try:
        if not house or sqlite.is_empty(house):
            return set()
        with sqlite.asking(house) as ask:
            erased = ask(f'SELECT key FROM "{table}" WHERE erased_at IS NOT NULL')  # noqa: S608
            return {UUID(key) for (key,) in erased}
    except NotDone:  # it is broken: that is why we are here
        return set()


def _into_sqlite(said: Manifest, room: Path, wish: Wish, house: Path) -> Restored:
    staged = room / DUMP
    _refuse_if_different(said, sqlite.found_in(staged))
    settled = _settle_apart(room, wish, DATABASE_URL=f"sqlite:///{staged}")
    sqlite.refuse_while_open(staged)
    _refuse_if_different_journal(said, staged)
    sqlite.refuse_while_open(house)
    staged.chmod(0o600)
    if os.geteuid() == 0:  # root puts it back, the service must be able to open it
        owner = house.parent.stat()
        os.chown(staged, owner.st_uid, owner.st_gid)
    aside = None
    if house.exists() and house.stat().st_size:
        aside = house.with_name(f"{house.name}{REPLACED}{now():{MOMENT}}")
        for end in SQLITE_KEEPS_BESIDE:
            if (beside := house.with_name(house.name + end)).exists():
                beside.rename(aside.with_name(aside.name + end))
        house.rename(aside)
    staged.rename(house)
    keep(house.parent)
    return Restored(said, str(house), aside, settled)


def _refuse_if_different_journal(said: Manifest, staged: Path) -> None:
    """Forgetting adds entries and changes none."""
    with sqlite.asking(staged) as ask:
        if manifest.sealed(ask, up_to=said.contents.last)[1] != said.contents.seal:
            raise NotDone(_("The journal changed on the way back."))


def _into_postgresql(said: Manifest, room: Path, wish: Wish) -> Restored:
    try:
        postgresql.put_back(room / DUMP, made_by=int(said.server))
        _refuse_if_different(said, postgresql.found())
        settled = _settle_apart(room, wish)
        last, seal = manifest.sealed(postgresql.ask, up_to=said.contents.last)
        if (last, seal) != (said.contents.last, said.contents.seal):
            raise NotDone(_("The journal changed on the way back."))
    except BaseException:
        postgresql.empty()
        raise
    return Restored(said, str(connection.settings_dict["NAME"]), None, settled)


def _refuse_if_different(said: Manifest, found: manifest.Contents) -> None:
    if wrong := manifest.differences(said.contents, found):
        raise NotDone(
            _("The database is not what the backup promised: %(what)s") % {"what": "; ".join(wrong)}
        )


def _settle_apart(room: Path, wish: Wish, **elsewhere: str) -> str:
    """Let a fresh process, which knows no other database, forget again and verify."""
    more = ["--migrate"] if wish.migrate else []
    return ours_again(["--settle", str(room / forgotten.FILE), *more], **elsewhere)


def ours_again(arguments: Sequence[str], **elsewhere: str) -> str:
    manage = Path(settings.BASE_DIR) / "manage.py"
    done = subprocess.run(  # noqa: S603  (ourselves again)
        [sys.executable, str(manage), "restore", *arguments],
        env=os.environ | elsewhere,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        why = done.stderr.strip().removeprefix("CommandError: ")
        raise NotDone(why or _("It stopped without a word."))
    return done.stdout.strip()


def house_in(into: str) -> Path | None:
    """The file where the house goes: an address of SQLite, a folder, or none for PostgreSQL."""
    if into.startswith("postgres"):
        return None
    if into.startswith("sqlite:///"):
        return Path(into.removeprefix("sqlite:///")).absolute()
    return Path(into).absolute() / "db.sqlite3"
