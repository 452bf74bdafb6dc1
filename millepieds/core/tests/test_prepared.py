"""Questions put into SQL once answer as those that Django writes anew."""

from datetime import datetime, timedelta
from threading import Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import CharField, DateTimeField, QuerySet, Value
from django.db.models.functions import Concat, Length
from django.test.utils import CaptureQueriesContext

from millepieds.core.clock import now
from millepieds.core.models import Done
from millepieds.core.prepared import Given, prepared

HOUR = timedelta(hours=1)
SINCE = Given("at", DateTimeField())
BEFORE = Given("at", DateTimeField(), then=lambda at: at + 2 * HOUR)


@prepared
def _done(*ends: str) -> QuerySet[Done]:
    rows = Done.objects.filter(
        at__gte=SINCE, at__lt=BEFORE, went_to__in=[f"/{end}/" for end in ends]
    )
    named = Concat(Value("to "), "went_to", Given("mark", CharField()))
    return rows.annotate(said=named).order_by("at")


@pytest.fixture
def began(db: None) -> datetime:
    at = now()
    for hours, end in enumerate(["one", "two", "three", "one"]):
        Done.objects.create(key=uuid4(), went_to=f"/{end}/", at=at + hours * HOUR)
    return at


def test_each_asking_has_its_own_values(began) -> None:
    ask = _done("one", "two")
    assert [(row.went_to, row.said) for row in ask(at=began, mark="!")] == [
        ("/one/", "to /one/!"), ("/two/", "to /two/!"),
    ]  # fmt: skip
    assert [row.said for row in ask(at=began + HOUR, mark="?")] == ["to /two/?"]
    assert [row.said for row in ask(at=began + 2 * HOUR, mark="%s")] == ["to /one/%s"]
    assert ask(at=began + 9 * HOUR, mark="") == []


def test_its_words_stand_inside_another_question(began) -> None:
    told = _done("one", "two").told(at=began, mark="!")
    assert told
    sql, given = told
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM ({sql}) those WHERE those.said = %s", [*given, "to /two/!"]
        )
        assert cursor.fetchone() == (1,)
    assert _done().told(at=began, mark="!") is None  # no row could answer


def test_numbers_alone_are_given_as_they_are(began) -> None:
    rows = Done.objects.filter(at__gte=SINCE).order_by("at").values_list(Length("went_to"))
    ask = prepared(lambda: rows)()
    assert ask.numbers(at=began) == [5, 5, 7, 5]
    assert ask.numbers(at=began + 2 * HOUR) == [7, 5]
    assert prepared(lambda: Done.objects.none().values_list("pk"))().numbers() == []


def test_tuples_stay_tuples(began) -> None:
    ask = prepared(
        lambda: Done.objects.filter(at__gte=SINCE).order_by("at").values_list("went_to")
    )()
    assert ask(at=began + 2 * HOUR) == [("/three/",), ("/one/",)]


def test_what_changes_the_words_is_another_question(began) -> None:
    assert _done("one") is _done("one")
    assert [row.went_to for row in _done("three")(at=began + HOUR, mark="")] == ["/three/"]
    with CaptureQueriesContext(connection) as asked:
        assert _done()(at=began, mark="") == []
    assert not asked.captured_queries  # among none: nobody is asked


def test_its_rows_are_rows(began) -> None:
    (row,) = _done("two")(at=began, mark="")
    row.went_to = "/four/"
    row.save()
    assert Done.objects.get(pk=row.pk).went_to == "/four/"
    assert _done("two")(at=began, mark="") == []


@pytest.mark.django_db(transaction=True)
def test_each_thread_asks_through_its_own_connection() -> None:
    at, found = now(), []
    Done.objects.create(key=uuid4(), went_to="/one/", at=at)
    assert len(_done("one")(at=at, mark="")) == 1

    def look() -> None:
        found.extend(_done("one")(at=at, mark=""))
        connection.close()

    others = [Thread(target=look) for _ in range(3)]
    for one in others:
        one.start()
    for one in others:
        one.join()
    assert [row.went_to for row in found] == ["/one/"] * 3
