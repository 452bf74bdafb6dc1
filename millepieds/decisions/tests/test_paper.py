"""A round answered with a pen: typed in under two names, never over someone's own voice."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from millepieds.circles.tests.makers import make_member
from millepieds.core import actors
from millepieds.core.clock import pretend
from millepieds.core.refusals import Refused
from millepieds.decisions.actions.paper import take_back_voice, type_in_voice
from millepieds.decisions.models import Proposal, Stance
from millepieds.decisions.rules.rounds import Stand
from millepieds.decisions.tests.rounds import (
    CLOSED,
    DAY,
    LISTENED,
    make_adopted,
    make_round,
    make_stance,
    make_version,
)
from millepieds.journal.models import Particulars
from millepieds.letters.models import Letter
from millepieds.people.models import Person
from tests.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def nadia(odile: Person) -> Person:
    return make_member("Nadia", welcomed_by=odile)


@pytest.fixture
def proposal(circle, bruno):
    """Bruno's, once everyone was heard."""
    row = make_round(circle, by=bruno)
    with pretend(row.opened_at + LISTENED + DAY / 24):
        yield row


def typed(row: Proposal, of: Person, *, by: Person, sheet: int = 1) -> Stance:
    why = "Et la fête ?"
    return type_in_voice(row, of, Stand.CONCERN, why, sheet=sheet, by=actors.person(by))


def refused(deed) -> str:
    with pytest.raises(Refused) as no, transaction.atomic():
        deed()
    return no.value.refusal.because


def test_a_voice_on_paper_counts_under_two_names_and_its_author_is_told(
    proposal, amina, nadia
) -> None:
    row = typed(proposal, nadia, by=amina)
    assert (row.person, row.typed_by, row.stance) == (nadia, amina, "concern")
    done, said = Particulars.objects.order_by("-entry__number")[:2]
    assert (said.actor, said.typed_by) == (nadia, amina)
    assert (done.actor, done.about) == (amina, nadia)
    assert Letter.objects.get(key__startswith="decisions.typed").person == nadia
    make_stance(proposal, amina)
    with pretend(proposal.opened_at + CLOSED + DAY / 24):
        assert make_adopted(proposal, by=amina).number


def test_ones_own_voice_is_never_written_over_and_replaces_what_was_typed_in(
    proposal, amina, nadia
) -> None:
    typed(proposal, nadia, by=amina)
    assert typed(proposal, nadia, by=amina).typed_by == amina  # a slip of the pen is typed again
    own = make_stance(proposal, nadia)
    assert (own.typed_by, own.stance) == (None, "consent")
    assert "never written over" in refused(lambda: typed(proposal, nadia, by=amina))
    assert Stance.objects.get().stance == "consent"


def test_neither_oneself_nor_whoever_proposes_nor_someone_outside_types_in(
    proposal, bruno, amina, nadia, leila
) -> None:
    assert "never written over" in refused(lambda: typed(proposal, amina, by=amina))
    assert "Whoever proposes" in refused(lambda: typed(proposal, nadia, by=bruno))
    assert "no mandate in this circle" in refused(lambda: typed(proposal, nadia, by=leila))
    assert "no voice" in refused(lambda: typed(proposal, leila, by=amina))
    assert "It is your proposal" in refused(lambda: typed(proposal, bruno, by=amina))
    make_stance(proposal, nadia)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stance.objects.update(typed_by=nadia)


def test_a_sheet_answers_the_words_it_prints(proposal, bruno, amina, nadia) -> None:
    make_version(proposal, by=bruno)
    assert "answers version" in refused(lambda: typed(proposal, nadia, by=amina, sheet=1))
    assert typed(proposal, nadia, by=amina, sheet=2).version.number == 2
    with pretend(proposal.opened_at + CLOSED + 5 * DAY):
        assert "closed" in refused(lambda: typed(proposal, nadia, by=amina, sheet=2))


def test_it_is_taken_back_until_adopted_and_not_typed_in_again(proposal, amina, nadia) -> None:
    row = typed(proposal, nadia, by=amina)
    assert "not typed in for you" in refused(lambda: take_back_voice(row, by=actors.person(amina)))
    own = make_stance(proposal, amina)
    assert "not typed in for you" in refused(lambda: take_back_voice(own, by=actors.person(amina)))
    with pretend(proposal.opened_at + CLOSED + DAY / 24):
        take_back_voice(row, by=actors.person(nadia))
        assert "have not answered yet" in refused(lambda: make_adopted(proposal, by=amina))
    assert Letter.objects.get(key__startswith="decisions.taken-back").person == amina
    assert "took back a voice" in refused(lambda: typed(proposal, nadia, by=amina))
    assert make_stance(proposal, nadia).typed_by is None


def test_by_the_pages_alone_from_the_sheet_to_the_voice_taken_back(
    as_, proposal, amina, nadia
) -> None:
    page = proposal.get_absolute_url()
    pdf = as_(amina).get(reverse("decisions:round_sheet", args=[proposal.pk]))
    assert pdf.content.startswith(b"%PDF")
    path = reverse("decisions:type_in_voice", args=[proposal.pk])
    assert path in as_(amina).get(page).content.decode()
    sent = {"person": nadia.pk, "sheet": 2, "stance": "concern", "why": "Et la fête ?"}
    said = " ".join(Page(as_(amina).post(path, sent).content.decode()).texts)
    assert "Cette feuille répond à la version 2" in said
    assert "Et la fête ?" in said
    as_(amina).post(path, sent | {"sheet": 1})
    row = Stance.objects.get()
    back = reverse("decisions:take_back_voice", args=[row.pk])
    assert back not in as_(amina).get(page).content.decode()
    assert back in as_(nadia).get(page).content.decode()
    as_(nadia).post(back)
    assert not Stance.objects.exists()
    people = as_(amina).get(path).context["form"].fields["person"].queryset
    assert nadia not in people


def test_nobody_is_led_to_type_in_when_no_voice_is_left_to(as_, proposal, amina, nadia) -> None:
    door = reverse("decisions:type_in_voice", args=[proposal.pk])
    reader = as_(amina)
    assert door in reader.get(proposal.get_absolute_url()).content.decode()
    make_stance(proposal, nadia)
    assert door not in reader.get(proposal.get_absolute_url()).content.decode()
