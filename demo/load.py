"""Load the example movement into an empty house, all of it or nothing."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from django.db import transaction

from demo.story import FOUNDED, TOWN, scenes
from demo.teller import Teller
from millepieds import charter
from millepieds.circles.models import Circle
from millepieds.core.clock import now, pretend, today
from millepieds.letters.models import Letter
from millepieds.people.models import Person

FIRST_DAY = datetime(2018, 11, 25, tzinfo=TOWN).replace(hour=FOUNDED.hour)
TEXTS = Path(charter.__file__).parent / "texts"
Watch = Callable[[int, int, datetime], None]


def is_loaded() -> bool:
    return Circle.objects.exists()


@transaction.atomic
def load(watch: Watch) -> None:
    """Replay the story at its own dates. The journal keeps when it was really written down."""
    charters = {n: json.loads((TEXTS / f"charter-{n}.json").read_text("utf-8")) for n in (1, 2)}
    teller, told = Teller(charters), scenes(today())
    with pretend(FIRST_DAY):
        teller.found()
    for count, scene in enumerate(told, start=1):
        with pretend(scene.at):
            getattr(teller, scene.tell)(scene.said)
        watch(count, len(told), scene.at)
    Letter.objects.all().delete()  # what would have been written then is not sent now
    Person.objects.update(visited_at=now() - timedelta(days=12))
