"""A circle consents to its own rule about silence: it is decided under the old one, and read by the next round."""

from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from millepieds.charter.models import RuleValue
from millepieds.charter.rules import NOTICE_OF_A_CHANGE, RULES, Procedure, value_kept
from millepieds.charter.tests.makers import change
from millepieds.circles.actions.own import set_own_rule
from millepieds.circles.models import Circle, OwnRule
from millepieds.circles.queries.own import own_rule
from millepieds.circles.tests.makers import (
    make_circle,
    make_mandate,
    make_own_rule,
    make_role,
)
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.decisions.actions.proposing import end_round
from millepieds.decisions.models import Decision, Effect, Proposal
from millepieds.decisions.queries.consent import ConsentProof, OwnConsent
from millepieds.decisions.queries.effects import Does, done_by
from millepieds.decisions.rules.rounds import QUORUM, SILENCE_CONSENTS, EffectKind
from millepieds.decisions.rules.terms import Openness
from millepieds.decisions.tests.rounds import (
    CLOSED,
    DAY,
    make_adopted,
    make_own_consent,
    make_proposal,
    make_round,
    make_stance,
    once_closed,
    once_listened,
    refused,
)
from millepieds.journal.models import Entry
from millepieds.meetings.rules.room import ALTERNATES
from millepieds.members.actions import leave
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many
from tests.pages import Page

pytestmark = pytest.mark.django_db
SILENCE, AS_ALL = (Does(EffectKind.OWN_RULE, rule=SILENCE_CONSENTS, value=v) for v in (1, None))


def words_of(answer) -> str:
    return " ".join(Page(answer.content.decode()).texts)


def adopted_by_one_voice(circle: Circle, author: Person, other: Person) -> bool:
    """A new round, in which only one of the others answers."""
    with pretend(now()):
        proposal = make_round(circle, by=author)
        with once_listened():
            make_stance(proposal, other)
        with once_closed():
            try:
                with transaction.atomic():
                    make_adopted(proposal, by=author)
            except Refused as no:
                assert "does not take silence" in no.refusal.because
                return False
    return True


def test_silence_is_counted_in_one_circle_and_not_in_another(
    circle, bruno, amina, nadia, leila, odile
) -> None:
    change(QUORUM, 1, odile)
    other = make_circle("Jardin", by=leila)
    for person in (bruno, amina, nadia):
        make_mandate(make_role(f"Bêche {person}", circle=other, by=leila), person, by=leila)
    assert not adopted_by_one_voice(circle, bruno, amina)
    make_own_consent(circle, SILENCE_CONSENTS, 1, people=(bruno, amina, nadia))
    with once_closed():
        assert adopted_by_one_voice(circle, bruno, amina)
        assert not adopted_by_one_voice(other, bruno, amina)
        make_own_consent(circle, SILENCE_CONSENTS, None, people=(bruno, amina, nadia))
        with once_closed():
            assert not adopted_by_one_voice(circle, bruno, amina)
    assert not RuleValue.objects.filter(rule=SILENCE_CONSENTS).exists()


def test_a_circle_keeps_hearing_everyone_where_the_movement_takes_silence_for_consent(
    circle, bruno, amina, nadia, odile
) -> None:
    change(QUORUM, 1, odile)
    make_own_consent(circle, SILENCE_CONSENTS, 0, people=(bruno, amina, nadia))
    with once_closed():
        change(SILENCE_CONSENTS, 1, odile)
        assert not adopted_by_one_voice(circle, bruno, amina)


def test_the_change_itself_is_decided_under_the_old_rule_and_touches_no_round_already_written(
    circle, bruno, amina, nadia, odile
) -> None:
    change(QUORUM, 1, odile)
    older = make_round(circle, by=amina)
    proposal = make_round(circle, by=bruno, effects=[SILENCE])
    with once_listened():
        make_stance(proposal, amina)
        make_stance(older, bruno)
    with once_closed():
        assert "does not take silence" in refused(lambda: make_adopted(proposal, by=amina))
    with once_listened():
        make_stance(proposal, nadia)
    with once_closed():
        taken = make_adopted(proposal, by=nadia)
        row = OwnRule.objects.get()
        assert (row.circle, row.value, row.effective_on) == (circle, 1, today())
        effect = Effect.objects.get()
        assert (effect.own_rule, effect.version.proposal.decision) == (row, taken)
        entry = Entry.objects.get(deed="circles.own_rule_set")
        assert entry.particulars.actor_id == nadia.pk
        assert "does not take silence" in refused(lambda: make_adopted(older, by=nadia))
        later = make_proposal(circle, by=amina)
    assert value_kept(later.opened_under, SILENCE_CONSENTS) == 1
    assert value_kept(older.opened_under, SILENCE_CONSENTS) == 0


def test_a_circle_that_counts_silence_goes_back_by_silence(
    circle, bruno, amina, nadia, odile
) -> None:
    """The old rule decides, whichever way it goes."""
    change(QUORUM, 1, odile)
    make_own_consent(circle, SILENCE_CONSENTS, 1, people=(bruno, amina, nadia))
    with once_closed():
        make_own_consent(circle, SILENCE_CONSENTS, None, people=(bruno, amina))
        with once_closed():
            assert own_rule(circle.pk, SILENCE_CONSENTS, on=today()) == 0


@pytest.mark.parametrize(
    ("effect", "said"),
    [
        (AS_ALL, "nothing would change"),
        (Does(EffectKind.OWN_RULE, rule=SILENCE_CONSENTS, value=2), "stays between"),
        (Does(EffectKind.OWN_RULE, rule=QUORUM, value=2), "the whole movement's"),
    ],
)
def test_what_a_circle_may_not_give_itself_is_said_when_it_is_written(
    circle, bruno, effect, said
) -> None:
    assert said in refused(lambda: make_proposal(circle, by=bruno, effects=[effect]))
    assert not Proposal.objects.exists()


def test_a_circle_that_closes_gives_itself_no_rule_on_the_way(circle, bruno) -> None:
    effects = [SILENCE, Does(EffectKind.CIRCLE, circle=circle)]
    said = refused(lambda: make_proposal(circle, by=bruno, effects=effects))
    assert "still counts on it" in said


def test_of_two_rounds_for_the_same_rule_the_second_has_nothing_left_to_adopt(
    as_, circle, bruno, amina, nadia
) -> None:
    """Its page says so before anyone presses, and the circle returns it."""
    two = [make_round(circle, by=author, effects=[SILENCE]) for author in (bruno, amina)]
    with once_listened():
        for row in two:
            for person in {bruno, amina, nadia} - {row.author}:
                make_stance(row, person)
    with once_closed():
        make_adopted(two[0], by=nadia)
        assert "nothing would change" in refused(lambda: make_adopted(two[1], by=nadia))
        page = as_(nadia).get(two[1].get_absolute_url()).content.decode()
        assert reverse("decisions:adopt", args=[two[1].pk]) not in page
        end_round(two[1], "C’est déjà fait.", by=actors.person(nadia))
    assert OwnRule.objects.count() == 1


def test_it_waits_as_long_as_the_movement_says_of_any_rule(
    circle, bruno, amina, nadia, odile
) -> None:
    change(NOTICE_OF_A_CHANGE, 10, odile)
    make_own_consent(circle, SILENCE_CONSENTS, 1, people=(bruno, amina, nadia))
    with once_closed():
        assert OwnRule.objects.get().effective_on == today() + 10 * DAY


def test_consent_proves_this_value_in_this_circle_and_nothing_else(
    circle, bruno, amina, nadia, leila
) -> None:
    other = make_circle("Jardin", by=leila)
    make_mandate(make_role("Bêche", circle=other, by=leila), nadia, by=leila)
    proposal = make_round(circle, by=bruno, effects=[SILENCE])
    by, proof = actors.person(nadia), OwnConsent(proposal)
    attempt = partial(set_own_rule, effective_on=today(), proof=proof, by=by)
    assert "by consent" in refused(lambda: attempt(circle, SILENCE_CONSENTS, 1))
    with once_listened():
        make_stance(proposal, amina)
        make_stance(proposal, nadia)
    with once_closed():
        make_adopted(proposal, by=nadia)
        attempt = partial(attempt, effective_on=today())
        for where, key, value in (
            (other, SILENCE_CONSENTS, 1), (circle, SILENCE_CONSENTS, 0), (circle, ALTERNATES, 1),
            (circle, SILENCE_CONSENTS, 1),  # done once, it is done
        ):  # fmt: skip
            assert "by consent" in refused(partial(attempt, where, key, value))
        whole = ConsentProof(proposal, Procedure.COORDINATION)
        assert whole.settles(RULES[SILENCE_CONSENTS], by=by, on=today()) is None


@pytest.mark.parametrize(
    "wrong", [{"rule": ""}, {"kind": "rule", "value": None}, {"circle_id": 0}, {"own_rule_id": 0}]
)
def test_the_table_itself_wants_a_rule_and_no_other_circle(circle, bruno, odile, wrong) -> None:
    make_proposal(circle, by=bruno, effects=[SILENCE])
    real = {
        "circle_id": circle.pk,
        "own_rule_id": make_own_rule(circle, ALTERNATES, 1, by=odile).pk,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Effect.objects.update(**{name: real.get(name, value) for name, value in wrong.items()})


# The pages

DRAFT = {
    "title": "Le silence", "example": "Trois tours sont morts de silence.",
    "text": "Ne rien dire, c’est consentir.", "openness": "town",
}  # fmt: skip
NAME = f"own-{SILENCE_CONSENTS}"


def test_it_is_written_corrected_amended_and_taken_out_by_the_pages_alone(
    as_, circle, bruno
) -> None:
    write = reverse("decisions:propose")
    sent = DRAFT | {"circle": circle.pk}
    wrong = as_(bruno).post(write, sent | {NAME: "as-all"})
    assert "rien ne changerait" in words_of(wrong)
    assert wrong.context["form"][NAME].value() == "as-all"
    as_(bruno).post(write, sent | {NAME: "1"})
    row = Proposal.objects.get()
    assert done_by(row.versions.get()) == [SILENCE]
    page = as_(bruno).get(reverse("decisions:rewrite", args=[row.pk]))
    assert page.context["form"][NAME].value() == "1"
    as_(bruno).post(reverse("decisions:present", args=[row.pk]))
    amend = reverse("decisions:amend", args=[row.pk])
    assert as_(bruno).get(amend).context["form"][NAME].value() == "1"
    as_(bruno).post(amend, {"text": "Non.", "changed": "Plus rien.", NAME: ""})
    assert not row.versions.latest("number").effects.exists()


def test_the_round_says_what_it_would_be_what_it_is_and_by_whose_rule(
    as_, circle, bruno, amina, nadia
) -> None:
    row = make_round(circle, by=bruno, effects=[SILENCE])
    page = as_(amina).get(row.get_absolute_url())
    said = words_of(page)
    assert "Ne rien dire jusqu’à la fin du tour, c’est consentir : oui." in said
    assert "non, comme dans tout le mouvement" in said
    assert "règle de tout le mouvement" in said
    assert as_(amina).get(reverse("decisions:round_sheet", args=[row.pk])).status_code == 200
    with once_listened():
        for person in (amina, nadia):
            make_stance(row, person)
    with once_closed():
        taken = make_adopted(row, by=nadia)
        assert "c’est consentir : oui." in words_of(as_(amina).get(taken.get_absolute_url()))
        new = make_round(circle, by=bruno, effects=[AS_ALL])
        said = words_of(as_(amina).get(new.get_absolute_url()))
    assert "vaut consentement" in said
    assert "règle de ce cercle" in said
    assert "c’est consentir : comme dans tout le mouvement." in said


@pytest.mark.parametrize(("openness", "told"), [(Openness.TOWN, True), (Openness.MEMBERS, False)])
def test_the_page_of_the_circle_says_its_own_rules_and_by_which_decision(
    as_, circle, bruno, amina, nadia, openness, told
) -> None:
    path = circle.get_absolute_url()
    assert "own-rules" not in as_(None).get(path).content.decode()
    taken = make_own_consent(
        circle, SILENCE_CONSENTS, 1, people=(bruno, amina, nadia), openness=openness
    )
    assert "own-rules" not in as_(None).get(path).content.decode()  # not yet that day
    with once_closed():
        for person, reads in ((bruno, True), (None, told)):
            page = as_(person).get(path).content.decode()
            assert 'id="own-rules"' in page
            assert "Ne rien dire jusqu’à la fin du tour" in page
            assert (taken.get_absolute_url() in page) == reads
        make_own_consent(circle, SILENCE_CONSENTS, None, people=(bruno, amina, nadia))
        with once_closed():
            assert "own-rules" not in as_(None).get(path).content.decode()


def test_a_page_of_the_past_gives_nothing_to_whoever_left_since(
    as_, circle, bruno, amina, nadia
) -> None:
    people = (bruno, amina, nadia)
    taken = make_own_consent(
        circle, SILENCE_CONSENTS, 1, people=people, openness=Openness.MEMBERS
    )  # fmt: skip
    with once_closed():
        path = f"{circle.get_absolute_url()}?on={today()}"
        with pretend(now() + DAY):
            leave(nadia, by=actors.person(nadia))
            for person, reads in ((amina, True), (nadia, False)):
                page = as_(person).get(path).content.decode()
                assert 'id="own-rules"' in page
                assert (taken.get_absolute_url() in page) == reads


def test_the_page_of_a_circle_asks_as_often_for_one_rule_as_for_two(
    as_, circle, bruno, amina, nadia
) -> None:
    client, left = as_(bruno), iter([SILENCE_CONSENTS, ALTERNATES])

    def one_more() -> None:
        if key := next(left, None):
            make_own_consent(circle, key, 1, people=(bruno, amina, nadia))

    def read() -> None:
        with pretend(now() + CLOSED + DAY):
            client.get(circle.get_absolute_url())

    same_queries_for_one_or_many(make=one_more, call=read)
    assert Decision.objects.count() == 2


def test_the_list_of_rounds_asks_no_more_where_circles_have_their_own(
    as_, circle, bruno, amina, nadia
) -> None:
    make_own_consent(circle, SILENCE_CONSENTS, 1, people=(bruno, amina, nadia))
    client = as_(bruno)
    with once_closed():
        same_queries_for_one_or_many(
            make=lambda: make_round(circle, by=bruno),
            call=lambda: client.get(reverse("decisions:rounds")),
        )
