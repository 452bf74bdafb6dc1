from datetime import timedelta

import pytest

from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.journal.models import Entry
from millepieds.people.actions import withdraw_consent
from millepieds.people.models import Person
from millepieds.people.rules import NAME_IN_TOWN, Channel
from millepieds.website.actions import (
    choose_links,
    publish_post,
    show_voice,
    take_voice_back,
    tell_milestone,
    withdraw_post,
    write_post,
)
from millepieds.website.models import Voice
from millepieds.website.queries import drafts, news, speakers
from millepieds.website.rules import Kind, Precision
from millepieds.website.tests.makers import make_draft, make_news, make_publisher, make_speaker
from millepieds.website.views.public import _town

DAY = timedelta(days=1)


@pytest.fixture
def publisher(odile: Person, bruno: Person) -> Person:
    make_publisher(bruno, by=odile)
    return bruno


def test_only_whoever_publishes_writes(amina: Person) -> None:
    with pytest.raises(Refused) as no:
        write_post(Kind.NEWS, "Moi", "Je", by=actors.person(amina))
    assert no.value.refusal.power == "website.publish"


def test_a_draft_is_not_news_until_it_is_published(publisher: Person) -> None:
    post = make_draft(by=publisher)
    assert list(news(now=now())) == []
    assert list(drafts(now=now())) == [post]
    publish_post(post, by=actors.person(publisher))
    assert list(news(now=now())) == [post]
    assert Entry.objects.filter(deed="website.post_published").count() == 1


def test_what_is_planned_waits_for_its_day(publisher: Person) -> None:
    post = make_news(by=publisher, when=now() + DAY)
    assert list(news(now=now())) == []
    with pretend(now() + 2 * DAY):
        assert list(news(now=now())) == [post]


def test_publishing_twice_is_refused_and_withdrawing_hides(publisher: Person) -> None:
    post = make_news(by=publisher)
    with pytest.raises(Refused):
        publish_post(post, by=actors.person(publisher))
    withdraw_post(post, by=actors.person(publisher))
    assert list(news(now=now())) == []


def test_two_texts_of_one_title_have_two_addresses(publisher: Person) -> None:
    assert make_draft(by=publisher).slug != make_draft(by=publisher).slug


def test_history_is_told_by_whoever_publishes(publisher: Person, amina: Person) -> None:
    tell_milestone(today(), "Naissance", precision=Precision.DAY, by=actors.person(publisher))
    with pytest.raises(Refused):
        tell_milestone(today(), "Autre", precision=Precision.DAY, by=actors.person(amina))


def test_links_are_all_chosen_at_once(publisher: Person) -> None:
    choose_links([("Un", "https://un.test")], by=actors.person(publisher))
    choose_links([("Deux", "https://deux.test")], by=actors.person(publisher))
    assert Entry.objects.filter(deed="website.links_chosen").count() == 2


def test_who_speaks_is_a_projection_of_mandates(odile: Person, bruno: Person) -> None:
    mandate = make_speaker(bruno, by=odile)
    show_voice(bruno, "La ville est à nous.", None, by=actors.person(bruno))
    [one] = speakers(on=today(), names=_town())
    assert (one.name, one.words) == ("Bruno", "La ville est à nous.")
    assert speakers(on=mandate.ends_on, names=_town()) == []


def test_without_agreement_the_name_is_not_on_the_page(odile: Person, bruno: Person) -> None:
    make_speaker(bruno, by=odile)
    withdraw_consent(bruno, NAME_IN_TOWN, channel=Channel.WEB, by=actors.person(bruno))
    assert speakers(on=today(), names=_town()) == []


def test_words_are_shown_by_oneself_and_taken_back_at_once(odile: Person, bruno: Person) -> None:
    make_speaker(bruno, by=odile)
    with pytest.raises(Refused):
        show_voice(bruno, "Pour lui", None, by=actors.person(odile))
    show_voice(bruno, "Moi", b"portrait", by=actors.person(bruno))
    show_voice(bruno, "Encore moi", None, by=actors.person(bruno))
    assert bytes(Voice.objects.get().picture or b"") == b"portrait"
    take_voice_back(bruno, by=actors.person(bruno))
    assert not Voice.objects.exists()
