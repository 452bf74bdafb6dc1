from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError

from millepieds.circles.models import Mandate
from millepieds.circles.queries.authority import grounds
from millepieds.circles.queries.mandates import held_by
from millepieds.circles.rules.powers import ASSIGN
from millepieds.circles.tests.makers import (
    accept,
    make_mandate,
    make_member,
    make_person,
    make_proposal,
    make_role,
    sign_all,
)
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.home.queries.desk import desk_of
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.members import actions
from millepieds.members.models import District, Membership
from millepieds.members.queries import (
    at_the_door,
    is_behind,
    is_member,
    last_day_told,
    last_membership,
    open_membership,
)
from millepieds.members.rules import ANSWER_APPEALS, WELCOME, Status, refusal_to_welcome
from millepieds.people.models import Person

DAY = timedelta(days=1)


@pytest.fixture
def nour(odile: Person) -> Membership:
    """Has just knocked at the door."""
    return knock(make_person("Nour"))


@pytest.fixture
def samir(odile: Person) -> Person:
    """Welcomes too, and answers appeals."""
    person = make_member("Samir", welcomed_by=odile)
    role = make_role("Recours", by=odile, powers=(WELCOME, ANSWER_APPEALS))
    make_mandate(role, person, by=odile, days=200)
    return person


def knock(person: Person, needs: tuple[str, ...] = ()) -> Membership:
    return actions.knock(
        person, district=None, languages="français", wishes="jardiner", needs=needs,
        by=actors.person(person),
    )  # fmt: skip


def again(membership: Membership) -> Membership:
    return Membership.objects.get(pk=membership.pk)


def told(person: Person) -> list[str]:
    """The deeds about someone, oldest first, without those of meeting them."""
    rows = Entry.objects.filter(particulars__about=person).order_by("number")
    return [deed for deed in rows.values_list("deed", flat=True) if deed != "people.person_met"]


def test_from_the_door_to_the_charter(nour: Membership, amina: Person) -> None:
    by, person = actors.person(amina), nour.person
    steps: list[tuple[Callable[[], object], Status, str]] = [
        (lambda: None, Status.SUPPORTER, "members.join_asked"),
        (
            lambda: actions.promise_contact(nour, by=by),
            Status.SUPPORTER,
            "members.contact_promised",
        ),
        (lambda: actions.welcome(nour, by=by), Status.WELCOMED, "members.welcomed"),
        (lambda: sign_all(person), Status.MEMBER, "members.member_became"),
    ]
    for step, status, deed in steps:
        step()
        assert again(nour).status(now=now()) is status
        assert told(person)[-1] == deed
    row = again(nour)
    assert (row.promised_by, row.welcomed_by) == (amina, amina)
    assert is_member(person.pk, on=today())
    assert Letter.objects.filter(person=person, key=f"welcomed:{nour.pk}").count() == 1


def test_knocking_twice_is_knocking_once(nour: Membership) -> None:
    with pytest.raises(Refused, match=r"care\.welcome"):
        knock(nour.person)
    assert Membership.objects.filter(person=nour.person).count() == 1


def test_a_district_and_needs_are_kept_and_changed(odile: Person) -> None:
    actions.name_districts([("centre", "Centre"), ("mosson", "Mosson")], by=actors.JOB)
    actions.name_districts([("mosson", "La Mosson")], by=actors.JOB)
    assert set(District.objects.values_list("name", flat=True)) == {"Centre", "La Mosson"}
    actions.name_districts([("mosson", "La Mosson")], by=actors.JOB)  # nothing new to remember
    deeds = Entry.objects.filter(deed__startswith="members.district").order_by("number")
    assert list(deeds.values_list("deed", flat=True)) == [
        "members.district_named", "members.district_named", "members.district_renamed",
    ]  # fmt: skip
    person = make_person("Nour")
    nour = knock(person, needs=("language", "nonsense"))
    assert nour.needs == ["language"]
    actions.change_answers(
        nour, district=District.objects.get(key="centre"), languages="arabe", wishes="",
        needs=["hours"], by=actors.person(person),
    )  # fmt: skip
    row = again(nour)
    assert (str(row.district), row.languages, row.wishes, row.needs) == (
        "Centre",
        "arabe",
        "",
        ["hours"],
    )
    assert told(person)[-1] == "members.answers_changed"


@pytest.mark.parametrize(
    "deed", ["promise_contact", "take_over_contact", "say_contacted", "welcome", "refuse"]
)
def test_only_whoever_holds_the_welcome_opens_or_closes_the_door(nour, bruno, deed: str) -> None:
    reason = ("Pas cette fois.",) if deed == "refuse" else ()
    with pytest.raises(Refused, match=r"self-management\.mandates") as no:
        getattr(actions, deed)(nour, *reason, by=actors.person(bruno))
    assert no.value.refusal.power == WELCOME
    assert again(nour).status(now=now()) is Status.SUPPORTER


def test_whoever_welcomes_names_the_parts_of_the_town(as_, amina, bruno: Person) -> None:
    actions.name_districts([("centre", "Centre")], by=actors.JOB)
    with pytest.raises(Refused, match=r"self-management\.mandates"):
        actions.name_districts([("centre", "Ailleurs")], by=actors.person(bruno))
    page, words = "/accueil/quartiers/", {"name-centre": "Le Centre", "more": "Mosson\n\nCévennes "}
    assert as_(amina).post(page, words).status_code == 302
    assert dict(District.objects.values_list("key", "name")) == {
        "centre": "Le Centre", "mosson": "Mosson", "cevennes": "Cévennes",
    }  # fmt: skip
    for words, said in [
        ({"name-centre": "", "more": ""}, "name-centre"),
        (
            {
                "name-centre": "Le Centre",
                "name-mosson": "M",
                "name-cevennes": "C",
                "more": "MOSSON",
            },
            "more",
        ),
        (
            {"name-centre": "Le Centre", "name-mosson": "M", "name-cevennes": "C", "more": "!"},
            "more",
        ),
    ]:
        assert said in as_(amina).post(page, words).context["form"].errors
    assert District.objects.get(key="mosson").name == "Mosson"


def test_nobody_welcomes_themself(amina: Person) -> None:
    """Amina leaves, knocks again, and holds nothing; even a power by another way would not do."""
    actions.leave(amina, by=actors.person(amina))
    mine = knock(amina)
    with pytest.raises(Refused):
        actions.welcome(mine, by=actors.person(amina))
    no = refusal_to_welcome(mine, welcomer_id=amina.pk, person_id=amina.pk)
    assert no
    assert no.article == "care.welcome"
    assert again(mine).welcomed_at is None


def test_nobody_signs_before_being_welcomed(nour: Membership) -> None:
    with pytest.raises(Refused, match=r"care\.welcome"):
        sign_all(nour.person)
    with pytest.raises(IntegrityError, match="nobody_signs_before_being_welcomed"):
        Membership.objects.filter(pk=nour.pk).update(signed_at=now())


def test_two_welcomers_at_once_welcome_once(nour: Membership, amina, samir: Person) -> None:
    actions.welcome(nour, by=actors.person(amina))
    for deed in (actions.welcome, actions.promise_contact):
        with pytest.raises(Refused, match="already been welcomed"):
            deed(nour, by=actors.person(samir))  # the page was read before
    assert again(nour).welcomed_by == amina


def test_a_promise_is_not_overwritten_and_says_who_made_it(nour, amina, samir: Person) -> None:
    actions.promise_contact(nour, by=actors.person(amina))
    for deed in (actions.promise_contact, actions.take_over_contact):
        with pytest.raises(Refused, match=r"Amina has promised .*care\.welcome"):
            deed(nour, by=actors.person(samir))
    assert again(nour).promised_by == amina


def test_a_late_promise_is_taken_over_and_the_page_says_from_whom(
    as_, nour, amina, samir: Person
) -> None:
    at, page = now(), f"/accueil/{nour.pk}/"
    actions.promise_contact(nour, by=actors.person(amina))
    assert not as_(samir).get(page).context["may_take_over"]
    with pretend(at + 8 * DAY):
        [late] = at_the_door(now=now()).promised
        assert late.late
        assert "/accueil/" in [todo.url for todo in desk_of(amina, now=now(), on=today()).todos]
        assert as_(samir).get(page).context["may_take_over"]
        actions.take_over_contact(nour, by=actors.person(samir))
        assert "Repris de Amina" in as_(samir).get(page).content.decode()
    row = again(nour)
    assert (row.promised_by, row.taken_over_from) == (samir, amina)
    assert told(nour.person)[-1] == "members.contact_taken_over"


def test_a_promise_of_someone_who_welcomes_no_more_is_taken_over(nour, amina, samir) -> None:
    actions.promise_contact(nour, by=actors.person(amina))
    actions.leave(amina, by=actors.person(amina))
    actions.take_over_contact(nour, by=actors.person(samir))
    assert again(nour).promised_by == samir


@pytest.mark.parametrize("promised", [True, False])
def test_the_wait_ends_when_someone_has_written(as_, nour, amina, promised: bool) -> None:
    at, me = now(), actors.person(amina)
    if promised:
        actions.promise_contact(nour, by=me)
    actions.say_contacted(nour, by=me)
    assert told(nour.person)[-1] == "members.contacted"
    with pretend(at + 30 * DAY):
        [knock] = at_the_door(now=now()).promised
        assert not knock.late
    for deed in (actions.say_contacted, actions.promise_contact, actions.take_over_contact):
        with pytest.raises(Refused, match="already written"):
            deed(nour, by=me)
    page = as_(amina).get(f"/accueil/{nour.pk}/").content.decode()
    assert "/accueillir/" in page
    assert "/ecrit/" not in page


def test_late_is_the_day_after_the_one_they_were_told(as_, nour: Membership, amina) -> None:
    """Whatever the hour at which they knocked."""
    at = now()
    told_by = last_day_told(nour)
    assert told_by == today() + 7 * DAY
    for days in (7, 8):
        with pretend(at + days * DAY):
            assert is_behind(again(nour), on=today()) is (today() > told_by)


def test_a_refusal_gives_its_reason_and_can_be_appealed(nour, amina, samir: Person) -> None:
    person = nour.person
    actions.refuse(nour, "Tu habites Nîmes.", by=actors.person(amina))
    assert again(nour).status(now=now()) is Status.REFUSED
    letter = Letter.objects.get(key=f"refused:{nour.pk}").text
    assert "/moi/recours/" in letter
    assert "Nîmes" not in letter  # the reason waits on the person's own page
    actions.appeal(nour, "Je déménage.", by=actors.person(person))
    assert [knock.membership for knock in at_the_door(now=now()).appeals] == [nour]
    with pytest.raises(Refused, match="person who refused") as no:
        actions.answer_appeal(nour, "Non.", accepted=False, by=actors.person(amina))
    assert no.value.refusal.article == "care.refusal"
    actions.answer_appeal(nour, "Bienvenue.", accepted=True, by=actors.person(samir))
    row = again(nour)
    assert row.status(now=now()) is Status.WELCOMED
    assert (row.welcomed_by, row.refused_by) == (samir, amina)
    assert told(person)[1:] == ["members.refused", "members.appealed", "members.appeal_answered"]
    assert Entry.objects.get(deed="members.appeal_answered").particulars.facts == {"accepted": True}
    sign_all(person)
    assert is_member(person.pk, on=today())


def test_a_refusal_confirmed_stands_and_is_answered_once(nour, amina, samir: Person) -> None:
    actions.refuse(nour, "Tu habites Nîmes.", by=actors.person(amina))
    actions.appeal(nour, "Je déménage.", by=actors.person(nour.person))
    actions.answer_appeal(nour, "Reviens alors.", accepted=False, by=actors.person(samir))
    assert again(nour).status(now=now()) is Status.REFUSED
    assert at_the_door(now=now()).count == 0
    with pytest.raises(Refused, match="No appeal is waiting"):
        actions.answer_appeal(nour, "Finalement oui.", accepted=True, by=actors.person(samir))
    with pytest.raises(Refused, match="already in the hands"):
        actions.appeal(nour, "Encore.", by=actors.person(nour.person))
    assert knock(nour.person).pk != nour.pk  # one may knock again


def test_an_appeal_is_answered_under_a_mandate(nour: Membership, amina, bruno: Person) -> None:
    actions.refuse(nour, "Non.", by=actors.person(amina))
    actions.appeal(nour, "Pourquoi ?", by=actors.person(nour.person))
    with pytest.raises(Refused) as no:
        actions.answer_appeal(nour, "Oui.", accepted=True, by=actors.person(bruno))
    assert no.value.refusal.power == ANSWER_APPEALS


def test_a_refusal_without_its_reason_is_not_kept(nour: Membership, amina: Person) -> None:
    with pytest.raises(IntegrityError, match="a_refusal_gives_its_reason"):
        actions.refuse(nour, "", by=actors.person(amina))


def test_nothing_to_appeal_against(nour: Membership) -> None:
    with pytest.raises(Refused, match=r"care\.refusal"):
        actions.appeal(nour, "Je conteste.", by=actors.person(nour.person))


def test_leaving_ends_what_must_end_at_once(amina: Person) -> None:
    me = actors.person(amina)
    assert grounds(amina.pk, WELCOME, on=today())
    actions.leave(amina, by=me)
    assert not is_member(amina.pk, on=today())
    assert not grounds(amina.pk, WELCOME, on=today())
    assert not held_by(amina.pk, on=today() + DAY)
    with pytest.raises(Refused, match=r"care\.leave"):
        actions.leave(amina, by=me)
    assert told(amina)[-1] == "members.left"


def test_coming_back_keeps_the_history_and_revives_no_mandate(amina: Person, odile: Person) -> None:
    """Amina leaves and is back the same day: her old mandate still has months on paper."""
    old = Mandate.objects.get(person=amina)
    actions.leave(amina, by=actors.person(amina))
    back = knock(amina)
    actions.welcome(back, by=actors.person(odile))
    sign_all(amina)
    assert is_member(amina.pk, on=today())
    assert Membership.objects.filter(person=amina).count() == 2
    for days in (0, 1, 100):
        with pretend(now() + timedelta(days=days)):
            assert not grounds(amina.pk, WELCOME, on=today())
            assert old not in held_by(amina.pk, on=today())
    new = make_mandate(old.role, amina, by=make_assigner(odile))
    assert list(held_by(amina.pk, on=today())) == [new]


def make_assigner(odile: Person) -> Person:
    person = make_member("Leïla", welcomed_by=odile)
    make_mandate(make_role("Attribution", by=odile, powers=(ASSIGN,)), person, by=odile, days=300)
    return person


def test_whoever_comes_back_is_asked_to_sign_even_the_charter_they_know(as_, amina, odile) -> None:
    actions.leave(amina, by=actors.person(amina))
    actions.welcome(knock(amina), by=actors.person(odile))
    client = as_(amina)
    assert "/charte/signer/" in [
        todo.url for todo in client.get("/pour-moi/").context["desk"].todos
    ]
    page = client.get("/charte/signer/")
    boxes = {field.name: "on" for field in page.context["form"]}
    assert page.context["signed"] is None
    assert client.post("/charte/signer/", boxes).status_code == 302
    assert is_member(amina.pk, on=today())
    assert client.get("/charte/signer/").context["signed"]


def test_a_proposal_of_before_is_accepted_under_the_new_membership(odile, bruno: Person) -> None:
    mandate = make_proposal(make_role(by=odile), bruno, by=odile)
    actions.leave(bruno, by=actors.person(bruno))
    with pytest.raises(Refused, match="Only a member"):
        accept(mandate)
    back = knock(bruno)
    actions.welcome(back, by=actors.person(odile))
    sign_all(bruno)
    assert accept(mandate).membership == back


def test_whoever_comes_first_comes_alone(bruno: Person) -> None:
    with pytest.raises(Refused, match="already has members"):
        actions.come_first(make_person("Zoé"), by=actors.JOB)


def test_a_welcomer_types_in_what_was_said_on_paper(amina: Person) -> None:
    person = make_person("Zohra")
    actions.knock(
        person, district=None, languages="", wishes="", needs=(),
        by=actors.person(person).typed_in_by(amina),
    )  # fmt: skip
    said = Entry.objects.get(deed="members.join_asked", particulars__about=person).particulars
    assert (said.actor, said.typed_by) == (person, amina)


def test_the_period_under_way_and_the_last_one(amina: Person) -> None:
    assert open_membership(amina) == last_membership(amina)
    actions.leave(amina, by=actors.person(amina))
    assert open_membership(amina) is None
    assert last_membership(amina) is not None
