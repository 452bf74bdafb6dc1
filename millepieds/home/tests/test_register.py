import pytest

from millepieds.charter.actions import FoundingProof, change_rule
from millepieds.circles.actions.mandates import leave_handover
from millepieds.circles.rules.terms import NOTICE
from millepieds.circles.tests.makers import (
    make_circle,
    make_mandate,
    make_member,
    make_person,
    make_role,
)
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.core.deeds import DEEDS, Audience
from millepieds.home.actions import erase
from millepieds.home.queries.register import reader_of
from millepieds.home.rules.words import FACTS
from millepieds.journal.models import Entry
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many


@pytest.mark.parametrize("key", [key for key in DEEDS if not key.startswith("tests.")])
def test_each_fact_has_its_word(key: str) -> None:
    assert set(DEEDS[key].facts) <= set(FACTS)


def test_who_reads_the_register(odile: Person, bruno: Person, agora) -> None:
    assert reader_of(None, on=today()).person_id is None
    assert reader_of(bruno, on=today()).is_member
    assert reader_of(odile, on=today()).circle_ids == {agora.pk}


def test_a_number_beyond_every_line_opens_the_newest(as_, odile: Person, agora) -> None:
    newest = [line.entry.number for line in as_(odile).get("/registre/").context["lines"]]
    for before in (2**63 - 1, 2**63, 10**30):
        page = as_(odile).get("/registre/", {"before": before})
        assert [line.entry.number for line in page.context["lines"]] == newest
        assert not page.context["form"].errors


def test_the_register_is_open_to_the_town_within_its_audience(as_, odile, bruno: Person) -> None:
    make_role(by=odile)
    page = as_(None).get("/registre/")
    assert page.status_code == 200
    assert {line.deed.audience for line in page.context["lines"]} == {"town"}
    assert not any(line.actor or line.about for line in page.context["lines"])
    assert "who" not in page.context["form"].fields
    inside = as_(bruno).get("/registre/?who=odile")
    assert inside.context["lines"]
    assert all("Odile" in (line.actor, line.about) for line in inside.context["lines"])


def test_a_line_about_nobody_says_nothing_of_it(as_, odile) -> None:
    make_role("Mémoire", by=odile)
    line = as_(odile).get("/registre/?deed=circles.role_opened").context["lines"][0]
    assert "concerne" not in line.told
    assert "Odile" in line.told


def test_whoever_looks_for_a_decision_is_shown_the_way(as_, odile) -> None:
    read = as_(None).get("/registre/").content.decode()
    inside = read.partition("<main")[2].partition("</main>")[0]
    assert 'href="/decisions/"' in inside


def test_a_rule_that_changed_is_said_in_its_own_words(as_, odile) -> None:
    by = actors.person(odile)
    change_rule(NOTICE, 50, effective_on=today(), proof=FoundingProof(), by=by)
    line = as_(None).get("/registre/?deed=charter.rule_changed").context["lines"][0]
    assert "règle\xa0: La fin d’un mandat est annoncée … avant." in line.told
    assert NOTICE not in line.told


def deeds_offered(client) -> set[str]:
    return {key for key, _says in client.get("/registre/").context["form"].fields["deed"].choices}


def test_the_filter_lists_only_deeds_that_the_reader_may_meet(as_, odile: Person) -> None:
    town = {key for key, deed in DEEDS.items() if deed.audience is Audience.TOWN}
    sealed = {key for key, deed in DEEDS.items() if deed.audience is Audience.SEALED}
    assert deeds_offered(as_(None)) == town | {""}
    for person in (odile, make_person("Nour")):  # her own deeds are open to Nour
        assert deeds_offered(as_(person)) == (DEEDS.keys() - sealed) | {""}


def test_members_read_the_lines_of_one_person_and_of_nobody_alike(as_, odile, bruno) -> None:
    twin = make_member("Bruno Bis", welcomed_by=odile)
    client = as_(odile)
    for person, other in ((bruno, twin), (twin, bruno)):
        page = client.get(f"/registre/?person={person.pk}")
        seen = {
            pk
            for line in page.context["lines"]
            for pk in (line.entry.particulars.actor_id, line.entry.particulars.about_id)
        }
        assert person.pk in seen
        assert other.pk not in seen
        assert page.context["about"] == str(person)
        assert (
            f"/registre/?person={person.pk}"
            in client.get(f"/personnes/{person.pk}/").content.decode()
        )
    assert not client.get("/registre/?person=987654").context["lines"]


@pytest.mark.parametrize(("typed", "found"), [("bruno", True), ("BRUNO", True), ("bru", False)])
def test_a_name_is_typed_whole(as_, odile, bruno: Person, typed: str, found: bool) -> None:
    assert bool(as_(odile).get(f"/registre/?who={typed}").context["lines"]) is found


def test_the_town_may_not_ask_for_one_person(as_, odile: Person, bruno: Person) -> None:
    everything = as_(None).get("/registre/").context["lines"]
    asked = as_(None).get(f"/registre/?person={bruno.pk}")
    assert [one.entry.number for one in asked.context["lines"]] == [
        one.entry.number for one in everything
    ]
    assert asked.context["about"] == ""


def test_a_note_left_is_a_line_for_the_circle_only(as_, odile, amina, bruno: Person) -> None:
    """Amina welcomes in the Agora; the note is left in a pole where only Bruno holds something."""
    role = make_role(by=odile, circle=make_circle(by=odile))
    mandate = make_mandate(role, bruno, by=odile)
    leave_handover(mandate, "Les clés sont au local.", by=actors.person(bruno))
    asked = "/registre/?deed=circles.handover_left"
    assert [len(as_(who).get(asked).context["lines"]) for who in (bruno, amina)] == [1, 0]


def test_every_line_is_reached_page_after_page(as_, odile: Person, bruno: Person) -> None:
    for n in range(55):
        make_role(f"Rôle {n}", by=odile)
    client, before, seen = as_(bruno), "", []
    while before is not None:
        page = client.get(f"/registre/?before={before}")
        seen += [line.entry.number for line in page.context["lines"]]
        before = page.context["older"]
    assert seen == sorted(set(seen), reverse=True)
    assert len(seen) > 55


def test_the_register_costs_the_same_for_one_or_many(as_, odile: Person) -> None:
    names = iter("ABCDEFG")
    client = as_(odile)
    same_queries_for_one_or_many(
        make=lambda: make_role(f"Rôle {next(names)}", by=odile),
        call=lambda: client.get("/registre/"),
    )


def test_the_forgotten_leave_a_number(as_, odile: Person) -> None:
    zoe = make_member("Zoé", welcomed_by=odile)
    numbers = Entry.objects.count()
    erase(zoe, by=actors.person(zoe))
    page = as_(odile).get("/registre/")
    assert "Zoé" not in page.content.decode()
    assert Entry.objects.count() == numbers + 2  # left, and forgotten
    assert page.context["sealed"] == []  # one in the month: it would tell of Zoé
