"""How long does a movement of ten thousand rows wait? To look at it, and to write it.

    python bench/moving.py [rows]

Prints the seconds of each, and the rows a second.
"""

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).parent.parent))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
MEMORY = Path("/dev/shm")  # noqa: S108 (where there is one: the moods of a disk are noise)


def sheets(rows: int) -> dict[str, str]:
    """One row in a hundred is a circle, one in ten a role, as many mandates, the others people."""
    circles, roles = rows // 100, rows // 10
    people = rows - circles - 2 * roles
    return {
        "circles": "nom;sorte;dans;utilité\n"
        + "".join(
            f"Cercle {n};groupe;{f'Cercle {n // 7}' if n > 7 else ''};Aider.\n"
            for n in range(1, circles + 1)
        ),
        "roles": "nom;cercle;utilité;responsabilités\n"
        + "".join(f"Rôle {n};Cercle {n % circles + 1};Aider.;Tenir\n" for n in range(roles)),
        "mandates": "rôle;personne;dernier jour\n"
        + "".join(
            f"Rôle {n};Membre {n};{time.localtime().tm_year + 1}-01-31\n" for n in range(roles)
        ),
        "people": "nom;adresse\n"
        + "".join(f"Membre {n};membre{n}@exemple.test\n" for n in range(people)),
    }


def took(deed: Callable[[], object]) -> float:
    began = time.perf_counter()
    deed()
    return time.perf_counter() - began


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command

    from millepieds.core import actors
    from millepieds.core.clock import today
    from millepieds.moving.actions import move_in
    from millepieds.moving.queries import survey
    from millepieds.moving.rules.reading import table_of, text_of
    from millepieds.moving.rules.sheets import Sheet
    from millepieds.people.models import Person

    call_command("migrate", verbosity=0)
    call_command("found", "--name=Odile", "--mail=odile@exemple.test", "--yes", stdout=sys.stderr)
    by = actors.person(Person.objects.get())
    raw = {Sheet(name): text.encode("cp1252") for name, text in sheets(ROWS).items()}

    def look() -> list[object]:
        tables = [table_of(sheet, text_of(content)) for sheet, content in raw.items()]
        plan = survey(tables, by=by, on=today())
        if plan.problems:
            sys.exit(f"{len(plan.problems)} problems, first {plan.problems[0]}")
        return list(tables)

    looking = took(look)
    tables = [table_of(sheet, text_of(content)) for sheet, content in raw.items()]
    writing = took(lambda: move_in(tables, by=by))
    again = took(look)
    sys.stdout.write(
        f"{ROWS} rows\n"
        f"{'to look':20}{looking:8.2f} s\n"
        f"{'to write':20}{writing:8.2f} s {ROWS / writing:8.0f} rows/s\n"
        f"{'to look again':20}{again:8.2f} s\n"
    )


if __name__ == "__main__":
    with TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        main()
