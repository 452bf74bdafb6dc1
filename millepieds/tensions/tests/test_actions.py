"""Bruno says something; who reads it, what is remembered of it, and what is never written anywhere else."""

from datetime import timedelta

import pytest
from django.urls import reverse

from millepieds.charter.queries import touched_by
from millepieds.charter.rules import RULES
from millepieds.circles.rules.structure import Kind
from millepieds.circles.tests.makers import make_circle, make_mandate, make_person, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.decisions.models import Decision
from millepieds.decisions.tests.makers import make_places, make_question
from millepieds.home.actions import apply_retention, erase
from millepieds.home.queries.data import data_about
from millepieds.journal.models import Entry, Particulars
from millepieds.journal.queries import Reader, register
from millepieds.letters.models import Letter
from millepieds.members.actions import leave
from millepieds.people.models import Person
from millepieds.tensions.actions.following import (
    choose_showing,
    open_tension,
    remind_entrusted,
)
from millepieds.tensions.actions.saying import Words, entrust, raise_tension, say_otherwise
from millepieds.tensions.models import Tension, Trust
from millepieds.tensions.queries.reading import suggested, tensions_for
from millepieds.tensions.rules.terms import REMINDER, About
from millepieds.tensions.tests.makers import (
    WORDS,
    make_closed,
    make_mediator,
    make_read,
    make_tension,
    make_trust,
    take_up,
)

pytestmark = pytest.mark.django_db
CANARY = Words("canari-titre", "canari-vu", "canari-fait", "canari-besoin")
DAY = timedelta(days=1)


def last_deed() -> str:
    return Entry.objects.order_by("-number")[0].deed


def test_nobody_reads_it_before_its_author_chooses_who(bruno, amina, leila) -> None:
    tension, on = make_tension(bruno), today()
    assert last_deed() == "tensions.raised"
    assert not Letter.objects.filter(key__startswith="tensions").exists()
    make_trust(tension, amina)
    assert [tensions_for(who.pk, on=on).count() for who in (bruno, amina, leila)] == [1, 1, 0]


def test_a_passer_by_and_someone_at_the_door_say_none(bruno) -> None:
    for by in (actors.OUTSIDER, actors.person(make_person("Nour"))):
        with pytest.raises(Refused, match="between members"):
            raise_tension(About.RULE, WORDS, by=by)


def test_only_its_author_widens_it(bruno, amina, leila) -> None:
    tension = make_tension(bruno)
    make_read(tension, amina)
    with pytest.raises(Refused, match="belongs to the person"):
        entrust(tension, [leila], by=actors.person(amina))
    make_trust(tension, leila)
    with pytest.raises(Refused, match="Nobody new"):
        make_trust(tension, leila)


def test_it_is_entrusted_to_members_only(bruno) -> None:
    with pytest.raises(Refused, match="Nobody new"):
        make_trust(make_tension(bruno), make_person("Nour"))


def test_nobody_opens_what_was_entrusted_to_someone_else(bruno, amina, leila) -> None:
    trust = make_trust(make_tension(bruno), amina)
    with pytest.raises(Refused):
        open_tension(trust, by=actors.person(leila))
    opened = open_tension(trust, by=actors.person(amina))
    assert opened.opened_at
    assert last_deed() == "tensions.opened"


def test_whoever_leaves_no_longer_reads_what_was_entrusted_to_them(bruno, amina) -> None:
    trust = make_trust(make_tension(bruno), amina)
    leave(amina, by=actors.person(amina))
    assert not tensions_for(amina.pk, on=today()).exists()
    with pytest.raises(Refused):
        open_tension(trust, by=actors.person(amina))


def test_mediation_is_asked_of_whoever_holds_the_mandate_and_opened_under_it(
    bruno, amina, leila
) -> None:
    make_mediator(amina, by=leila)
    tension = take_up(take_up(make_tension(bruno, about=About.PERSON)))
    assert suggested(tension, on=today()) == [amina]
    with pytest.raises(Refused, match="mandate to mediate"):
        make_trust(tension, leila)
    trust = make_trust(tension, amina)
    with pretend(now() + 200 * DAY), pytest.raises(Refused, match="gives you this power"):
        open_tension(trust, by=actors.person(amina))
    open_tension(trust, by=actors.person(amina))
    told = Particulars.objects.get(entry__deed="tensions.opened")
    assert told.mandate_id
    assert told.about == bruno


def test_its_words_are_in_no_letter_no_line_of_the_register_no_export_but_its_authors(
    bruno, amina, leila
) -> None:
    tension = make_tension(bruno, words=CANARY)
    make_read(tension, amina)
    make_trust(tension, leila)
    take_up(tension)
    with pretend(now() + 8 * DAY):
        remind_entrusted(by=actors.JOB)
    make_closed(tension, "canari-change")
    letters = str(list(Letter.objects.values_list("subject", "text", "html")))
    remembered = [*Entry.objects.values(), *Particulars.objects.values()]
    assert "canari" not in letters + str(remembered)
    assert "tension" not in letters
    assert "canari" in str([holding.rows for holding in data_about(bruno)])
    for who in (amina, leila):
        assert "canari" not in str([holding.rows for holding in data_about(who)])
    assert "canari" not in f"{tension} {tension!r}"


def test_only_those_concerned_read_in_the_register_that_it_happened(bruno, amina, leila) -> None:
    make_read(make_tension(bruno), amina)
    seen = [
        register(Reader(who.pk, True)).filter(deed__startswith="tensions.").count()
        for who in (bruno, amina, leila)
    ]
    assert seen == [3, 2, 0]


def test_erasing_its_author_deletes_the_words_and_leaves_the_decision(bruno, amina, leila) -> None:
    tension = make_tension(bruno, words=CANARY)
    make_read(tension, amina)
    question = make_question(make_places(amina, by=leila), by=amina, tension=tension)
    erase(bruno, by=actors.person(bruno))
    assert not Tension.objects.exists()
    assert not Trust.objects.exists()
    question.refresh_from_db()
    assert question.tension is None


def test_a_year_after_its_end_its_words_go_and_no_sooner(bruno, amina) -> None:
    make_read(tension := make_tension(bruno), amina)
    make_tension(bruno)  # still open: kept
    make_closed(tension)
    for days, left in [(364, 2), (366, 1)]:
        with pretend(now() + days * DAY):
            apply_retention(by=actors.JOB)
        assert Tension.objects.count() == left


def test_the_reminder_leaves_once_to_whoever_has_not_opened_it(bruno, amina, leila) -> None:
    tension = make_tension(bruno)
    make_read(tension, amina)
    make_trust(tension, leila)
    assert [touched_by(RULES[REMINDER], 1, on=today() + n * DAY) != () for n in (0, 1)] == [
        False,
        True,
    ]
    for days, told in [(6, 0), (7, 1), (8, 0)]:
        with pretend(now() + days * DAY):
            assert remind_entrusted(by=actors.JOB) == told
    assert Letter.objects.filter(key__startswith="tensions.reminded").get().person == leila


def test_a_question_comes_only_from_a_tension_one_has_read(bruno, amina, leila) -> None:
    places, tension = make_places(amina, by=leila), make_tension(bruno)
    make_trust(tension, amina)
    with pytest.raises(Refused, match="not entrusted to you"):
        make_question(places, by=amina, tension=tension)
    open_tension(tension.trusts.get(), by=actors.person(amina))
    assert make_question(places, by=amina, tension=tension).tension == tension
    make_closed(tension)
    with pytest.raises(Refused, match="is closed"):
        make_question(places, by=amina, tension=tension)
    assert Decision.objects.count() == 1


def test_its_author_alone_lets_a_question_show_it_and_may_change_their_mind(bruno, amina) -> None:
    tension = make_tension(bruno)
    make_read(tension, amina)
    with pytest.raises(Refused, match="belongs"):
        choose_showing(tension, shown=True, by=actors.person(amina))
    for shown in (True, False):
        choose_showing(tension, shown=shown, by=actors.person(bruno))
        tension.refresh_from_db()
        assert bool(tension.shown_since) is shown


def test_words_change_until_someone_reads_them(bruno, amina) -> None:
    tension = make_tension(bruno)
    say_otherwise(tension, CANARY, by=actors.person(bruno))
    make_read(tension, amina)
    with pytest.raises(Refused, match="has read these words"):
        say_otherwise(tension, WORDS, by=actors.person(bruno))


def test_an_error_shows_none_of_its_words(bruno, client, settings) -> None:
    tension = make_tension(bruno, words=CANARY)
    client.force_login(bruno)
    client.raise_request_exception = False
    settings.AUTHORITY = "nowhere"  # the page breaks in its middle
    answer = client.get(reverse("tensions:tension", args=[tension.pk]))
    assert answer.status_code in (200, 500)
    if answer.status_code == 500:
        assert "canari" not in answer.content.decode()


def test_the_people_a_ladder_leads_to_never_include_its_author(
    bruno: Person, leila: Person
) -> None:
    make_places(bruno, by=leila)
    tension = make_tension(bruno)
    assert leila in suggested(tension, on=today())
    assert bruno not in suggested(tension, on=today())


def test_whoever_is_in_no_circle_yet_is_led_to_the_coordination(
    bruno: Person, leila: Person, amina: Person
) -> None:
    circle = make_circle("Coordination", by=leila, kind=Kind.COORDINATION)
    make_mandate(make_role("Animation", circle=circle, by=leila), amina, by=leila, days=90)
    assert suggested(make_tension(bruno), on=today()) == [amina]
