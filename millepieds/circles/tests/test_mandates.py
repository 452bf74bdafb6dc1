from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from millepieds.charter.actions import FoundingProof, change_rule
from millepieds.circles.actions import mandates as actions
from millepieds.circles.actions.structure import close_circle, close_role
from millepieds.circles.models import Handover, Mandate, Offer, Role
from millepieds.circles.queries.authority import grounds
from millepieds.circles.queries.mandates import (
    free_roles,
    held_by,
    in_force,
    loaded_people,
    occupied,
    open_offers,
    past_of,
    proposed_to,
)
from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.powers import ASSIGN, WITHDRAW
from millepieds.circles.rules.terms import LONGEST_MANDATE
from millepieds.circles.tests.makers import (
    accept,
    make_circle,
    make_mandate,
    make_member,
    make_person,
    make_proposal,
    make_role,
)
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.members.actions import leave
from millepieds.members.queries import end_of
from millepieds.members.rules import WELCOME
from millepieds.people.models import Person
from millepieds.website.rules import PUBLISH

DAY = timedelta(days=1)


@pytest.fixture
def role(leila: Person, odile: Person) -> Role:
    return make_role("Site", by=odile, powers=(PUBLISH,), accountabilities=("Relire", "Publier"))


def last(deed: str) -> Entry:
    return Entry.objects.filter(deed=deed).select_related("particulars").first()  # type: ignore[return-value]


def may_publish(person: Person) -> bool:
    return bool(grounds(person.pk, PUBLISH, on=today()))


def test_from_the_offer_to_the_power(role: Role, leila: Person, bruno: Person) -> None:
    offer = actions.offer_to_take(role, "J’ai du temps.", by=actors.person(bruno), person=bruno)
    assert list(open_offers(on=today())) == [offer]
    mandate = make_proposal(role, bruno, by=leila)
    assert not open_offers(on=today())  # the proposal answers the offer
    assert proposed_to(bruno.pk, on=today()) == [mandate]
    assert Letter.objects.filter(person=bruno, key=f"proposed:{mandate.pk}").count() == 1
    said = last("circles.mandate_proposed").particulars
    assert (said.actor, said.about, said.circle_id) == (leila, bruno, role.circle_id)
    assert said.mandate_id == held_by(leila.pk, on=today()).get().pk
    assert not may_publish(bruno)
    accepted = accept(mandate)
    assert may_publish(bruno)
    assert accepted.seat == 1
    assert [line for line in ("Relire", "Publier", "Site") if line in accepted.commitment] == [
        "Relire", "Publier", "Site",
    ]  # fmt: skip
    assert last("circles.mandate_accepted").particulars.actor == bruno


def test_a_mandate_without_acceptance_gives_nothing(role, leila: Person, bruno: Person) -> None:
    mandate = make_proposal(role, bruno, by=leila)
    for days in (0, 1, 89):
        with pretend(now() + days * DAY):
            assert not may_publish(bruno)
            assert not in_force(today()).filter(pk=mandate.pk).exists()
    assert role.pk not in occupied(today())


def test_a_mandate_declined_gives_nothing_and_is_not_taken_up_again(role, leila, bruno) -> None:
    mandate = make_proposal(role, bruno, by=leila)
    actions.decline_mandate(mandate, by=actors.person(bruno))
    with pytest.raises(Refused, match="no longer open"):
        accept(mandate)
    with pytest.raises(Refused, match="no longer open"):
        actions.decline_mandate(mandate, by=actors.person(bruno))
    assert not may_publish(bruno)
    assert last("circles.mandate_declined").particulars.about == bruno


def propose(role: Role, person: Person, by: Person, **other: object) -> Mandate:
    asked: dict[str, Any] = {"starts_on": today(), "ends_on": today() + 90 * DAY, **other}
    return actions.propose_mandate(
        role, person, process=Process.APPOINTED, by=actors.person(by), **asked
    )


@pytest.mark.parametrize(
    ("case", "article"),
    [
        ("by someone without a mandate", "self-management.mandates"),
        ("to oneself", "self-management.assign"),
        ("to someone who is not a member", "self-management.mandates"),
        ("for too long", "self-management.term"),
        ("from yesterday", "self-management.term"),
        ("for a role that is closed", "self-management.mandates"),
    ],
)
def test_who_is_refused_to_propose(role, leila, bruno, odile, case: str, article: str) -> None:
    nour = make_person("Nour")
    if case == "for a role that is closed":
        close_role(role, by=actors.person(odile))
    asked = {
        "by someone without a mandate": (leila, bruno, {}),
        "to oneself": (leila, leila, {}),
        "to someone who is not a member": (nour, leila, {}),
        "for too long": (bruno, leila, {"ends_on": today() + 366 * DAY}),
        "from yesterday": (bruno, leila, {"starts_on": today() - DAY}),
        "for a role that is closed": (bruno, leila, {}),
    }
    person, by, other = asked[case]
    with pytest.raises(Refused) as no:
        propose(role, person, by, **other)
    assert no.value.refusal.article == article
    assert not Mandate.objects.filter(role=role).exists()


def test_a_mandate_is_accepted_by_its_person_line_by_line(role, leila, bruno, amina) -> None:
    mandate = make_proposal(role, bruno, by=leila)
    for by, ticked, article in [
        (amina, {0, 1}, "self-management.mandates"),
        (leila, {0, 1}, "self-management.mandates"),
        (bruno, {0}, "self-management.mandates"),
        (bruno, (), "self-management.mandates"),
    ]:
        with pytest.raises(Refused) as no:
            actions.accept_mandate(mandate, ticked, by=actors.person(by))
        assert no.value.refusal.article == article
    assert not may_publish(bruno)


def test_one_seat_has_one_holder(role: Role, leila, bruno: Person, amina: Person) -> None:
    mine, hers = (make_proposal(role, person, by=leila) for person in (bruno, amina))
    accept(mine)
    with pytest.raises(Refused, match=r"self-management\.seats"):
        accept(hers)
    actions.resign(mine, by=actors.person(bruno))
    assert accept(hers).seat == 1
    assert [may_publish(person) for person in (bruno, amina)] == [False, True]


def test_a_seat_is_free_before_and_after_a_mandate(role: Role, leila, bruno, amina) -> None:
    on = today()
    accept(propose(role, bruno, leila, starts_on=on + 30 * DAY, ends_on=on + 60 * DAY))
    for starts, ends, taken in [(0, 30, False), (0, 31, True), (59, 90, True), (60, 90, False)]:
        mandate = propose(
            role, amina, leila, starts_on=on + starts * DAY, ends_on=on + ends * DAY
        )  # fmt: skip
        if taken:
            with pytest.raises(Refused, match=r"self-management\.seats"):
                accept(mandate)
        else:
            accept(mandate)


def test_the_database_refuses_a_second_holder_by_whatever_way(role, leila, bruno, amina) -> None:
    make_mandate(role, bruno, by=leila)
    hers = make_proposal(role, amina, by=leila)
    membership = Mandate.objects.filter(person=amina, accepted_at__isnull=False)[0].membership
    with pytest.raises(DatabaseError, match="one holder a seat"), transaction.atomic():
        Mandate.objects.filter(pk=hers.pk).update(
            accepted_at=now(), membership=membership, seat=1, commitment="Oui."
        )
    hers.pk, hers.accepted_at, hers.seat = None, now(), 1
    hers.membership, hers.commitment = membership, "Oui."
    with pytest.raises(DatabaseError, match="one holder a seat"), transaction.atomic():
        hers.save(force_insert=True)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"accepted_at": None}, "an_accepted_mandate_has_its_commitment_and_its_seat"),
        ({"commitment": ""}, "an_accepted_mandate_has_its_commitment_and_its_seat"),
        ({"membership": None}, "an_accepted_mandate_has_its_commitment_and_its_seat"),
        ({"seat": 0}, "an_accepted_mandate_has_its_commitment_and_its_seat"),
        ({"declined_at": "now"}, "a_mandate_is_accepted_or_declined"),
        ({"ended_how": "resigned"}, "an_early_end_says_how"),
        ({"ends_on": "start"}, "mandate_ends_after_it_starts"),
    ],
)
def test_the_database_keeps_the_promise_too(role, leila, bruno, wrong, constraint: str) -> None:
    mandate = make_mandate(role, bruno, by=leila)
    words = {"now": now(), "start": mandate.starts_on}
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Mandate.objects.filter(pk=mandate.pk).update(
            **{name: words.get(value, value) for name, value in wrong.items()}
        )


def test_a_proposal_accepted_late_starts_that_day_and_ends_as_proposed(role, leila, bruno) -> None:
    mandate = make_proposal(role, bruno, by=leila, days=90)
    with pretend(now() + 40 * DAY):
        assert accept(mandate).starts_on == today()
    with pretend(now() + 91 * DAY), pytest.raises(Refused):
        accept(make_proposal_of_before(role, leila, mandate))


def make_proposal_of_before(role: Role, leila: Person, like: Mandate) -> Mandate:
    """The same proposal, left without an answer until after its end."""
    like.pk = None
    like.accepted_at, like.membership, like.seat, like.commitment = None, None, None, ""
    like.save(force_insert=True)
    return like


def test_resigning_and_withdrawing_stop_the_power_at_once(role, leila, bruno, amina) -> None:
    mandate = make_mandate(role, bruno, by=leila)
    with pytest.raises(Refused, match=r"self-management\.mandates") as no:
        actions.resign(mandate, by=actors.person(amina))
    assert no.value.refusal.power == WITHDRAW
    actions.resign(mandate, by=actors.person(bruno))
    assert not may_publish(bruno)
    assert last("circles.mandate_ended").particulars.facts["how"] == "resigned"
    with pytest.raises(Refused, match=r"self-management\.term"):
        actions.resign(mandate, by=actors.person(bruno))
    again = make_mandate(role, bruno, by=leila)
    with pytest.raises(Refused, match=r"self-management\.mandates") as no:
        actions.withdraw_mandate(again, "Pour rien.", by=actors.person(amina))
    assert no.value.refusal.power == WITHDRAW
    actions.withdraw_mandate(again, "Plus de nouvelles.", by=actors.person(leila))
    assert not may_publish(bruno)
    again.refresh_from_db()
    assert (again.ended_how, again.end_reason) == ("withdrawn", "Plus de nouvelles.")
    assert last("circles.mandate_ended").particulars.mandate_id
    assert Letter.objects.filter(key=f"withdrawn:{again.pk}").count() == 1
    with pytest.raises(Refused, match=r"self-management\.term"):
        actions.withdraw_mandate(again, "Encore.", by=actors.person(leila))


def test_a_withdrawal_gives_its_reason(role: Role, leila: Person, bruno: Person) -> None:
    mandate = make_mandate(role, bruno, by=leila)
    with pytest.raises(IntegrityError, match="a_withdrawal_gives_its_reason"):
        actions.withdraw_mandate(mandate, "", by=actors.person(leila))


def test_renewing_is_a_new_mandate(role: Role, leila: Person, bruno: Person) -> None:
    first = make_mandate(role, bruno, by=leila, days=90)
    on = today()
    second = accept(propose(role, bruno, leila, starts_on=first.ends_on, ends_on=on + 180 * DAY))
    assert second.pk != first.pk
    with pretend(now() + 90 * DAY):
        assert list(held_by(bruno.pk, on=today())) == [second]
        assert [mandate for mandate, _name in past_of(bruno.pk, on=today())] == [first]


def test_offers_are_made_taken_back_and_declined(role: Role, leila, bruno, amina) -> None:
    me = actors.person(bruno)
    offer = actions.offer_to_take(role, "", by=me, person=bruno)
    with pytest.raises(Refused, match="already offered"):
        actions.offer_to_take(role, "", by=me, person=bruno)
    with pytest.raises(Refused, match=r"action\.offer"):
        actions.take_back_offer(offer, by=actors.person(amina))
    actions.take_back_offer(offer, by=me)
    with pytest.raises(Refused, match=r"action\.offer"):
        actions.take_back_offer(offer, by=me)
    again = actions.offer_to_take(role, "", by=me, person=bruno)
    with pytest.raises(Refused, match=r"self-management\.mandates") as no:
        actions.decline_offer(again, "Non.", by=actors.person(amina))
    assert no.value.refusal.power == ASSIGN
    actions.decline_offer(again, "Pas cette fois.", by=actors.person(leila))
    assert Offer.objects.get(pk=again.pk).answer == "Pas cette fois."
    assert Letter.objects.filter(person=bruno, key=f"offer:{again.pk}").count() == 1
    deeds = Entry.objects.filter(deed__startswith="circles.offer").values_list("deed", flat=True)
    assert sorted(deeds) == [
        "circles.offer_declined",
        *["circles.offer_made"] * 2,
        "circles.offer_taken_back",
    ]


def test_an_offer_goes_with_whoever_made_it(as_, role: Role, leila, bruno: Person) -> None:
    actions.offer_to_take(role, "J’ai du temps.", by=actors.person(bruno), person=bruno)
    leave(bruno, by=actors.person(bruno))
    assert not open_offers(on=today())
    for path in (role.get_absolute_url(), "/pour-moi/"):
        assert "du temps" not in as_(leila).get(path).content.decode()


@pytest.mark.parametrize("case", ["not a member", "taken", "closed"])
def test_who_is_refused_to_offer(role: Role, leila, odile, bruno, amina, case: str) -> None:
    person = bruno
    if case == "not a member":
        person = make_person("Nour")
    if case == "taken":
        make_mandate(role, amina, by=leila)
    if case == "closed":
        close_role(role, by=actors.person(odile))
    with pytest.raises(Refused, match=r"action\.offer"):
        actions.offer_to_take(role, "", by=actors.person(person), person=person)


def test_a_note_waits_for_the_next_holder(role: Role, leila, bruno: Person, amina) -> None:
    mandate = make_mandate(role, bruno, by=leila, days=90)
    with pytest.raises(Refused, match=r"action\.handover"):
        actions.leave_handover(mandate, "Moi !", by=actors.person(amina))
    with pytest.raises(Refused, match=r"action\.handover"):
        actions.leave_handover(make_proposal(role, amina, by=leila), "", by=actors.person(amina))
    with pretend(now() + 91 * DAY):
        actions.leave_handover(mandate, "Les clés sont au local.", by=actors.person(bruno))
        [free] = [one for one in free_roles(today()) if one.role.pk == role.pk]
        assert free.note
        assert free.since == mandate.ends_on
    assert Handover.objects.get().author == bruno
    assert last("circles.handover_left").particulars.facts == {}


def test_a_role_or_a_circle_closed_ends_its_mandates(leila, odile, bruno, amina) -> None:
    pole = make_circle("Accueil", by=odile)
    inside = make_role("Porte", by=odile, circle=pole, powers=(WELCOME,))
    make_mandate(inside, bruno, by=odile)
    role = make_role("Site", by=odile, powers=(PUBLISH,))
    make_mandate(role, bruno, by=odile)
    close_role(role, by=actors.person(odile))
    assert not grounds(bruno.pk, PUBLISH, on=today())
    close_circle(pole, by=actors.person(odile))
    assert not grounds(bruno.pk, WELCOME, on=today())
    assert not held_by(bruno.pk, on=today())


def test_whoever_holds_many_is_seen_before_holding_more(odile: Person, bruno: Person) -> None:
    for name in ("A", "B", "C"):
        make_mandate(make_role(name, by=odile), bruno, by=odile)
    assert loaded_people(on=today(), above=3) == [(bruno, 3)]
    assert loaded_people(on=today(), above=4) == []


def test_the_longest_mandate_is_the_rule_s(role: Role, leila, odile, bruno: Person) -> None:
    change_rule(
        LONGEST_MANDATE, 60, effective_on=today(), proof=FoundingProof(), by=actors.person(odile)
    )
    with pytest.raises(Refused, match="longer than 60"):
        make_proposal(role, bruno, by=leila, days=61)
    assert make_proposal(role, bruno, by=leila, days=60)


def test_the_power_is_gone_a_second_after_midnight_in_the_same_open_session(
    as_, role: Role, odile: Person, bruno: Person, amina: Person
) -> None:
    """Samir welcomes. His page stays open; at midnight of the last day his mandate ends by itself."""
    samir = make_member("Samir", welcomed_by=odile)
    door = make_role("Porte", by=odile, powers=(WELCOME,))
    mandate = make_mandate(door, samir, by=odile, days=20)
    client = as_(samir)
    midnight = end_of(mandate.ends_on - DAY)
    with pretend(midnight - timedelta(seconds=1)):
        assert client.get("/accueil/").status_code == 200
    with pretend(midnight + timedelta(seconds=1)):
        page = client.get("/accueil/")
    assert page.status_code == 403
    assert page.context["refusal"].article == "self-management.mandates"
    text = page.content.decode()
    assert ">1.1</a>" in text
    assert "Amina" in text


def test_leaving_the_movement_in_another_window_closes_this_one(as_, amina: Person) -> None:
    client = as_(amina)
    assert client.get("/accueil/").status_code == 200
    leave(amina, by=actors.person(amina))
    assert client.get("/accueil/").status_code == 403
