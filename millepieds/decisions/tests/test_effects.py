"""What adopting opens or changes by itself: the words the circle read, all of it or nothing."""

from dataclasses import replace
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from millepieds.circles.actions.structure import (
    CircleWords,
    RoleWords,
    change_role,
    close_circle,
)
from millepieds.circles.models import Circle, Role, RoleVersion
from millepieds.circles.queries.structure import circle_on, open_role_on
from millepieds.circles.rules.mandates import Process
from millepieds.circles.rules.powers import ASSIGN, OPEN
from millepieds.circles.rules.structure import Kind
from millepieds.circles.tests.makers import make_circle, make_mandate, make_role
from millepieds.core import actors
from millepieds.core.clock import pretend, today
from millepieds.core.refusals import Refused
from millepieds.decisions.models import Decision, Effect, Proposal
from millepieds.decisions.queries.effects import Does, done_by
from millepieds.decisions.queries.wording import words_then
from millepieds.decisions.rules.rounds import EffectKind
from millepieds.decisions.tests.rounds import (
    CLOSED,
    DAY,
    LISTENED,
    adoption,
    make_adopted,
    make_coordination,
    make_proposal,
    make_round,
    make_stance,
    once_closed,
    once_listened,
)
from millepieds.journal.models import Entry
from millepieds.members.rules import WELCOME
from tests.pages import Page

pytestmark = pytest.mark.django_db
POLE = CircleWords(Kind.POLE, "Fêtes", "Que l’on se réjouisse ensemble.")
BAR = RoleWords(
    name="Buvette", purpose="Que personne n’ait soif.", domain="La carte",
    accountabilities=["Tenir la caisse"], powers=[], seats=2, term_days=180,
    assigned_by=Process.APPOINTED,
)  # fmt: skip


@pytest.fixture
def circle(bruno, amina, nadia, leila) -> Circle:
    circle = make_coordination(bruno, amina, nadia, by=leila)
    make_mandate(make_role("Clés", circle=circle, by=leila, powers=(OPEN,)), nadia, by=leila)
    return circle


def opens(circle: Circle, name: str = "Fêtes") -> Does:
    return Does(EffectKind.OPEN_CIRCLE, circle=circle, words=replace(POLE, name=name))


def opens_role(circle: Circle, **words: object) -> Does:
    return Does(EffectKind.OPEN_ROLE, circle=circle, words=replace(BAR, **words))  # type: ignore[arg-type]  # its own


def changes(role: Role, **words: object) -> Does:
    upon = RoleVersion.objects.get(pk=open_role_on(role, today()).version_id)
    new = replace(words_then(upon), **words)  # type: ignore[arg-type]  # its own
    return Does(EffectKind.CHANGE_ROLE, role=role, words=new, upon=upon)


def consented(circle: Circle, *effects: Does, by, others) -> Proposal:
    proposal = make_round(circle, by=by, effects=effects)
    with once_listened():
        for person in others:
            make_stance(proposal, person)
    return proposal


def refused(deed) -> str:
    with pytest.raises(Refused) as no, transaction.atomic():
        deed()
    return no.value.refusal.because


def words_of(answer) -> str:
    return " ".join(Page(answer.content.decode()).texts)


def test_adopting_opens_a_circle_and_a_role_and_changes_another(
    as_, circle, bruno, amina, nadia
) -> None:
    """The words are those the circle read; the register names the mandate that applied them."""
    old = make_role("Mémoire", circle=circle, by=nadia)
    effects = [opens(circle), opens_role(circle), changes(old, purpose="Garder trace.")]
    proposal = consented(circle, *effects, by=bruno, others=[amina, nadia])
    page = words_of(as_(amina).get(proposal.get_absolute_url()))
    for said in ("Fêtes", "Que personne n’ait soif.", "Tenir la caisse", "Garder trace."):
        assert said in page
    with once_closed():
        taken = make_adopted(proposal, by=nadia)
        rows = {row.kind: row for row in Effect.objects.all()}
        pole, bar = rows["open-circle"].opened, rows["open-role"].role
        assert pole
        then = circle_on(pole, today())
        assert then
        assert (then.name, then.parent_id) == ("Fêtes", circle.pk)
        assert bar
        assert open_role_on(bar, today()).seats == 2
        assert open_role_on(old, today()).purpose == "Garder trace."
        page = as_(amina).get(taken.get_absolute_url()).content.decode()
    assert pole.get_absolute_url() in page
    assert bar.get_absolute_url() in page
    deeds = Entry.objects.filter(deed__in=["circles.circle_opened", "circles.role_changed"])
    assert {one.particulars.actor_id for one in deeds.order_by("-number")[:2]} == {nadia.pk}


def test_without_the_power_to_open_nothing_at_all_is_adopted(circle, bruno, amina, nadia) -> None:
    proposal = consented(circle, opens_role(circle), by=bruno, others=[amina, nadia])
    with once_closed():
        roles, entries = Role.objects.count(), Entry.objects.count()
        refused(lambda: make_adopted(proposal, by=amina))
        assert (Role.objects.count(), Entry.objects.count()) == (roles, entries)
        assert not Decision.objects.exists()


@pytest.mark.parametrize(
    ("meanwhile", "said"),
    [
        ("name", "already has this name"),
        ("closed", "not open today"),
        ("changed", "was changed since"),
    ],
)
def test_what_became_impossible_meanwhile_is_said_and_can_be_returned(
    as_, circle, bruno, amina, nadia, meanwhile, said
) -> None:
    """A name taken, a circle closed, a role changed: the page says it before anyone adopts."""
    inner = make_circle("Jardin", by=nadia, parent=circle)
    old = make_role("Mémoire", circle=circle, by=nadia)
    effects = [opens_role(inner), changes(old, purpose="Garder trace.")]
    proposal = consented(circle, *effects, by=bruno, others=[amina, nadia])
    keeper = actors.person(nadia)
    if meanwhile == "name":
        make_role("buvette", circle=inner, by=nadia)
    elif meanwhile == "closed":
        close_circle(inner, by=keeper)
    else:
        words = words_then(RoleVersion.objects.get(role=old))
        change_role(old, replace(words, purpose="Tout autre chose."), by=keeper)
    with once_closed():
        assert said in refused(lambda: make_adopted(proposal, by=nadia))
        assert not Decision.objects.exists()
        page = as_(nadia).get(proposal.get_absolute_url()).content.decode()
        assert reverse("decisions:adopt", args=[proposal.pk]) not in page
        assert reverse("decisions:end", args=[proposal.pk]) in page


def test_a_pole_gives_no_power_over_the_whole_movement(circle, bruno) -> None:
    """Even if whoever would adopt opens roles in the agora: it is the circle that consents."""
    effect = opens_role(circle, powers=[WELCOME])
    said = refused(lambda: make_proposal(circle, by=bruno, effects=[effect]))
    assert "power over the whole movement" in said
    make_proposal(circle, by=bruno, effects=[opens_role(circle, powers=[ASSIGN])])


def test_nothing_is_closed_and_counted_on_at_once(circle, bruno, nadia) -> None:
    inner = make_circle("Jardin", by=nadia, parent=circle)
    effects = [Does(EffectKind.CIRCLE, circle=inner), opens_role(inner)]
    said = refused(lambda: make_proposal(circle, by=bruno, effects=effects))
    assert "still counts on it" in said


def test_one_proposal_does_not_give_one_name_to_two_things(circle, bruno, nadia) -> None:
    old = make_role("Mémoire", circle=circle, by=nadia)
    for effects in (
        [changes(old, name="buvette"), opens_role(circle)],
        [opens(circle), opens(circle, "FÊTES")],
        [opens_role(circle), opens_role(circle)],
    ):
        assert "already has this name" in refused(
            partial(make_round, circle, by=bruno, effects=effects)
        )
    assert not Proposal.objects.exists()
    make_round(
        circle, by=bruno, effects=[opens(circle, "Buvette"), opens_role(circle)]
    )  # a circle and a role


@pytest.mark.parametrize(
    "wrong", [{"words": None}, {"kind": "role", "role_id": 0}, {"upon_id": 0}, {"opened_id": 0}]
)
def test_the_table_itself_wants_the_words_of_what_opens(circle, bruno, wrong) -> None:
    make_proposal(circle, by=bruno, effects=[opens(circle)])
    role, upon = Role.objects.first(), RoleVersion.objects.first()
    assert role
    assert upon
    real = {"role_id": role.pk, "upon_id": upon.pk, "opened_id": circle.pk}
    with pytest.raises(IntegrityError), transaction.atomic():
        Effect.objects.update(**{name: real.get(name, value) for name, value in wrong.items()})


# The pages

DRAFT = {
    "title": "Une buvette", "example": "Personne n’a bu.", "text": "Ouvrons une buvette.",
    "openness": "members",
}  # fmt: skip
A_ROLE = {
    "role-name": "Buvette", "role-purpose": "Que personne n’ait soif.", "role-seats": "2",
    "role-accountabilities": "Tenir la caisse\n\nRanger", "role-term_days": "180",
    "role-assigned_by": "appointed",
}  # fmt: skip


def test_the_words_of_a_role_are_written_read_amended_and_opened_by_the_pages_alone(
    as_, circle, bruno, amina, nadia
) -> None:
    write = reverse("decisions:propose")
    page = as_(bruno).get(write).content.decode()
    assert "role-name" not in page
    assert 'name="ouvrir" value="role"' in page
    write += "?ouvrir=role"
    sent = DRAFT | A_ROLE | {"circle": circle.pk, "role-around": circle.pk}
    wrong = as_(bruno).post(write, sent | {"role-purpose": ""}).content.decode()
    assert "Tenir la caisse" in wrong
    assert not Proposal.objects.exists()
    as_(bruno).post(write, sent)
    row = Proposal.objects.get()
    page = as_(bruno).get(reverse("decisions:rewrite", args=[row.pk])).content.decode()
    assert "Tenir la caisse\nRanger" in page
    as_(bruno).post(reverse("decisions:present", args=[row.pk]))
    amend = reverse("decisions:amend", args=[row.pk])
    new = A_ROLE | {"text": "Une buvette.", "changed": "Une place.", "role-around": circle.pk}
    as_(bruno).post(amend, new | {"role-seats": "1"})
    words = done_by(row.versions.latest("number"))[0].words
    assert isinstance(words, RoleWords)
    assert words.seats == 1
    as_(bruno).post(amend, {"text": "Sans rôle.", "changed": "Sans rôle.", "role-without": "on"})
    assert not row.versions.latest("number").effects.exists()


def test_what_is_written_stays_when_room_is_made_for_the_words_of_a_role(
    as_, circle, bruno, nadia
) -> None:
    """Said late, after the words of the proposal, and twice: nothing is lost, nothing is wrong yet."""
    role = make_role("Mémoire", circle=circle, by=nadia, accountabilities=("Classer",))
    write = reverse("decisions:propose")
    half = {"circle": circle.pk, "title": "Une buvette", "text": "Ouvrons une buvette."}
    page = as_(bruno).post(write, half | {"ouvrir": "role"})
    read = page.content.decode()
    assert page.context["form"]["text"].value() == "Ouvrons une buvette."
    assert "À corriger" not in read
    assert "field-error" not in read
    assert 'name="role-name"' in read
    assert '<input type="hidden" name="ouvert" value="role">' in read
    half |= A_ROLE | {"role-around": circle.pk, "ouvert": "role", "changer": role.pk}
    page = as_(bruno).post(write, half)
    opened, changed = page.context["form"].sections
    assert opened["name"].value() == "Buvette"
    assert changed["accountabilities"].value() == changed.initial["accountabilities"]
    assert not Proposal.objects.exists()
    sent = DRAFT | half | {"changer": "", "change": role.pk, "changer-without": "on"}
    as_(bruno).post(write, sent)
    [one] = done_by(Proposal.objects.get().versions.get())
    assert isinstance(one.words, RoleWords)
    assert one.words.name == "Buvette"


def test_a_role_is_changed_from_the_words_it_has_today(as_, circle, bruno, nadia) -> None:
    role = make_role(
        "Mémoire", circle=circle, by=nadia, accountabilities=("Classer", "Dater"), report_days=30
    )
    write = f"{reverse('decisions:propose')}?changer={role.pk}"
    page = as_(bruno).get(write)
    part = page.context["form"].sections[0]
    sent = {f"changer-{name}": value for name, value in part.initial.items()}
    sent |= DRAFT | {"circle": circle.pk, "changer-purpose": "Garder trace."}
    as_(bruno).post(write, sent)
    row = Proposal.objects.get()
    words = done_by(row.versions.get())[0].words
    assert isinstance(words, RoleWords)
    assert words.report_days == 30  # what nobody touches stays as it is
    said = words_of(as_(bruno).get(row.get_absolute_url()))
    assert "Garder trace." in said
    assert "Classer" not in said  # only what changes
    assert "Mémoire : à quoi sert ce rôle." in said  # and what it was before


def test_a_mandate_is_proposed_from_its_three_fields_or_said_what_is_missing(
    as_, circle, bruno, amina, nadia
) -> None:
    role = make_role("Mémoire", circle=circle, by=nadia)
    sent = DRAFT | {"circle": circle.pk, "offered_role": role.pk, "offered_to": amina.pk}
    page = words_of(as_(bruno).post(reverse("decisions:propose"), sent))
    assert "Dis le rôle, la personne, et jusqu’à quand." in page
    until = today() + 90 * DAY
    as_(bruno).post(reverse("decisions:propose"), sent | {"offered_until": until})
    one = Effect.objects.get()
    assert (one.role, one.person, one.until) == (role, amina, until)
    page = as_(bruno).get(reverse("decisions:rewrite", args=[one.version.proposal_id]))
    assert page.context["form"]["offered_to"].value() == amina.pk


def test_the_page_of_adoption_shows_the_words_first(as_, circle, bruno, amina, nadia) -> None:
    row = make_round(circle, by=bruno, effects=[opens_role(circle)])
    with pretend(row.opened_at + LISTENED + DAY / 24):
        for person in (amina, nadia):
            make_stance(row, person)
    with pretend(row.opened_at + CLOSED + DAY / 24):
        path = reverse("decisions:adopt", args=[row.pk])
        assert "Tenir la caisse" in words_of(as_(nadia).get(path))
        as_(nadia).post(path, vars(adoption()))
        assert Decision.objects.get().proposal == row
