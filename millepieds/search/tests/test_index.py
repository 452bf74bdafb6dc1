"""The index follows what is written, and the same is found on both databases."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.models import F

from millepieds.circles.models import Role
from millepieds.core import actors
from millepieds.core.prepared import Prepared
from millepieds.decisions.actions.asking import Question, change_question
from millepieds.decisions.actions.deciding import drop_question
from millepieds.decisions.models import Decision
from millepieds.decisions.tests.makers import make_decision, make_places, make_question
from millepieds.people.models import Person
from millepieds.search.actions import catch_up, index
from millepieds.search.models import Indexed
from millepieds.search.queries.finding import holding
from millepieds.search.queries.kinds import Found, searchable
from millepieds.search.rules import Depth

pytestmark = pytest.mark.django_db


@pytest.fixture
def places(bruno: Person, leila: Person) -> Role:
    return make_places(bruno, by=leila)


def found(question: str, depth: Depth = Depth.INSIDE) -> list[int]:
    every = Prepared(Decision.objects.order_by().values(thing=F("pk"))).told()
    return sorted(holding("decision", question, [(depth, every)], most=100))


@pytest.mark.parametrize(
    ("title", "question"),
    [
        ("L’œuvre de l’école", "oeuvres ecoles"), ("Les écoles", "l'école"), ("Planter un arbre", "plante arbres"),
        ("Straße et Łódź", "strasse lodz"), ("محمد في البيت", "مُحَمَّد"), ("Budget 2026", "2026"),
        ("Élections des élu·e·s", "election"), ("Le « mot »", "mot"), ("l'eau", "L’EAU"),
    ],
)  # fmt: skip
def test_a_decision_is_found_however_it_is_typed(places, bruno, title: str, question: str) -> None:
    one = make_question(places, by=bruno, title=title)
    make_question(places, by=bruno, title="Tout autre chose")
    assert found(question) == [one.pk]


@pytest.mark.parametrize("nasty", ["", "  ", "'", '"', "a' | 'b", 'a" OR "b', "NEAR(a b)", "words : a", "-", "*", "\\", "\x00", "🦶", "٣", "²"])  # fmt: skip
def test_nothing_typed_breaks_an_engine_or_finds_everything(places, bruno, nasty: str) -> None:
    make_question(places, by=bruno)
    assert found(nasty) == []


def test_every_word_asked_must_be_there(places, bruno) -> None:
    one = make_question(places, by=bruno, title="Le local ouvre le samedi")
    assert found("local samedi") == [one.pk]
    assert found("local dimanche") == []


def test_each_depth_holds_the_one_before_and_no_more(places, bruno, amina) -> None:
    one = make_decision(places, amina, by=bruno, title="Le local")
    assert found("local", Depth.TITLE) == [one.pk]
    assert found("moitié semaine", Depth.TITLE) == []  # its reasons
    assert found("local moitié semaine", Depth.OPEN) == [one.pk]
    assert found("faut", Depth.OPEN) == []  # its question
    assert found("local moitié faut", Depth.INSIDE) == [one.pk]
    assert found(one.mark, Depth.OPEN) == [one.pk]


def test_words_that_changed_are_found_and_the_former_are_not(places, bruno) -> None:
    one = make_question(places, by=bruno, title="Le chauffage")
    words = Question(title="La lumière", question="Laquelle ?", intention="Toutes.")
    change_question(one, words, by=actors.person(bruno))
    assert found("chauffage") == []
    assert found("lumières") == [one.pk]
    drop_question(one, "Le courant est coupé.", by=actors.person(bruno))
    assert found("courants") == [one.pk]
    assert found("courant", Depth.OPEN) == []


def test_what_is_gone_is_found_no_more(places, bruno) -> None:
    one = make_question(places, by=bruno, title="Le chauffage")
    pk = one.pk
    one.delete()
    index("decision", [pk])
    assert not Indexed.objects.exists()
    assert in_the_engine("chauffag") == 0


def test_the_night_catches_up_with_what_no_deed_told(places, bruno) -> None:
    lost, gone = (make_question(places, by=bruno, title=title) for title in ("Perdu", "Parti"))
    Indexed.objects.filter(object_id=lost.pk).delete()
    gone.delete()
    catch_up()
    assert found("perdus") == [lost.pk]
    assert in_the_engine("parti") == 0
    catch_up()
    assert Indexed.objects.count() == len(Depth)


def test_the_command_writes_the_index_again(places, bruno) -> None:
    one = make_question(places, by=bruno, title="Le chauffage")
    Indexed.objects.filter(depth=Depth.INSIDE).update(words="faux")
    said = StringIO()
    call_command("search", "rebuild", stdout=said)
    assert "1" in said.getvalue()
    assert found("chauffage") == [one.pk]
    assert found("faux") == []


def test_an_index_that_a_new_version_emptied_is_written_before_anyone_searches(
    places, bruno
) -> None:
    one = make_question(places, by=bruno, title="Le chauffage")
    Indexed.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert found("chauffage") == [one.pk]


def test_two_kinds_never_share_a_number() -> None:
    with pytest.raises(ValueError, match="1"):
        searchable(
            "other", 1, "Others", rows=Decision.objects.all, words=lambda _: {}, moment=lambda _: None,
            find=lambda _question, _seeker: Found([], False, ""),
        )  # fmt: skip


def in_the_engine(form: str) -> int:
    """How many rows the full text itself still has for this form."""
    if connection.vendor == "postgresql":
        return Indexed.objects.filter(words__contains=form).count()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM search_found WHERE search_found MATCH %s", [form])
        return int(cursor.fetchone()[0])
