from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse

from millepieds.charter.actions import FoundingProof, change_rule
from millepieds.circles.actions import mandates as actions
from millepieds.circles.actions import offers
from millepieds.circles.actions.structure import (
    RoleWords,
    change_role,
    close_circle,
    close_role,
    open_role,
)
from millepieds.circles.models import Handover, Mandate, Offer, Role
from millepieds.circles.queries.authority import grounds
from millepieds.circles.queries.mandates import (
    free_roles,
    held_by,
    in_force,
    occupied,
    past_of,
    proposed_to,
)
from millepieds.circles.queries.offers import open_offers
from millepieds.circles.queries.persons import loaded_people
from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.powers import ASSIGN, WITHDRAW
from millepieds.circles.rules.terms import LONGEST_MANDATE, PROPOSAL_KEPT
from millepieds.circles.tests.makers import (
    accept,
    agora,
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
    offer = offers.offer_to_take(role, "J’ai du temps.", by=actors.person(bruno), person=bruno)
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
    return actions.propose_mandate(role, person, by=actors.person(by), **asked)


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


def test_how_a_mandate_is_given_is_said_by_the_role(as_, odile, leila, bruno, amina) -> None:
    """By consent here, whoever proposes; the first mandates of a founding are founding ones."""
    by_consent = RoleWords("Écoute", "Écouter.", "", ("Écouter",), (), 2, 365, Process.CONSENT)
    role = open_role(agora(), by_consent, by=actors.person(odile))
    page = as_(leila).get(f"/roles/{role.pk}/confier/").content.decode()
    assert "par consentement du cercle" in page
    assert 'name="process"' not in page
    sent = {"person": bruno.pk, "starts_on": today(), "ends_on": today() + 30 * DAY}
    as_(leila).post(f"/roles/{role.pk}/confier/", sent | {"process": "lot"})
    assert Mandate.objects.get(role=role).process == Process.CONSENT
    assert last("circles.mandate_proposed").particulars.facts["process"] == "consent"
    first = propose(role, amina, odile)
    assert first.process == Process.FOUNDING


def test_the_founding_mandate_is_not_proposed_like_another(odile, leila, bruno: Person) -> None:
    with pretend(now() + 91 * DAY), pytest.raises(Refused, match=r"self-management\.renewal"):
        make_proposal(Role.objects.get(key="founding"), bruno, by=leila)


def test_a_mandate_is_accepted_by_its_person_line_by_line(role, leila, bruno, amina) -> None:
    mandate = make_proposal(role, bruno, by=leila)
    for by, ticked, article in [
        (amina, {0, 1}, "self-management.mandates"),
        (leila, {0, 1}, "self-management.mandates"),
        (bruno, {0}, "self-management.mandates"),
        (bruno, (), "self-management.mandates"),
    ]:
        with pytest.raises(Refused) as no:
            accept(mandate, ticked, by=by)
        assert no.value.refusal.article == article
    assert not may_publish(bruno)


def test_what_is_accepted_is_what_the_page_showed(as_, role, odile, leila, bruno) -> None:
    """Bruno's page stays open while the role changes: what he ticked is not what he would answer for."""
    mandate = make_proposal(role, bruno, by=leila)
    client, path = as_(bruno), f"/mandats/{mandate.pk}/accepter/"
    read = client.get(path).context["form"]["read"].value()
    widened = RoleWords(
        "Site", "Publier.", "", ("Relire", "Diriger"), (PUBLISH, WELCOME), 1, 365, Process.APPOINTED
    )
    change_role(role, widened, by=actors.person(odile))
    ticked = {"line-0": "on", "line-1": "on", "read": read}
    page = client.post(path, ticked)
    assert page.status_code == 200
    assert not Mandate.objects.get(pk=mandate.pk).is_accepted
    text = page.content.decode()
    assert "Ce rôle a changé depuis que tu as ouvert la page" in text
    assert "Diriger" in text
    assert "checked" not in text  # nothing is ticked in Bruno's place
    with pytest.raises(Refused, match="has changed"):
        actions.accept_mandate(mandate, {0, 1}, read=read, by=actors.person(bruno))
    fresh = page.context["form"]["read"].value()
    assert client.post(path, ticked | {"read": fresh}).status_code == 302
    assert "Diriger" in Mandate.objects.get(pk=mandate.pk).commitment


@pytest.mark.parametrize("read", ["", "x", "-1", "99999999999999999999"])
def test_a_page_that_does_not_say_what_was_read_is_shown_again(as_, role, leila, bruno, read):
    mandate = make_proposal(role, bruno, by=leila)
    form = {"line-0": "on", "line-1": "on", "read": read}
    assert as_(bruno).post(f"/mandats/{mandate.pk}/accepter/", form).status_code == 200
    assert not may_publish(bruno)


def test_the_database_never_lets_a_version_of_a_role_be_rewritten(role: Role) -> None:
    for deed in (
        lambda: role.versions.update(powers=[]),
        lambda: role.versions.get().delete(),
    ):
        with pytest.raises(DatabaseError, match="never"), transaction.atomic():
            deed()


def test_one_seat_has_one_holder(role: Role, leila, bruno: Person, amina: Person) -> None:
    mine, hers = (make_proposal(role, person, by=leila) for person in (bruno, amina))
    accept(mine)
    with pytest.raises(Refused, match=r"self-management\.seats"):
        accept(hers)
    actions.resign(mine, by=actors.person(bruno))
    assert accept(hers).seat == 1
    assert [may_publish(person) for person in (bruno, amina)] == [False, True]


def test_a_seat_is_free_before_and_after_a_mandate(role, odile, leila, bruno, amina) -> None:
    on = today()
    accept(propose(role, bruno, leila, starts_on=on + 30 * DAY, ends_on=on + 60 * DAY))
    for starts, ends, taken in [(0, 30, False), (0, 31, True), (59, 90, True), (60, 90, False)]:
        mandate = propose(
            role, odile if taken else amina, leila, starts_on=on + starts * DAY,
            ends_on=on + ends * DAY,
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
    hers.membership, hers.commitment, hers.committed_to = membership, "Oui.", role.versions.get()
    with pytest.raises(DatabaseError, match="one holder a seat"), transaction.atomic():
        hers.save(force_insert=True)


def test_nobody_holds_two_seats_of_one_role(odile, leila, bruno: Person) -> None:
    """Neither side by side, nor in part; one after the other is a renewal."""
    role, on = make_role("Écoute", by=odile, seats=3), today()
    both = [make_proposal(role, bruno, by=leila, days=90) for _ in range(2)]
    first = accept(both[0])
    with pytest.raises(Refused, match="two seats") as no:
        accept(both[1])
    assert no.value.refusal.article == "self-management.seats"
    with pytest.raises(Refused, match="two seats"):
        propose(role, bruno, leila, starts_on=on + 89 * DAY, ends_on=on + 120 * DAY)
    after = propose(role, bruno, leila, starts_on=first.ends_on, ends_on=on + 120 * DAY)
    assert accept(after).seat == 1
    actions.resign(first, by=actors.person(bruno))
    assert accept(propose(role, bruno, leila, ends_on=on + 90 * DAY)).seat == 1


def test_the_database_refuses_a_second_seat_by_whatever_way(odile, leila, bruno: Person) -> None:
    role = make_role("Écoute", by=odile, seats=3)
    second = make_proposal(role, bruno, by=leila)
    first = make_mandate(role, bruno, by=leila)
    said = {
        "accepted_at": now(), "membership": first.membership, "seat": 2, "commitment": "Oui.",
        "committed_to": first.committed_to,
    }  # fmt: skip
    with pytest.raises(DatabaseError, match="one seat a person"), transaction.atomic():
        Mandate.objects.filter(pk=second.pk).update(**said)
    second.pk = None
    for name, value in said.items():
        setattr(second, name, value)
    with pytest.raises(DatabaseError, match="one seat a person"), transaction.atomic():
        second.save(force_insert=True)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"accepted_at": None}, "an_accepted_mandate_has_its_commitment_and_its_seat"),
        ({"commitment": ""}, "an_accepted_mandate_has_its_commitment_and_its_seat"),
        ({"committed_to": None}, "an_accepted_mandate_says_to_which_role"),
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
    with pretend(now() + 13 * DAY):
        accepted = accept(mandate)
        assert (accepted.starts_on, accepted.ends_on) == (today(), mandate.ends_on)


@pytest.mark.parametrize("kept", [3, 14, 60])
def test_a_proposal_lapses_by_itself_under_the_rule_of_its_day(
    as_, role, odile, leila, bruno: Person, kept: int
) -> None:
    """At both bounds; changing the rule later does not touch it."""
    by = actors.person(odile)
    if kept != 14:
        change_rule(PROPOSAL_KEPT, kept, effective_on=today(), proof=FoundingProof(), by=by)
    mandate = make_proposal(role, bruno, by=leila, days=90)
    change_rule(PROPOSAL_KEPT, 30, effective_on=today() + DAY, proof=FoundingProof(), by=by)
    with pretend(now() + (kept - 1) * DAY):
        assert proposed_to(bruno.pk, on=today()) == [mandate]
        assert mandate.answer_by == today()
        assert (
            f"/mandats/{mandate.pk}/accepter/"
            in as_(bruno).get(reverse("home:mine")).content.decode()
        )
    with pretend(now() + kept * DAY):
        assert proposed_to(bruno.pk, on=today()) == []
        assert (
            f"/mandats/{mandate.pk}/" not in as_(bruno).get(reverse("home:mine")).content.decode()
        )
        assert "Sans réponse" in as_(bruno).get(mandate.get_absolute_url()).content.decode()
        with pytest.raises(Refused, match="no longer open"):
            accept(mandate)
        with pytest.raises(Refused, match="no longer open"):
            actions.take_back_proposal(mandate, by=actors.person(leila))


def test_a_proposal_is_taken_back_before_it_is_answered(as_, role, leila, bruno, amina) -> None:
    mandate = make_proposal(role, bruno, by=leila)
    with pytest.raises(Refused, match=r"self-management\.mandates") as no:
        actions.take_back_proposal(mandate, by=actors.person(amina))
    assert no.value.refusal.power == ASSIGN
    page = as_(leila).get(role.get_absolute_url()).content.decode()
    assert mandate.get_absolute_url() in page
    assert as_(leila).post(f"/mandats/{mandate.pk}/reprendre/").status_code == 302
    said = last("circles.proposal_taken_back").particulars
    assert (said.actor, said.about) == (leila, bruno)
    assert said.mandate_id == held_by(leila.pk, on=today()).get().pk
    assert Letter.objects.filter(person=bruno, key=f"taken-back:{mandate.pk}").count() == 1
    assert proposed_to(bruno.pk, on=today()) == []
    for deed in (
        lambda: accept(mandate),
        lambda: actions.decline_mandate(mandate, by=actors.person(bruno)),
        lambda: actions.take_back_proposal(mandate, by=actors.person(leila)),
    ):
        with pytest.raises(Refused, match="no longer open"):
            deed()
    accepted = make_mandate(role, bruno, by=leila)
    with pytest.raises(Refused, match="no longer open"):
        actions.take_back_proposal(accepted, by=actors.person(leila))


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
        assert [mandate for mandate, _name in past_of([bruno.pk], on=today())] == [first]


def test_offers_are_made_taken_back_and_declined(role: Role, leila, bruno, amina) -> None:
    me = actors.person(bruno)
    offer = offers.offer_to_take(role, "", by=me, person=bruno)
    with pytest.raises(Refused, match="already offered"):
        offers.offer_to_take(role, "", by=me, person=bruno)
    with pytest.raises(Refused, match=r"action\.offer"):
        offers.take_back_offer(offer, by=actors.person(amina))
    offers.take_back_offer(offer, by=me)
    with pytest.raises(Refused, match=r"action\.offer"):
        offers.take_back_offer(offer, by=me)
    again = offers.offer_to_take(role, "", by=me, person=bruno)
    with pytest.raises(Refused, match=r"self-management\.mandates") as no:
        offers.decline_offer(again, "Non.", by=actors.person(amina))
    assert no.value.refusal.power == ASSIGN
    offers.decline_offer(again, "Pas cette fois.", by=actors.person(leila))
    assert Offer.objects.get(pk=again.pk).answer == "Pas cette fois."
    assert Letter.objects.filter(person=bruno, key=f"offer:{again.pk}").count() == 1
    deeds = Entry.objects.filter(deed__startswith="circles.offer").values_list("deed", flat=True)
    assert sorted(deeds) == [
        "circles.offer_declined",
        *["circles.offer_made"] * 2,
        "circles.offer_taken_back",
    ]


def test_an_offer_goes_with_whoever_made_it(as_, role: Role, leila, bruno: Person) -> None:
    offers.offer_to_take(role, "J’ai du temps.", by=actors.person(bruno), person=bruno)
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
        offers.offer_to_take(role, "", by=actors.person(person), person=person)


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
