from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from millepieds.circles.queries.authority import who_may
from millepieds.circles.queries.structure import structure
from millepieds.circles.rules.powers import FOUND, OPEN
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.core.refusals import Refused
from millepieds.moving.actions import move_in
from millepieds.moving.queries import ground_to_move, in_words, overview, survey
from millepieds.moving.rules.house import Plan
from millepieds.moving.rules.reading import Unreadable, table_of, text_of
from millepieds.moving.rules.sheets import FILES, SHEETS, Problem, Table, sheet_of
from millepieds.people.models import Person
from millepieds.people.queries import person_behind


class Command(BaseCommand):
    help = "Bring in circles, roles, mandates, people to invite, from CSV files. Only looks, unless told."

    def add_arguments(self, parser: ArgumentParser) -> None:
        names = ", ".join(f"{names[0]}.csv" for names in FILES.values())
        parser.add_argument("paths", nargs="+", type=Path, help=f"a folder, or files: {names}")
        parser.add_argument("--write", action="store_true", help="do it: all of it, or nothing")
        parser.add_argument("--by", default="", help="the mail address of whoever signs it")

    def handle(self, *args: Any, **options: Any) -> None:
        tables = [self._read(path) for path in _files(options["paths"])]
        by = actors.person(_who(options["by"]))
        try:
            ground_to_move(by, on=today())
            plan = survey(tables, by=by, on=today())
            self._say(plan)
            if plan.problems:
                raise CommandError(_("Nothing was written."))
            if options["write"]:
                move_in(tables, by=by)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        done = _("Done.") if options["write"] else _("Nothing was written. Add --write to do it.")
        self.stdout.write(self.style.SUCCESS(done))

    def _read(self, path: Path) -> Table:
        sheet = sheet_of(path.name)
        if sheet is None:
            raise CommandError(_("%(file)s: what does it hold? Name it after one of: %(names)s.") % {
                "file": path.name, "names": ", ".join(names[0] for names in FILES.values()),
            })  # fmt: skip
        try:
            table = table_of(sheet, text_of(path.read_bytes()))
        except Unreadable as why:
            raise CommandError(f"{path.name}: {_(why.because) % why.values}") from why
        titles = zip(table.titles, table.says, strict=True)
        read = ", ".join(f"{title} → {key}" for title, key in titles if key)
        self.stdout.write(f"{path.name}: {_(SHEETS[sheet])} ({read})")
        return table

    def _say(self, plan: Plan) -> None:
        for one in plan.problems:
            self.stdout.write(self.style.ERROR(_line(one)))
        for one in plan.remarks:
            self.stdout.write(_line(one))
        for waits in plan.later:
            said = _("to lend once they have signed")
            self.stdout.write(f"{waits.row:>6}  {waits.person}, {waits.role}: {said}")
        for made in overview(plan):
            words = _("New: %(count)s. Here already: %(known)s.") % vars(made)
            self.stdout.write(f"{_(SHEETS[made.sheet])}. {words} {' · '.join(made.first)}")


def _line(one: Problem) -> str:
    where = " · ".join(filter(None, [_(SHEETS[one.sheet]), _(one.column) if one.column else ""]))
    return f"{one.row or '':>6}  {where} · {one.found!r}: {in_words(one)}"


def _files(paths: list[Path]) -> list[Path]:
    files = [
        one for path in paths for one in (sorted(path.glob("*.csv")) if path.is_dir() else [path])
    ]
    absent = [path for path in [*paths, *files] if not path.exists()]
    if absent or not files:
        raise CommandError(
            _("There is no CSV file there: %(path)s") % {"path": (absent or paths)[0]}
        )
    return files


def _who(address: str) -> Person:
    """Whoever signs: named, or the only one who may."""
    if address:
        person = person_behind(address)
        if person is None:
            raise CommandError(_("Nobody here has this address."))
        return person
    root = structure(today()).root
    circle_id = root.pk if root else None
    may = {
        ground.person_id
        for power in (FOUND, OPEN)
        for ground in who_may(power, circle_id=circle_id, on=today())
    }
    if len(may) != 1:
        raise CommandError(_("Several people may, or nobody: say who signs with --by ADDRESS."))
    return Person.objects.get(pk=may.pop())
