"""Bruno, Amina and Nadia hold mandates in the Coordination: Bruno proposes, the others consent or object."""

import pytest
from django.db import IntegrityError, transaction

from millepieds.charter.models import RuleValue
from millepieds.charter.queries import rule
from millepieds.charter.rules import RULES, Procedure
from millepieds.charter.tests.makers import change
from millepieds.circles.actions.mandates import resign
from millepieds.circles.models import Circle, Mandate
from millepieds.circles.rules.powers import ASSIGN, OPEN
from millepieds.circles.rules.structure import Kind
from millepieds.circles.rules.terms import ADVICE_TIME
from millepieds.circles.tests.makers import make_circle, make_mandate, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.decisions.actions.consenting import (
    call_into_meeting,
    explain,
    put_to_the_test,
    remark,
    resume,
)
from millepieds.decisions.actions.proposing import Draft, end_round, present, rewrite
from millepieds.decisions.models import Decision, Effect, Proposal, Stance
from millepieds.decisions.queries.consent import ConsentProof, voices_in
from millepieds.decisions.queries.effects import Does
from millepieds.decisions.queries.searching import find
from millepieds.decisions.rules.rounds import (
    CONSENT_TIME,
    QUORUM,
    SILENCE_CONSENTS,
    Criterion,
    EffectKind,
    RemarkKind,
    Stand,
)
from millepieds.decisions.tests.rounds import (
    CLOSED,
    DAY,
    LISTENED,
    make_adopted,
    make_proposal,
    make_round,
    make_stance,
    make_version,
    once_closed,
    once_listened,
    refused,
)
from millepieds.home.actions import erase
from millepieds.journal.models import Entry
from millepieds.letters.models import Letter
from millepieds.people.models import Person
from millepieds.search.queries.kinds import Seeker
from millepieds.tensions.tests.makers import make_read, make_tension

pytestmark = pytest.mark.django_db
IT_HOLDS = [Criterion.PURPOSE, Criterion.CAUSED, Criterion.CERTAIN]


def test_a_round_everyone_consents_to_is_numbered_in_the_one_register(
    circle, bruno, amina, nadia
) -> None:
    proposal = make_round(circle, by=bruno)
    with once_listened():
        make_stance(proposal, amina)
        make_stance(proposal, nadia, Stand.CONCERN, "Et la fête de quartier ?")
    with once_closed():
        taken = make_adopted(proposal, by=amina)
        found = find("pause été", Seeker(amina, now()))
        assert [line.url for line in found.lines] == [taken.get_absolute_url()]
        assert (taken.year, taken.number) == (today().year, 1)
    proposal.refresh_from_db()
    assert proposal.decision == taken
    assert proposal.outcome == "adopted"
    assert taken.text == proposal.versions.get().text
    assert taken.taken_under
    assert taken.taken_under.person == amina
    last = Entry.objects.select_related("particulars").order_by("-number")[0]
    assert last.deed == "decisions.adopted"
    assert last.particulars.circle_id == circle.pk
    keys = Letter.objects.filter(key__startswith="decisions.adopted")
    assert {letter.person for letter in keys} == {bruno, amina, nadia}


def test_whoever_holds_no_mandate_there_neither_proposes_nor_stands(circle, bruno, leila) -> None:
    assert "no mandate in this circle" in refused(lambda: make_proposal(circle, by=leila))
    proposal = make_round(circle, by=bruno)
    with once_listened():
        assert "no voice" in refused(lambda: make_stance(proposal, leila))
    assert not Stance.objects.exists()


def test_in_the_agora_every_member_has_a_voice(agora, bruno, amina, odile) -> None:
    assert voices_in(agora.pk, on=today()) == {bruno.pk, amina.pk, odile.pk}
    assert "no mandate" in refused(lambda: make_proposal(agora, by=bruno))
    proposal = make_round(agora, by=amina)
    with once_listened():
        make_stance(proposal, bruno)
    assert Stance.objects.get().person == bruno


def test_first_one_understands_then_one_stands_until_the_hour(circle, bruno, amina) -> None:
    proposal = make_round(circle, by=bruno)
    start = now()
    assert "First everyone asks" in refused(lambda: make_stance(proposal, amina))
    asked = remark(proposal, RemarkKind.QUESTION, "Tout août ?", by=actors.person(amina))
    assert explain(asked, "Oui.", by=actors.person(bruno)).answer == "Oui."
    said = remark(proposal, RemarkKind.REACTION, "Ouf.", by=actors.person(amina))
    assert "heard, not answered" in refused(lambda: explain(said, "Oui", by=actors.person(bruno)))
    with pretend(start + LISTENED):
        make_stance(proposal, amina)
        make_stance(proposal, amina, Stand.ASIDE)
        assert "your proposal" in refused(lambda: make_stance(proposal, bruno))
    with pretend(start + CLOSED):
        assert "closed since" in refused(lambda: make_stance(proposal, amina))
    assert Stance.objects.get().stance == "aside"


def test_the_table_itself_refuses_a_stance_after_the_close(circle, bruno, amina) -> None:
    proposal = make_round(circle, by=bruno)
    with once_listened():
        stance = make_stance(proposal, amina)
    stance.given_at = stance.until
    with pytest.raises(IntegrityError), transaction.atomic():
        stance.save()


def test_nothing_is_adopted_before_the_hour_or_before_those_silent_spoke(
    circle, bruno, amina, nadia
) -> None:
    proposal = make_round(circle, by=bruno)
    with once_listened():
        make_stance(proposal, amina)
        assert "not closed" in refused(lambda: make_adopted(proposal, by=amina))
    with once_closed():
        assert "have not answered" in refused(lambda: make_adopted(proposal, by=amina))
    assert not Decision.objects.exists()


@pytest.mark.parametrize(("quorum", "adopted"), [(1, True), (2, False)])
def test_silence_is_consent_only_by_rule_and_a_quorum_still_speaks(
    circle, bruno, amina, odile, quorum, adopted
) -> None:
    change(SILENCE_CONSENTS, 1, odile)
    change(QUORUM, quorum, odile)
    proposal = make_round(circle, by=bruno)
    with once_listened():
        make_stance(proposal, amina)
    with once_closed():
        if adopted:
            make_adopted(proposal, by=amina)
        else:
            assert "Too few" in refused(lambda: make_adopted(proposal, by=amina))


def test_a_round_keeps_the_rules_it_opened_under(circle, bruno, amina, odile) -> None:
    proposal = make_round(circle, by=bruno)
    change(SILENCE_CONSENTS, 1, odile)
    with once_listened():
        make_stance(proposal, amina)
    with once_closed():
        assert "have not answered" in refused(lambda: make_adopted(proposal, by=amina))


def test_an_objection_stops_until_it_is_taken_in_and_found_not_to_hold(
    circle, bruno, amina, nadia
) -> None:
    proposal = make_round(circle, by=bruno)
    with once_listened():
        objection = make_stance(proposal, amina, Stand.OBJECTION, "Une urgence peut venir en août.")
        make_stance(proposal, nadia)
    with once_closed():
        assert "Objections still stand" in refused(lambda: make_adopted(proposal, by=nadia))
        for person in (amina, bruno):
            by = actors.person(person)
            assert "neither objects" in refused(
                lambda by=by: put_to_the_test(objection, IT_HOLDS, by=by)
            )
        assert put_to_the_test(objection, IT_HOLDS, by=actors.person(nadia)).holds is True
        assert "Objections still stand" in refused(lambda: make_adopted(proposal, by=nadia))
        second = make_version(proposal, by=bruno)
        assert second.number == 2
        assert "not closed" in refused(lambda: make_adopted(proposal, by=nadia))
        make_stance(proposal, nadia)
        with pretend(now() + 3 * DAY):
            assert "Objections still stand" in refused(lambda: make_adopted(proposal, by=nadia))
            tested = put_to_the_test(objection, [Criterion.PURPOSE], by=actors.person(nadia))
            assert (tested.holds, tested.tested_on) == (False, second)
            assert make_adopted(proposal, by=nadia).text == second.text


def test_an_objection_taken_in_stays_in_the_story_and_is_tested_no_more(
    circle, bruno, amina, nadia
) -> None:
    proposal = make_round(circle, by=bruno)
    with once_listened():
        objection = make_stance(proposal, amina, Stand.OBJECTION, "Une urgence peut venir en août.")
        make_version(proposal, by=bruno)
        make_stance(proposal, amina)
        make_stance(proposal, nadia)
        by = actors.person(nadia)
        assert "no objection" in refused(lambda: put_to_the_test(objection, IT_HOLDS, by=by))
    said = proposal.stances.filter(person=amina).order_by("version__number")
    assert [one.stance for one in said] == ["objection", "consent"]
    with pretend(now() + CLOSED + LISTENED):
        assert make_adopted(proposal, by=nadia)


def test_an_objection_its_author_takes_back_no_longer_stands(circle, bruno, amina, nadia) -> None:
    proposal = make_round(circle, by=bruno)
    with once_listened():
        make_stance(proposal, amina, Stand.OBJECTION, "Une urgence peut venir en août.")
        make_stance(proposal, nadia)
        make_stance(proposal, amina, Stand.CONCERN, "Une urgence peut venir.")
    with once_closed():
        assert make_adopted(proposal, by=nadia)


def test_an_objection_stands_even_when_its_author_has_left_the_circle(
    circle, bruno, amina, nadia
) -> None:
    proposal = make_round(circle, by=bruno)
    with once_listened():
        make_stance(proposal, amina, Stand.OBJECTION, "Une urgence peut venir en août.")
        make_stance(proposal, nadia)
        held = Mandate.objects.get(role__circle=circle, person=amina)
        resign(held, by=actors.person(amina))
    with once_closed():
        assert "Objections still stand" in refused(lambda: make_adopted(proposal, by=nadia))


def test_a_concern_or_an_objection_says_why(circle, bruno, amina) -> None:
    proposal = make_round(circle, by=bruno)
    with once_listened():
        for stance in (Stand.CONCERN, Stand.OBJECTION):
            said = refused(lambda stance=stance: make_stance(proposal, amina, stance, " "))
            assert "with its reason" in said


def test_a_new_version_gives_everyone_their_whole_time_again(circle, bruno, amina) -> None:
    proposal = make_round(circle, by=bruno)
    with once_closed():
        make_version(proposal, by=bruno)
        at = now()
    proposal.refresh_from_db()
    assert proposal.closes_at == at + CLOSED - LISTENED
    assert "changes the words" in refused(lambda: make_version(proposal, by=amina))


def test_words_nobody_else_has_read_change_freely_and_then_no_longer(circle, bruno, amina) -> None:
    proposal = make_proposal(circle, by=bruno)
    other = Draft("Autre titre", "Un exemple.", "Autre texte.")
    rewrite(proposal, other, by=actors.person(bruno))
    assert proposal.versions.get().text == "Autre texte."
    assert "Nobody else" in refused(lambda: make_version(proposal, by=bruno))
    present(proposal, by=actors.person(bruno))
    assert "has it already" in refused(lambda: rewrite(proposal, other, by=actors.person(bruno)))


def test_called_into_a_meeting_the_clock_stops_and_goes_on(circle, bruno, amina, leila) -> None:
    with pretend(now()):
        proposal = make_round(circle, by=bruno)
    assert "no voice" in refused(lambda: call_into_meeting(proposal, by=actors.person(leila)))
    with pretend(proposal.opened_at + LISTENED):
        call_into_meeting(proposal, by=actors.person(amina))
        assert "clock is stopped" in refused(lambda: make_stance(proposal, amina))
    with pretend(proposal.opened_at + CLOSED):
        assert "not closed" in refused(lambda: make_adopted(proposal, by=amina))
        resume(proposal, by=actors.person(amina))
        make_stance(proposal, amina)
        ends = now() + CLOSED - LISTENED
    proposal.refresh_from_db()
    assert proposal.closes_at == ends


def test_its_author_withdraws_it_the_circle_returns_only_what_it_could_not_adopt(
    circle, bruno, amina, nadia
) -> None:
    first, second = make_round(circle, by=bruno), make_round(circle, by=bruno)
    assert end_round(first, "Plus besoin.", by=actors.person(bruno)).outcome == "withdrawn"
    by = actors.person(amina)
    assert "closed without consent" in refused(lambda: end_round(second, "Non.", by=by))
    with once_closed():
        assert end_round(second, "Personne n’a répondu.", by=by).outcome == "returned"
        assert "round is over" in refused(lambda: make_version(second, by=bruno))


def test_a_proposal_may_come_from_a_tension_entrusted(circle, bruno, amina, nadia) -> None:
    tension = make_tension(nadia)
    said = refused(lambda: make_proposal(circle, by=bruno, tension=tension))
    assert "not entrusted" in said
    make_read(tension, bruno)
    assert make_proposal(circle, by=bruno, tension=tension).tension == tension


# Effects


def changes(key: str, value: int) -> Does:
    return Does(EffectKind.RULE, rule=key, value=value)


def consented(circle: Circle, *effects: Does, by: Person, others: list[Person]) -> Proposal:
    proposal = make_round(circle, by=by, effects=effects)
    with once_listened():
        for person in others:
            make_stance(proposal, person)
    return proposal


def test_the_coordination_changes_a_rule_that_names_it(circle, bruno, amina, nadia) -> None:
    proposal = consented(circle, changes(CONSENT_TIME, 96), by=bruno, others=[amina, nadia])
    assert rule(CONSENT_TIME, on=today()) == 72
    with once_closed():
        make_adopted(proposal, by=amina)
        assert rule(CONSENT_TIME, on=today()) == 96
        assert Effect.objects.get().applied_at == now()
    value = RuleValue.objects.get(rule=CONSENT_TIME)
    assert value.entry.particulars.facts["procedure"] == "coordination"


def test_the_coordination_does_not_change_a_rule_of_the_agora(circle, bruno) -> None:
    assert RULES[ADVICE_TIME].procedure is Procedure.AGORA
    said = refused(lambda: make_proposal(circle, by=bruno, effects=[changes(ADVICE_TIME, 96)]))
    assert "Only the procedure" in said
    assert not Proposal.objects.exists()


def test_a_circle_that_calls_itself_a_coordination_elsewhere_proves_nothing(
    circle, bruno, leila
) -> None:
    inner = make_circle("Coordination du pôle", by=leila, kind=Kind.COORDINATION, parent=circle)
    make_mandate(make_role("Référence bis", circle=inner, by=leila), bruno, by=leila)
    said = refused(lambda: make_proposal(inner, by=bruno, effects=[changes(CONSENT_TIME, 96)]))
    assert "Only the procedure" in said


def test_a_proof_without_an_adopted_proposal_proves_nothing(circle, bruno, amina, nadia) -> None:
    proposal = consented(circle, changes(CONSENT_TIME, 96), by=bruno, others=[amina, nadia])
    proof, by = ConsentProof(proposal, Procedure.COORDINATION), actors.person(bruno)
    assert proof.settles(RULES[CONSENT_TIME], by=by, on=today()) is None
    with once_closed():
        make_adopted(proposal, by=amina)
        assert proof.settles(RULES[CONSENT_TIME], by=by, on=today())
        assert proof.settles(RULES[QUORUM], by=by, on=today()) is None


def test_two_effects_of_which_one_fails_leave_nothing_half_done(
    circle, bruno, amina, nadia, leila
) -> None:
    """Amina may not close a role: neither the rule nor the register moves."""
    role = make_role("Buvette", circle=circle, by=leila)
    effects = [changes(CONSENT_TIME, 96), Does(EffectKind.ROLE, role=role)]
    proposal = consented(circle, *effects, by=bruno, others=[amina, nadia])
    entries = Entry.objects.count()
    with once_closed():
        refused(lambda: make_adopted(proposal, by=amina))
        assert Entry.objects.count() == entries
        assert not Decision.objects.exists()
        assert rule(CONSENT_TIME, on=today()) == 72
        proposal.refresh_from_db()
        assert proposal.outcome == ""
        keys = make_role("Clés", circle=circle, by=leila, powers=(OPEN,))
        make_mandate(keys, nadia, by=leila)
        make_adopted(proposal, by=nadia)
        role.refresh_from_db()
        assert role.closed_on == today()
        assert rule(CONSENT_TIME, on=today()) == 96


def test_a_mandate_that_adopting_proposes_is_an_offer_or_nothing_happens(
    circle, bruno, amina, nadia, leila
) -> None:
    role = make_role("Buvette", circle=circle, by=leila)
    until = today() + 90 * DAY
    offer = Does(EffectKind.OFFER, role=role, person=amina, until=until)
    effects = [changes(CONSENT_TIME, 96), offer]
    proposal = consented(circle, *effects, by=bruno, others=[amina, nadia])
    with once_closed():
        refused(lambda: make_adopted(proposal, by=amina))
        assert not Decision.objects.exists()
        assert not Mandate.objects.filter(role=role).exists()
        assert rule(CONSENT_TIME, on=today()) == 72
        names = make_role("Mandats", circle=circle, by=leila, powers=(ASSIGN,))
        make_mandate(names, nadia, by=leila)
        make_adopted(proposal, by=nadia)
        mandate = Mandate.objects.get(role=role)
        assert (mandate.person, mandate.ends_on) == (amina, until)
        assert mandate.accepted_at is None
        role.refresh_from_db()
        assert role.closed_on is None


def test_an_effect_touches_only_what_is_in_the_circle(circle, bruno, leila) -> None:
    elsewhere = make_role("Ailleurs", by=leila, powers=(ASSIGN,))
    effect = Does(EffectKind.ROLE, role=elsewhere)
    assert "only what is in it" in refused(
        lambda: make_proposal(circle, by=bruno, effects=[effect])
    )


def test_whoever_is_erased_leaves_no_words_behind(circle, bruno, amina) -> None:
    proposal = make_round(circle, by=bruno)
    remark(proposal, RemarkKind.REACTION, "Mes mots.", by=actors.person(amina))
    with once_listened():
        make_stance(proposal, amina, Stand.CONCERN, "Mes mots.")
    erase(amina, by=actors.person(amina))
    assert proposal.remarks.get().text == "…"
    assert proposal.stances.get().why == "…"
