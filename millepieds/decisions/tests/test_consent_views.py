"""The pages of a round, from what one writes to what the circle adopts."""

from datetime import timedelta

import pytest
from django.urls import reverse

from millepieds.circles.rules.structure import Kind
from millepieds.circles.tests.makers import make_member
from millepieds.core.clock import now, pretend, today
from millepieds.decisions.models import Decision, Proposal, Stance
from millepieds.decisions.rules.rounds import CONSENT_TIME, Criterion, Stand
from millepieds.decisions.rules.terms import Openness
from millepieds.decisions.tests.rounds import (
    CLOSED,
    LISTENED,
    make_adopted,
    make_coordination,
    make_proposal,
    make_round,
    make_stance,
    make_version,
    once_closed,
    once_listened,
)
from tests.counting import same_queries_for_one_or_many
from tests.pages import Page

pytestmark = pytest.mark.django_db
DRAFT = {
    "title": "Une pause d’été", "example": "Personne en août.", "text": "Rien en août.",
    "openness": "members",
}  # fmt: skip


def words_of(answer) -> str:
    return " ".join(Page(answer.content.decode()).texts)


def to(name: str, pk: int) -> str:
    return reverse(f"decisions:{name}", args=[pk])


def test_what_adopting_does_is_folded_while_nothing_is_said_of_it(as_, circle, bruno) -> None:
    """A phone shows the words first; an effect chosen or wrong is before one's eyes."""
    door = reverse("decisions:propose")
    assert '<details class="sheet">' in as_(bruno).get(door).content.decode()
    wrong = DRAFT | {"circle": circle.pk, "rule": CONSENT_TIME}
    read = as_(bruno).post(door, wrong).content.decode()
    assert '<details class="sheet" open>' in read
    assert "Rien en août." in read
    as_(bruno).post(door, wrong | {"value": 96})
    rewriting = as_(bruno).get(to("rewrite", Proposal.objects.get().pk)).content.decode()
    assert '<details class="sheet" open>' in rewriting


def test_whoever_has_no_voice_reads_whom_to_tell(as_, circle, bruno, amina, odile) -> None:
    row = make_round(circle, by=bruno)
    sami = make_member("Sami", welcomed_by=odile)
    told = "Tu n’en fais pas partie"
    assert told in words_of(as_(sami).get(row.get_absolute_url()))
    assert told not in words_of(as_(amina).get(row.get_absolute_url()))


def test_from_a_proposal_to_the_register_by_the_pages_alone(
    as_, circle, bruno, amina, nadia
) -> None:
    sent = DRAFT | {"circle": circle.pk, "rule": CONSENT_TIME, "value": 96}
    as_(bruno).post(reverse("decisions:propose"), sent)
    row = Proposal.objects.get()
    assert as_(amina).get(row.get_absolute_url()).status_code == 404  # nobody reads it yet
    as_(bruno).post(to("present", row.pk))
    page = words_of(as_(amina).get(row.get_absolute_url()))
    assert "reste ouverte 96 heures" in page
    assert "ne vaut pas consentement" in page
    start = row.opened_at
    with pretend(start + LISTENED + timedelta(minutes=1)):
        as_(amina).post(to("stand", row.pk), {"stance": "objection", "why": "Une urgence ?"})
        as_(nadia).post(to("stand", row.pk), {"stance": "consent"})
        objection = Stance.objects.get(person=amina)
        tests = [Criterion.PURPOSE, Criterion.CAUSED, Criterion.CERTAIN]
        as_(nadia).post(to("test", objection.pk), {"found": [one.value for one in tests]})
        assert "Elle tient." in words_of(as_(bruno).get(row.get_absolute_url()))
        changed = {"text": "Rien en août. Sauf urgence.", "changed": "L’objection d’Amina."}
        as_(bruno).post(to("amend", row.pk), changed | {"rule": CONSENT_TIME, "value": 96})
        page = as_(amina).get(row.get_absolute_url()).content.decode()
        assert "Sauf urgence.</ins>" in page
        assert "Ta voix est demandée" in page
        for person in (amina, nadia):
            as_(person).post(to("stand", row.pk), {"stance": "consent"})
    with pretend(start + CLOSED + LISTENED + timedelta(hours=1)):
        as_(amina).post(
            to("adopt", row.pk),
            {
                "reasons": "Le cercle y consent.", "effective_on": today(),
                "review_on": today() + timedelta(days=90),
            },
        )  # fmt: skip
        taken = Decision.objects.get()
        page = words_of(as_(amina).get(taken.get_absolute_url()))
    assert "par consentement" in page
    assert "Le tour de consentement" in page
    assert taken.text == "Rien en août. Sauf urgence."


def test_a_form_comes_back_filled_and_says_what_is_wrong(as_, circle, bruno, amina) -> None:
    sent = DRAFT | {"circle": circle.pk, "rule": CONSENT_TIME, "value": 1}
    page = as_(bruno).post(reverse("decisions:propose"), sent).content.decode()
    assert "Rien en août." in page
    assert "Cette règle reste entre" in page
    row = make_round(circle, by=bruno)
    with once_listened():
        page = as_(amina).post(to("stand", row.pk), {"stance": "objection"}).content.decode()
    assert "se dit avec sa raison" in page
    assert not Stance.objects.exists()


def test_a_proposal_of_the_circle_does_not_exist_for_others(as_, circle, bruno, leila) -> None:
    row = make_round(circle, by=bruno)
    inner = make_proposal(circle, by=bruno, openness=Openness.CIRCLE)
    as_(bruno).post(to("present", inner.pk))
    assert as_(leila).get(row.get_absolute_url()).status_code == 200
    for name in ("proposal", "stand", "remark", "amend", "end", "adopt"):
        assert as_(leila).get(to(name, inner.pk)).status_code == 404


def test_what_waits_for_me_names_the_round_until_i_answered_its_last_words(
    as_, circle, bruno, amina, leila
) -> None:
    desk = reverse("home:mine")
    row = make_round(circle, by=bruno)
    assert "Pose tes questions ou réagis" in words_of(as_(amina).get(desk))
    assert row.title not in words_of(as_(leila).get(desk))
    with once_listened():
        assert "Consens ou objecte jusqu’au" in words_of(as_(amina).get(desk))
        make_stance(row, amina, Stand.CONCERN, "Et la fête ?")
        assert "Consens ou objecte jusqu’au" not in words_of(as_(amina).get(desk))
        make_version(row, by=bruno)
        assert "Consens ou objecte jusqu’au" in words_of(as_(amina).get(desk))
    with once_closed():
        assert "Le tour est fermé." in words_of(as_(bruno).get(desk))


def test_lists_and_pages_cost_the_same_for_one_or_many(as_, circle, bruno, amina, nadia) -> None:
    same_queries_for_one_or_many(
        make=lambda: make_round(circle, by=bruno),
        call=lambda: as_(amina).get(reverse("decisions:rounds")),
    )
    client = as_(amina)
    same_queries_for_one_or_many(
        make=lambda: make_round(circle, by=bruno),
        call=lambda: client.get(reverse("home:mine")),
    )
    row = make_round(circle, by=bruno)
    with once_listened():
        make_stance(row, nadia)
        same_queries_for_one_or_many(
            make=lambda: make_version(row, by=bruno),
            call=lambda: as_(amina).get(row.get_absolute_url()),
        )


def test_the_town_reads_an_adopted_decision_and_not_the_round(
    as_, circle, bruno, amina, nadia
) -> None:
    row = make_proposal(circle, by=bruno, openness=Openness.TOWN)
    as_(bruno).post(to("present", row.pk))
    with once_listened():
        for person in (amina, nadia):
            make_stance(row, person, Stand.CONCERN, "canari")
    with pretend(now() + CLOSED):
        taken = make_adopted(row, by=amina)
        page = as_(None).get(taken.get_absolute_url()).content.decode()
    assert "par consentement" in page
    for word in ("canari", "Amina", "Bruno", row.get_absolute_url()):
        assert word not in page


def test_whoever_has_no_voice_reads_who_has_one(as_, circle, bruno, leila, odile) -> None:
    """Not « nobody »: the circle may, and so may whoever takes a role in it."""
    row = make_round(circle, by=bruno)
    outside = make_member("Karim", welcomed_by=odile)
    with once_listened():
        for path in (to("stand", row.pk), to("remark", row.pk), reverse("decisions:propose")):
            answer = as_(outside).get(path)
            assert answer.status_code == 403
            assert "Qui a une voix dans ce cercle" in words_of(answer)


def test_in_a_circle_of_two_the_page_says_that_nobody_tests_an_objection(
    as_, bruno, amina, nadia, leila
) -> None:
    circle = make_coordination(bruno, amina, by=leila, kind=Kind.GROUP)
    row = make_round(circle, by=bruno)
    nobody = "Personne dans ce cercle ne peut examiner cette objection"
    with once_listened():
        objection = make_stance(row, amina, Stand.OBJECTION, "Le local serait fermé.")
        for person in (bruno, amina, nadia):
            page = words_of(as_(person).get(row.get_absolute_url()))
            assert nobody in page
            for way in ("nouvelle version", "réunion", "Coordination", "article"):
                assert way in page
            refused = as_(person).get(to("test", objection.pk))
            assert refused.status_code == 403
            assert nobody in words_of(refused)
        make_version(row, by=bruno)
        assert nobody in words_of(as_(bruno).get(row.get_absolute_url()))
        make_stance(row, amina)
        assert nobody not in words_of(as_(bruno).get(row.get_absolute_url()))


def test_with_a_third_person_an_objection_is_tested(as_, circle, bruno, amina, nadia) -> None:
    row = make_round(circle, by=bruno)
    with once_listened():
        make_stance(row, amina, Stand.OBJECTION, "Le local serait fermé.")
        for person in (bruno, nadia):
            assert "Personne dans ce cercle" not in words_of(
                as_(person).get(row.get_absolute_url())
            )
