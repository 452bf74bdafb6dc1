import pytest
from django.utils.translation import gettext, override

from millepieds.circles.actions.structure import CircleWords, open_circle
from millepieds.circles.queries.organigram import Names, ask, organigram, power_answer
from millepieds.circles.rules.asking import best, fold, score, stems
from millepieds.circles.rules.structure import Kind
from millepieds.circles.tests.makers import agora, make_circle, make_mandate, make_role
from millepieds.core import actors
from millepieds.core.clock import today
from millepieds.people.models import Person


@pytest.mark.parametrize(
    ("said", "folded"),
    [("Référent·e", "referent·e"), ("CŒUR", "coeur"), ("l’Agora", "l'agora"), ("ÆON", "aeon")],
)
def test_accents_and_capitals_do_not_count(said: str, folded: str) -> None:
    assert fold(said) == folded


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Qui peut accueillir ?", {"accue"}),
        ("qui publie sur le site", {"publi", "site"}),
        ("Qui ?", set()),
        ("", set()),
        ("a b c 1", set()),
        ("l’élection 2020", {"elect", "2020"}),
    ],
)
def test_the_words_that_count(question: str, words: set[str]) -> None:
    assert stems(question) == words


def test_the_best_answers_and_no_other() -> None:
    asked = stems("Qui peut accueillir les nouveaux ?")
    assert score(asked, "accueil des nouvelles personnes") == 2
    assert score(asked, "tenir les comptes") == 0
    assert best([(1, "a"), (2, "b"), (0, "c"), (2, "d")]) == ["b", "d"]
    assert best([(0, "a")]) == []
    assert best([]) == []


@pytest.mark.parametrize(
    ("question", "power"),
    [
        ("Who may publish on the site?", "website.publish"),
        ("who can welcome newcomers", "members.welcome"),
        ("who answers appeals", "members.answer_appeals"),
        ("appoint someone", "circles.assign"),
        ("publish a new version of the charter", "charter.adopt"),
    ],
)
def test_a_question_in_plain_words_finds_its_power(odile: Person, question, power: str) -> None:
    with override("en"):
        answers = ask(question, organigram(today(), Names(True, ())))
    assert [answer.power.key for answer in answers.powers] == [power]


@pytest.mark.parametrize(
    ("question", "power"),
    [
        ("Qui peut publier sur le site ?", "website.publish"),
        ("qui peut accueillir ?", "members.welcome"),
        ("Qui accueille les nouveaux", "members.welcome"),
        ("qui peut retirer un mandat", "circles.withdraw"),
        ("ouvrir un cercle", "circles.open"),
    ],
)
def test_a_question_in_french_finds_its_power(odile: Person, question, power: str) -> None:
    with override("fr"):
        answers = ask(question, organigram(today(), Names(True, ())))
    assert power in [answer.power.key for answer in answers.powers]


def test_an_answer_says_the_role_the_person_the_end_and_where_it_escalates(
    odile: Person, bruno: Person
) -> None:
    pole = make_circle("Communication", by=odile)
    role = make_role("Site", by=odile, circle=pole, powers=("website.publish",))
    mandate = make_mandate(role, bruno, by=odile)
    with override("en"):
        [answer] = ask("publish on the site", organigram(today(), Names(True, ()))).powers
    [card] = answer.cards
    [holder] = card.holders
    assert (card.role.name, holder.name, holder.mandate.ends_on) == (
        "Site",
        "Bruno",
        mandate.ends_on,
    )
    assert [circle.name for circle in card.above] == ["Agora"]


def test_each_role_says_whom_it_consults_and_where_its_own_disagreements_go(
    as_, odile: Person
) -> None:
    pole = make_circle("Communication", by=odile)
    inner = make_circle("Réseaux", by=odile, parent=pole)
    make_role("Site", by=odile, circle=inner, powers=("website.publish",), consults="Le pôle soin")
    make_role("Une", by=odile, powers=("website.publish",), domain="La page d’accueil")
    answer = power_answer("website.publish", organigram(today(), Names(True, ())))
    steps = {card.role.name: [circle.name for circle in card.above] for card in answer.cards}
    assert steps == {"Site": ["Communication", "Agora"], "Une": []}
    with override("fr"):
        top = gettext("“%(name)s” itself, everyone together: nothing is above it")
    for path in ("/pouvoirs/website.publish/", "/qui-decide/?q=publier+sur+le+site"):
        page = as_(None).get(path, headers={"accept-language": "fr"}).content.decode()
        for words in ("Le pôle soin", "La page d’accueil", top % {"name": "Agora"}):
            assert words in page, path


def test_the_outer_circle_says_what_the_inner_one_decides_alone(as_, odile: Person) -> None:
    pole = CircleWords(Kind.POLE, "Soin", "Prendre soin.", "Le planning des clés")
    open_circle(agora(), pole, by=actors.person(odile))
    page = as_(None).get(agora().get_absolute_url()).content.decode()
    assert "Le planning des clés" in page


def test_a_question_about_a_role_finds_the_role(odile: Person) -> None:
    make_role("Trésorerie", by=odile, accountabilities=("Tenir les comptes",))
    answers = ask("Qui tient les comptes ?", organigram(today(), Names(True, ())))
    assert "Trésorerie" in [card.role.name for card in answers.roles]


def test_a_question_that_means_nothing_has_no_answer(odile: Person) -> None:
    answers = ask("xyzzy ?", organigram(today(), Names(True, ())))
    assert (answers.powers, answers.roles) == ([], [])
