"""The pages of tensions, as Bruno, Amina and Leïla read them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from millepieds.circles.tests.makers import make_member
from millepieds.core import actors
from millepieds.core.clock import now, pretend
from millepieds.decisions.models import Decision
from millepieds.decisions.rules.terms import Openness
from millepieds.decisions.tests.makers import make_decision, make_places
from millepieds.tensions.actions.following import choose_showing
from millepieds.tensions.models import Tension, Trust
from millepieds.tensions.rules.terms import About
from millepieds.tensions.tests.makers import (
    make_closed,
    make_mediator,
    make_read,
    make_tension,
    make_trust,
)
from tests.counting import same_queries_for_one_or_many
from tests.pages import Page

pytestmark = pytest.mark.django_db
SAID = {
    "about": "person", "title": "Deux voix", "sees": "On me coupe la parole.",
    "does_to_me": "Je me tais.", "would_need": "Finir mes phrases.",
}  # fmt: skip


def words_of(answer) -> str:
    return " ".join(Page(answer.content.decode()).texts)


def test_from_a_tension_with_a_person_to_its_end_by_the_pages_alone(
    as_, bruno, amina, leila, odile
) -> None:
    make_mediator(leila, by=odile)
    page = as_(bruno).post(reverse("tensions:say"), SAID)["Location"]
    tension = Tension.objects.get()
    read = words_of(as_(bruno).get(page))
    for word in (
        "On me coupe la parole.",
        "Demande un moment à deux",
        "Toi, et personne d’autre",
        "Leïla",
    ):
        assert word in read
    entrust = reverse("tensions:entrust", args=[tension.pk])
    assert "en tête-à-tête" in words_of(as_(bruno).get(entrust))  # refused: alone first
    up = reverse("tensions:move_on", args=[tension.pk])
    as_(bruno).post(up)
    as_(bruno).post(entrust, {"people": "Amina"})
    before = as_(amina).get(page).content.decode()
    assert "On me coupe" not in before
    assert "Deux voix" not in before
    as_(amina).post(reverse("tensions:open", args=[Trust.objects.get().pk]))
    assert "On me coupe la parole." in words_of(as_(amina).get(page))
    assert "lue le" in words_of(as_(bruno).get(page))
    as_(bruno).post(up)
    assert "Ta référente" not in words_of(as_(bruno).get(entrust))
    as_(bruno).post(entrust, {"near": [leila.pk]})
    as_(bruno).post(reverse("tensions:close", args=[tension.pk]), {"changed": "On se parle."})
    assert "On se parle." in words_of(as_(amina).get(page))
    assert "close avant que tu l’ouvres" in words_of(as_(leila).get(page))


def test_opening_the_page_is_not_opening_the_tension(as_, bruno, amina) -> None:
    trust = make_trust(make_tension(bruno), amina)
    as_(amina).get(trust.tension.get_absolute_url())
    trust.refresh_from_db()
    assert trust.opened_at is None


def test_a_form_comes_back_filled_and_says_what_is_wrong(as_, bruno, amina) -> None:
    read = as_(bruno).post(reverse("tensions:say"), {**SAID, "sees": ""}).content.decode()
    assert "Finir mes phrases." in read
    tension = make_tension(bruno)
    door = reverse("tensions:entrust", args=[tension.pk])
    assert "Aucun membre ne s’appelle « Zénobie »" in words_of(
        as_(bruno).post(door, {"people": "Zénobie"})
    )
    assert "personne ne la lit" in words_of(as_(bruno).post(door, {"people": ""}))
    assert not Trust.objects.exists()


def test_what_waits_for_me_says_who_and_never_what(as_, bruno, amina) -> None:
    tension = make_tension(bruno)
    trust = make_trust(tension, amina)
    desk = reverse("home:mine")
    read = words_of(as_(amina).get(desk))
    assert "Bruno te confie une tension" in read
    assert tension.title not in read
    as_(amina).post(reverse("tensions:open", args=[trust.pk]))
    assert "te confie une tension" not in words_of(as_(amina).get(desk))
    assert "Ma tension" not in words_of(as_(bruno).get(desk))
    with pretend(now() + timedelta(days=7)):
        assert "Rien n’a bougé depuis" in words_of(as_(bruno).get(desk))


def test_a_question_shows_its_tension_only_if_its_author_allows_it_and_never_to_the_town(
    as_, bruno, amina, leila
) -> None:
    places, tension = make_places(amina, by=leila), make_tension(bruno)
    make_read(tension, amina)
    page = tension.get_absolute_url()
    assert "Ouvrir une question à partir d’elle" in words_of(as_(amina).get(page))
    said = {
        "role": places.pk, "title": "Le samedi", "question": "Ouvrir ?", "intention": "Ouvrir.",
        "openness": "town",
    }  # fmt: skip
    as_(amina).post(f"{reverse('decisions:open')}?tension={tension.pk}", said)
    question = Decision.objects.get()
    assert question.tension == tension
    taken = make_decision(places, leila, by=amina, openness=Openness.TOWN)
    Decision.objects.filter(pk=taken.pk).update(tension=tension)
    making = taken.get_absolute_url()
    assert tension.title not in as_(leila).get(making).content.decode()
    choose_showing(tension, shown=True, by=actors.person(bruno))
    assert tension.title in words_of(as_(leila).get(making))
    assert tension.title not in as_(None).get(making).content.decode()
    assert tension.does_to_me not in as_(leila).get(making).content.decode()


def test_a_tension_not_read_opens_no_question(as_, bruno, amina, leila) -> None:
    make_places(amina, by=leila)
    tension = make_tension(bruno)
    make_trust(tension, amina)
    for named in (tension.pk, 987654, "x", "٣"):
        assert as_(amina).get(reverse("decisions:open"), {"tension": named}).status_code == 404


def test_the_list_and_the_page_cost_the_same_for_one_or_many(
    as_, bruno, amina, leila, odile
) -> None:
    same_queries_for_one_or_many(
        make=lambda: make_read(make_tension(bruno), amina),
        call=lambda: as_(amina).get(reverse("tensions:tensions")),
    )
    tension = make_tension(bruno, about=About.WORK)
    names = iter(("Awa", "Bilal", "Chloé", "Driss"))
    same_queries_for_one_or_many(
        make=lambda: make_trust(tension, make_member(next(names), welcomed_by=odile)),
        call=lambda: as_(bruno).get(tension.get_absolute_url()),
    )
    hers = as_(amina)  # one visit: what is new since the last one is another list
    same_queries_for_one_or_many(
        make=lambda: make_trust(make_tension(bruno), amina),
        call=lambda: hers.get(reverse("home:mine")),
    )


def test_the_sealed_channel_is_one_tap_from_the_form(as_, bruno) -> None:
    read = as_(bruno).get(reverse("tensions:say")).content.decode()
    assert f'href="{reverse("care:care")}"' in read.partition("<main")[2].partition("</main>")[0]


@pytest.mark.parametrize("typed", ["Elif", "elif yildirim", "Yıldırım"])
def test_a_name_half_known_or_without_its_accents_is_proposed_whole(
    as_, bruno, odile, typed
) -> None:
    make_member("Elif Yıldırım", welcomed_by=odile)
    entrust = reverse("tensions:entrust", args=[make_tension(bruno).pk])
    read = words_of(as_(bruno).post(entrust, {"people": typed}))
    assert f"Aucun membre ne s’appelle « {typed} »" in read
    assert "Écris le nom entier, par exemple : « Elif Yıldırım »." in read.replace("\xa0", " ")
    assert not Trust.objects.exists()


@pytest.mark.parametrize("typed", ["Zoé Élan", "zoé élan", "ZOÉ ÉLAN", " Zoé élan "])
def test_a_whole_name_is_found_in_capitals_or_not_on_both_databases(
    as_, bruno, odile, typed
) -> None:
    zoe = make_member("Zoé Élan", welcomed_by=odile)
    entrust = reverse("tensions:entrust", args=[make_tension(bruno).pk])
    as_(bruno).post(entrust, {"people": typed})
    assert Trust.objects.get().person == zoe


def test_whoever_knows_nobody_is_shown_who_does_what(as_, bruno) -> None:
    tension = make_tension(bruno)
    read = as_(bruno).get(reverse("tensions:entrust", args=[tension.pk])).content.decode()
    inside = read.partition("<main")[2].partition("</main>")[0]
    assert f'href="{reverse("circles:who_decides")}"' in inside


def test_a_tension_of_the_day_is_not_said_to_be_of_nought_days(as_, bruno) -> None:
    pages = reverse("tensions:tensions"), reverse("tensions:tension", args=[make_tension(bruno).pk])
    for page, said in zip(pages, ("depuis aujourd’hui", "dite aujourd’hui"), strict=True):
        assert said in words_of(as_(bruno).get(page))
    make_closed(make_tension(bruno))
    listed = as_(bruno).get(pages[0])
    assert "close le jour même" in words_of(listed)
    assert "0 jour" not in words_of(listed)
    with pretend(now() + timedelta(days=3)):
        assert "3 jours" in words_of(as_(bruno).get(pages[1]))


def test_a_tension_is_closed_with_one_word_everywhere(as_, bruno) -> None:
    """« Clore », as its state says « Close »: a door or a room is what « Fermer » is for."""
    row = make_tension(bruno)
    doors = reverse("tensions:tension", args=[row.pk]), reverse("tensions:close", args=[row.pk])
    for door in doors:
        html = as_(bruno).get(door).content.decode()
        main = html.partition("<main")[2].partition("</main>")[0].lower()
        assert "clore" in main
        assert "fermer" not in main
