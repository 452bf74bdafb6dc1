"""Two people, or a hundred, act at the same moment. Real threads, each with its own connection."""

from collections import Counter
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from millepieds.charter.models import Signature
from millepieds.charter.tests.makers import change
from millepieds.circles.models import Circle, Mandate, Offer, OwnRule
from millepieds.circles.queries.mandates import in_force
from millepieds.circles.queries.structure import open_role_on
from millepieds.circles.tests.makers import (
    accept,
    make_member,
    make_person,
    make_proposal,
    make_role,
    sign_all,
)
from millepieds.core import actors
from millepieds.core.actors import OUTSIDER
from millepieds.core.clock import now, pretend, today
from millepieds.core.models import Done
from millepieds.decisions.models import Decision, Proposal, Stance
from millepieds.decisions.queries.effects import Does
from millepieds.decisions.rules.rounds import QUORUM, SILENCE_CONSENTS, EffectKind
from millepieds.decisions.tests.rounds import (
    CLOSED,
    LISTENED,
    make_adopted,
    make_coordination,
    make_round,
    make_stance,
)
from millepieds.home.actions import merge
from millepieds.home.queries.integrity import broken_promises
from millepieds.journal.models import Entry
from millepieds.journal.queries import verify
from millepieds.letters.models import Letter
from millepieds.meetings.actions.coming import sign_up
from millepieds.meetings.actions.guests import come_as_guest
from millepieds.meetings.models import Guest, SignUp
from millepieds.meetings.rules.needs import Wanted
from millepieds.meetings.rules.terms import Openness
from millepieds.meetings.tests.makers import make_meeting, make_meeting_circle
from millepieds.members.actions import knock, welcome
from millepieds.members.models import Invitation, Membership
from millepieds.moving.actions import move_in
from millepieds.moving.tests.makers import movement
from millepieds.people.models import Person
from tests.racing import all_at_once, said

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
MANY = 100


@pytest.fixture
def hundred(odile: Person) -> list[Person]:
    with transaction.atomic():
        return [make_member(f"Membre{n}", welcomed_by=odile) for n in range(MANY)]


@pytest.fixture
def twenty(odile: Person) -> list[Person]:
    with transaction.atomic():
        return [make_member(f"Membre{n}", welcomed_by=odile) for n in range(20)]


def test_a_hundred_accept_a_role_of_one_seat_and_one_holds_it(odile, hundred) -> None:
    with transaction.atomic():
        role = make_role(by=odile)
        mandates = [make_proposal(role, person, by=odile) for person in hundred]
    answers = all_at_once([said(lambda m=mandate: accept(m)) for mandate in mandates])  # type: ignore[misc]
    assert Counter(answers) == {"done": 1, "self-management.seats": MANY - 1}
    assert in_force(today()).filter(role=role).count() == 1
    assert Mandate.objects.filter(role=role, accepted_at__isnull=False).count() == 1
    deeds = Entry.objects.filter(deed="circles.mandate_accepted")
    assert deeds.count() == 2  # Odile's founding, and this one
    assert verify().holds


def test_twenty_accept_by_their_own_page_and_no_page_falls(odile, twenty) -> None:
    with transaction.atomic():
        role = make_role(by=odile)
        mandates = [make_proposal(role, person, by=odile) for person in twenty]
    clients = []
    for mandate in mandates:
        client = Client(raise_request_exception=False)
        client.force_login(mandate.person)
        clients.append(client)

    def click(client: Client, mandate: Mandate) -> Callable[[], int]:
        read = open_role_on(mandate.role, today()).version_id
        form = {"line-0": "on", "read": read, "once": str(uuid4())}
        return lambda: client.post(f"/mandats/{mandate.pk}/accepter/", form).status_code

    pages = all_at_once([click(*pair) for pair in zip(clients, mandates, strict=True)])
    assert Counter(pages) == {302: 1, 403: 19}


def test_going_around_the_action_is_refused_by_the_database(odile, twenty) -> None:
    with transaction.atomic():
        role = make_role(by=odile)
        mandates = [make_proposal(role, person, by=odile) for person in twenty]
    version = role.versions.get().pk
    memberships = dict(Membership.objects.values_list("person_id", "pk"))

    def force(mandate: Mandate) -> Callable[[], str]:
        def act() -> str:
            try:
                with transaction.atomic(), connection.cursor() as cursor:
                    cursor.execute(
                        "UPDATE circles_mandate SET accepted_at = %s, membership_id = %s, seat = 1,"
                        " commitment = 'Oui.', committed_to_id = %s WHERE id = %s",
                        [now(), memberships[mandate.person_id], version, mandate.pk],
                    )
            except DatabaseError as error:
                return "one holder a seat" if "one holder a seat" in str(error) else str(error)
            return "done"

        return act

    answers = all_at_once([force(mandate) for mandate in mandates])
    assert Counter(answers) == {"done": 1, "one holder a seat": 19}


def test_a_charter_signed_by_many_windows_is_signed_once(odile: Person) -> None:
    nour = make_person("Nour")
    request = knock(nour, district=None, languages="", wishes="", needs=(), by=actors.person(nour))
    welcome(request, by=actors.person(odile))
    answers = all_at_once([said(lambda: sign_all(nour)) for _ in range(20)])
    assert Counter(answers) == {"done": 1, "transparency.signature": 19}
    assert Signature.objects.filter(person=nour).count() == 1
    assert Entry.objects.filter(deed="members.member_became", particulars__about=nour).count() == 1


def test_a_hundred_sign_and_their_numbers_follow_each_other(odile: Person) -> None:
    with transaction.atomic():
        people = [make_person(f"Membre{n}") for n in range(MANY)]
        for person in people:
            request = knock(
                person, district=None, languages="", wishes="", needs=(), by=actors.person(person)
            )
            welcome(request, by=actors.person(odile))
    answers = all_at_once([said(lambda p=person: sign_all(p)) for person in people])  # type: ignore[misc]
    assert Counter(answers) == {"done": MANY}
    numbers = sorted(Entry.objects.values_list("number", flat=True))
    assert numbers == list(range(1, len(numbers) + 1))
    assert verify().holds


def test_two_welcomers_welcome_someone_once(odile: Person, amina: Person) -> None:
    nour = make_person("Nour")
    request = knock(nour, district=None, languages="", wishes="", needs=(), by=actors.person(nour))
    by = [actors.person(person) for person in (odile, amina)] * 5
    answers = all_at_once([said(lambda b=one: welcome(request, by=b)) for one in by])  # type: ignore[misc]
    assert Counter(answers) == {"done": 1, "care.welcome": 9}


def test_the_same_form_sent_twenty_times_is_done_once(odile: Person, bruno: Person) -> None:
    role, once = make_role(by=odile), str(uuid4())
    clients = [Client(raise_request_exception=False) for _ in range(20)]
    for client in clients:
        client.force_login(bruno)
    form = {"text": "J’ai du temps.", "once": once}

    def click(client: Client) -> Callable[[], tuple[int, str]]:
        def act() -> tuple[int, str]:
            page = client.post(f"/roles/{role.pk}/prendre/", form)
            return page.status_code, page.get("Location", "")

        return act

    assert set(all_at_once([click(client) for client in clients])) == {
        (302, role.get_absolute_url())
    }
    assert Offer.objects.count() == 1
    assert Done.objects.count() == 1
    assert Entry.objects.filter(deed="circles.offer_made").count() == 1


def test_a_movement_sent_by_ten_windows_moves_in_once(odile: Person) -> None:
    answers = all_at_once([said(lambda: move_in(movement(), by=actors.person(odile)))] * 10)
    assert Counter(answers) == {"done": 10}  # the first does it, the others find it done
    assert Circle.objects.count() == 3
    assert Invitation.objects.count() == 2
    assert Entry.objects.filter(deed="moving.moved_in").count() == 1
    assert Letter.objects.filter(person=None).count() == 2
    assert verify().holds


def test_one_person_accepting_twice_at_once_holds_it_once(odile: Person, bruno: Person) -> None:
    mandate = make_proposal(make_role(by=odile, seats=2), bruno, by=odile)
    answers = all_at_once([said(lambda: accept(mandate)) for _ in range(10)])
    assert Counter(answers) == {"done": 1, "self-management.term": 9}


def test_two_accounts_made_one_from_both_at_once_leave_one(odile: Person) -> None:
    """Each window wants the account it is in to be the one that stays."""
    for turn in range(5):
        two = [make_person(f"Nour{turn}"), make_person(f"Noura{turn}")]
        wishes = [(two[0].pk, two[1].pk), (two[1].pk, two[0].pk)] * 5

        def wish(other: int, into: int) -> Callable[[], str]:
            closing, staying = (Person.objects.get(pk=pk) for pk in (other, into))
            return said(lambda: merge(closing, into=staying, by=actors.person(staying)))

        answers = all_at_once([wish(*pair) for pair in wishes])
        assert Counter(answers) == {"done": 1, "trust.consent": 9}
        kept = Person.objects.filter(pk__in=[one.pk for one in two], merged_into=None)
        assert kept.count() == 1
        assert kept.get().merged.count() == 1
    assert broken_promises() == []
    assert verify().holds


def test_twenty_stand_while_the_round_is_adopted_and_none_stands_after(odile, twenty) -> None:
    """The write lock puts them in a line: whoever comes after the adoption is refused."""
    with transaction.atomic():
        change(SILENCE_CONSENTS, 1, odile)
        change(QUORUM, 1, odile)
        with pretend(now()):
            proposal = make_round(make_coordination(*twenty, by=odile), by=twenty[0])
    with pretend(proposal.opened_at + LISTENED):
        stands = [said(lambda p=person: make_stance(proposal, p)) for person in twenty[1:]]  # type: ignore[misc]
        assert Counter(all_at_once([*stands, *stands])) == {"done": 2 * len(stands)}
    assert Stance.objects.filter(proposal=proposal).count() == len(stands)
    with pretend(proposal.opened_at + CLOSED):
        adopts = [said(lambda p=person: make_adopted(proposal, by=p)) for person in twenty]  # type: ignore[misc]
        answers = Counter(all_at_once([*adopts, *stands]))
    assert answers["done"] == 1
    assert Decision.objects.count() == 1
    assert Proposal.objects.get().outcome == "adopted"
    assert not Stance.objects.filter(given_at__gte=proposal.opened_at + CLOSED).exists()
    assert verify().holds


def test_two_rounds_give_a_circle_the_same_rule_at_once_and_one_does(odile, twenty) -> None:
    """Whoever comes second finds that nothing would change, and nothing of it is adopted."""
    bruno, amina = twenty[:2]
    with transaction.atomic(), pretend(now()):
        circle = make_coordination(bruno, amina, by=odile)
        own = Does(EffectKind.OWN_RULE, rule=SILENCE_CONSENTS, value=1)
        two = [make_round(circle, by=author, effects=[own]) for author in (bruno, amina)]
    with pretend(two[1].opened_at + LISTENED):
        for proposal, person in zip(two, (amina, bruno), strict=True):
            make_stance(proposal, person)
    with pretend(two[1].opened_at + CLOSED):
        adopts = [said(lambda p=proposal: make_adopted(p, by=bruno)) for proposal in two * 5]  # type: ignore[misc]  # p is bound now
        answers = Counter(all_at_once(adopts))
    assert answers["done"] == 1
    assert OwnRule.objects.count() == Decision.objects.count() == 1
    assert broken_promises() == []
    assert verify().holds


def test_a_hundred_sign_up_for_seven_places_and_none_is_given_twice(odile, hundred) -> None:
    """Members and guests mixed, in one line."""
    with transaction.atomic():
        circle = make_meeting_circle(hundred[0], by=odile)
        meeting = make_meeting(circle, by=hundred[0], capacity=7, openness=Openness.TOWN)
    members = [
        said(lambda p=person: sign_up(meeting, by=actors.person(p)))  # type: ignore[misc]  # p is bound now
        for person in hundred[::2]
    ]
    guests = [
        said(lambda a=f"{n}@exemple.test": come_as_guest(meeting, "Zoé", a, Wanted(), by=OUTSIDER))  # type: ignore[misc]  # a is bound now
        for n in range(MANY - len(members))
    ]
    answers = all_at_once([one for pair in zip(members, guests, strict=True) for one in pair])
    assert Counter(answers) == {"done": MANY}
    assert Guest.objects.count() == len(guests)
    places = Counter(SignUp.objects.values_list("place", flat=True))
    assert places.pop(None) == MANY - 7
    assert places == dict.fromkeys(range(1, 8), 1)
