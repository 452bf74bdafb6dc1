"""Both are heard, others answer the appeal, everything has an end; members learn that, never about whom."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from millepieds.care.actions.deciding import agree, disagree
from millepieds.care.actions.keys import wrap_keys_again
from millepieds.care.actions.procedure import answer_appeal, appeal, note
from millepieds.care.models import Report, Sanction, Stage
from millepieds.care.queries.procedure import answerers, pronounced
from millepieds.care.queries.sealed import motive, words_of
from millepieds.care.rules.terms import LONGEST_EXCLUSION, READING_TIME, Outcome, Taken
from millepieds.care.tests.makers import (
    WORDS,
    make_decided,
    make_entrusted,
    make_heard,
    make_opened,
    make_opened_sanction,
    make_proposed,
)
from millepieds.charter.queries import rule
from millepieds.circles.actions.mandates import withdraw_mandate
from millepieds.circles.models import Mandate
from millepieds.circles.queries.mandates import in_force
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.core.sealing import NotSealing, new_master_key
from millepieds.journal.models import Entry, Particulars
from millepieds.letters.models import Letter
from millepieds.members.queries import is_member

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def test_nothing_is_decided_before_both_were_heard(matter, amina, keepers) -> None:
    chloe = keepers[0]
    with pytest.raises(Refused):
        make_decided(matter, amina, by=chloe)
    note(matter, Taken.HEARD_AUTHOR, "Entendu.", day=today(), by=actors.person(chloe))
    with pytest.raises(Refused):
        make_decided(matter, amina, by=chloe)
    assert not Sanction.objects.exists()
    note(matter, Taken.HEARD_NAMED, "Entendue.", day=today(), about=amina, by=actors.person(chloe))
    make_decided(matter, amina, by=chloe)
    assert Sanction.objects.count() == 1


def test_only_whoever_has_read_it_takes_a_step(matter, amina, odile, bruno, keepers) -> None:
    for person in (odile, bruno, amina, keepers[1], keepers[2]):
        with pytest.raises(Refused):
            note(matter, Taken.HEARD_AUTHOR, "…", day=today(), by=actors.person(person))
        with pytest.raises(Refused):
            make_decided(matter, amina, by=person)
    assert not matter.stages.exists()


def test_whoever_stood_beside_someone_does_not_decide(matter, amina, keepers) -> None:
    chloe, driss, esther = keepers
    make_opened(matter, driss)
    by = actors.person(chloe)
    note(matter, Taken.HEARD_AUTHOR, "…", day=today(), by=by)
    note(matter, Taken.HEARD_NAMED, "…", day=today(), about=amina, support=[driss], by=by)
    with pytest.raises(Refused):
        make_proposed(matter, amina, by=driss)
    proposed = make_proposed(matter, amina, by=chloe)
    for deed in (agree, disagree):
        with pytest.raises(Refused):
            deed(proposed, "…", by=actors.person(driss))
    make_entrusted(matter, esther)
    make_opened(matter, esther)
    sanction = agree(proposed, "…", by=actors.person(esther))
    assert driss.pk not in answerers(sanction, on=today())


def test_nothing_is_decided_about_someone_whom_it_does_not_name(matter, odile, keepers) -> None:
    by = actors.person(keepers[0])
    with pytest.raises(Refused):
        note(matter, Taken.HEARD_NAMED, "…", day=today(), about=odile, by=by)
    with pytest.raises(Refused):
        make_decided(matter, odile, by=keepers[0])


def test_it_lasts_at_most_the_time_of_the_rule(matter, amina, keepers) -> None:
    make_heard(matter, amina, by=keepers[0])
    longest = rule(LONGEST_EXCLUSION, on=today())
    for days in (0, longest + 1):
        with pytest.raises(Refused):
            make_decided(matter, amina, by=keepers[0], days=days)
    make_decided(matter, amina, by=keepers[0], days=longest)


def test_a_measure_has_an_end_and_a_hearing_has_happened(matter, keepers) -> None:
    by = actors.person(keepers[0])
    for kind, day in [
        (Taken.MEASURE, None), (Taken.MEASURE, today() - WEEK), (Taken.HEARD_AUTHOR, None),
        (Taken.HEARD_AUTHOR, today() + WEEK),
    ]:  # fmt: skip
        with pytest.raises(Refused):
            note(matter, kind, "…", day=day, by=by)
    note(matter, Taken.MEASURE, "Pas aux mêmes réunions.", day=today() + WEEK, by=by)


def test_a_suspended_member_is_none_and_their_mandates_sleep_until_that_day(
    matter, amina, keepers
) -> None:
    make_heard(matter, amina, by=keepers[0])
    make_decided(matter, amina, by=keepers[0], days=30)
    assert not is_member(amina.pk, on=today())
    assert not in_force(today()).filter(person=amina).exists()
    assert is_member(amina.pk, on=today() + timedelta(days=30))
    last = today() + timedelta(days=29)
    assert not is_member(amina.pk, on=last)
    assert in_force(last + timedelta(days=1)).filter(person=amina).exists()
    mandate = Mandate.objects.get(person=amina)
    assert mandate.ended_on is None, "derived, never written"


def test_the_appeal_goes_to_others_and_lifts_it_the_same_day(matter, amina, keepers) -> None:
    chloe, driss, esther = keepers
    make_heard(matter, amina, by=chloe)
    sanction = make_decided(matter, amina, by=chloe)
    with pytest.raises(Refused):
        appeal(sanction, "…", by=actors.person(driss))
    appeal(sanction, "Je n’étais pas là.", by=actors.person(amina))
    with pytest.raises(Refused):
        appeal(sanction, "Encore.", by=actors.person(amina))
    assert answerers(sanction, on=today()) == {esther.pk}
    for person in (chloe, driss, amina):
        with pytest.raises(Refused):
            answer_appeal(sanction, Outcome.LIFTED, "…", by=actors.person(person))
    with pytest.raises(Refused):
        answer_appeal(sanction, Outcome.LIFTED, "Sans lire.", by=actors.person(esther))
    make_opened_sanction(sanction, esther)
    answer_appeal(sanction, Outcome.LIFTED, "Elle était ailleurs.", by=actors.person(esther))
    assert is_member(amina.pk, on=today())
    with pytest.raises(Refused):
        answer_appeal(sanction, Outcome.UPHELD, "…", by=actors.person(esther))


def test_a_second_person_does_not_agree_and_nothing_takes_effect(
    matter, amina, bruno, keepers, as_
) -> None:
    chloe, driss, _ = keepers
    make_heard(matter, amina, by=chloe)
    proposed = make_proposed(matter, amina, by=chloe)
    assert is_member(amina.pk, on=today())
    assert Letter.objects.filter(key__startswith="care.proposed").get().person == driss
    make_opened(matter, driss)
    disagree(proposed, "Une mesure suffit.", by=actors.person(driss))
    for deed in (agree, disagree):
        with pytest.raises(Refused):
            deed(proposed, "…", by=actors.person(driss))
    assert is_member(amina.pk, on=today())
    assert not Sanction.objects.exists()
    assert Letter.objects.filter(key__startswith="care.disagreed").get().person == chloe
    make_opened(matter, chloe)
    assert "Une mesure suffit." in as_(chloe).get(matter.get_absolute_url()).content.decode()
    page = as_(bruno).get(matter.get_absolute_url()).content.decode()
    assert "Une mesure suffit." not in page
    assert not Entry.objects.filter(deed="care.decided").exists()


def test_of_two_proposals_that_wait_one_is_agreed_to(matter, amina, keepers) -> None:
    chloe, driss = keepers[:2]
    make_heard(matter, amina, by=chloe)
    make_opened(matter, driss)
    short, long = (make_proposed(matter, amina, by=chloe, days=days) for days in (7, 30))
    with pretend(now() + timedelta(hours=1)):
        agree(short, "D’accord.", by=actors.person(driss))
        with pytest.raises(Refused) as no:
            agree(long, "Aussi.", by=actors.person(driss))
    assert "was agreed to since" in no.value.refusal.because
    assert Sanction.objects.count() == 1
    disagree(long, "C’est déjà dit.", by=actors.person(driss))


def test_the_table_itself_wants_two_people(matter, amina, keepers) -> None:
    make_heard(matter, amina, by=keepers[0])
    sanction = make_decided(matter, amina, by=keepers[0])
    assert (sanction.decided_by, sanction.agreed_by) == (keepers[0], keepers[1])
    with pytest.raises(IntegrityError), transaction.atomic():
        Sanction.objects.update(agreed_by=keepers[0])


def test_an_appeal_that_is_refused_changes_nothing(matter, amina, keepers) -> None:
    make_heard(matter, amina, by=keepers[0])
    sanction = make_decided(matter, amina, by=keepers[0])
    appeal(sanction, "Je conteste.", by=actors.person(amina))
    make_opened_sanction(sanction, keepers[2])
    answer_appeal(sanction, Outcome.UPHELD, "Les faits sont là.", by=actors.person(keepers[2]))
    assert not is_member(amina.pk, on=today())


def test_it_is_not_appealed_once_it_is_over(matter, amina, keepers) -> None:
    make_heard(matter, amina, by=keepers[0])
    sanction = make_decided(matter, amina, by=keepers[0], days=10)
    with pretend(now() + timedelta(days=10)), pytest.raises(Refused):
        appeal(sanction, "…", by=actors.person(amina))


def test_whoever_decides_must_still_hold_their_mandate(matter, amina, leila, keepers) -> None:
    make_heard(matter, amina, by=keepers[0])
    mandate = Mandate.objects.get(person=keepers[0])
    withdraw_mandate(mandate, "Assez.", by=actors.person(leila))
    with pytest.raises(Refused):
        make_decided(matter, amina, by=keepers[0])


def test_members_read_that_it_happened_and_never_about_whom(
    matter, amina, odile, keepers, as_
) -> None:
    make_heard(matter, amina, by=keepers[0])
    make_decided(matter, amina, by=keepers[0])
    told = Particulars.objects.get(entry__deed="care.decided")
    assert (told.about_id, told.subject_id, told.facts) == (None, None, {})
    page = as_(odile).get("/registre/?deed=care.decided")
    assert [one.entry.deed for one in page.context["lines"]] == ["care.decided"]
    text = page.content.decode()
    assert "Amina" not in text.partition("<main")[2]
    others = as_(odile).get("/registre/").context["lines"]
    assert not [one for one in others if one.entry.deed == "members.suspended"]


def test_the_person_reads_why_and_nothing_of_the_report(matter, amina, bruno, keepers, as_) -> None:
    make_heard(matter, amina, by=keepers[0])
    sanction = make_decided(matter, amina, by=keepers[0])
    visit = as_(amina)
    assert sanction.get_absolute_url() in visit.get("/pour-moi/").content.decode()
    page = visit.get(sanction.get_absolute_url()).content.decode()
    assert "Des menaces" in page
    assert "Bruno" not in page
    assert WORDS not in page
    assert as_(amina).get(f"/en-danger/{matter.pk}/").status_code == 404
    for person in (bruno, keepers[2]):
        assert as_(person).get(sanction.get_absolute_url()).status_code == 404
    assert pronounced(sanction, keepers[0], now=now())
    assert not Letter.objects.filter(text__contains="menaces").exists()


def test_others_read_why_only_once_they_opened_it_and_the_person_sees_who(
    matter, amina, keepers, as_
) -> None:
    chloe, _, esther = keepers
    make_heard(matter, amina, by=chloe)
    sanction = make_decided(matter, amina, by=chloe)
    appeal(sanction, "Je n’étais pas là.", by=actors.person(amina))
    path = sanction.get_absolute_url()
    for person in (chloe, esther):
        page = as_(person).get(path).content.decode()
        assert "Des menaces" not in page
        assert "pas là" not in page
        assert as_(person).post(f"{path}ouvrir/").status_code == 302
        page = as_(person).get(path).content.decode()
        assert "Des menaces" in page
        assert "pas là" in page
    assert as_(amina).get(path).content.decode().count("Esther") == 1
    assert as_(amina).post(f"{path}ouvrir/").status_code == 404
    with pretend(now() + READING_TIME):
        assert "Des menaces" not in as_(esther).get(path).content.decode()


def test_its_author_sees_what_was_done_and_not_in_which_words(
    matter, amina, bruno, keepers, as_
) -> None:
    make_heard(matter, amina, by=keepers[0])
    page = as_(bruno).get(matter.get_absolute_url()).content.decode()
    assert page.count("Chloé") >= 3
    assert "Elle nie" not in page
    assert "Elle nie" in as_(keepers[0]).get(matter.get_absolute_url()).content.decode()


def test_a_matter_that_is_closed_opens_to_its_author_alone(matter, bruno, keepers, as_) -> None:
    note(matter, Taken.ENDED, "Réglé.", by=actors.person(keepers[0]))
    with pytest.raises(Refused):
        make_opened(matter, keepers[1])
    with pytest.raises(Refused):
        note(matter, Taken.MEASURE, "…", day=today(), by=actors.person(keepers[0]))
    assert WORDS in as_(bruno).get(matter.get_absolute_url()).content.decode()


def test_the_whole_way_through_the_pages(matter, amina, keepers, as_) -> None:
    chloe, driss, esther = keepers
    path = matter.get_absolute_url()
    assert as_(driss).get(f"{path}etape/").status_code == 403, "not opened yet"
    for kind, more in [("heard-author", {}), ("heard-named", {"about": amina.pk})]:
        words = {"kind": kind, "day": today().isoformat(), "words": "Entendu.", **more}
        assert as_(chloe).post(f"{path}etape/", words).status_code == 302
    words = {
        "person": amina.pk, "sort": "exclusion", "ends_on": (today() + WEEK).isoformat(),
        "reason": "Des coups.",
    }  # fmt: skip
    assert as_(chloe).post(f"{path}decider/", words).status_code == 302
    assert is_member(amina.pk, on=today())
    second = f"/en-danger/etape/{Stage.objects.latest('pk').pk}/repondre/"
    agrees = {"second": "agrees", "words": "D’accord."}
    assert as_(chloe).post(second, agrees).status_code == 403, "not alone"
    assert path in as_(driss).get("/pour-moi/").content.decode()
    assert as_(driss).post(second, agrees).status_code == 403, "not opened yet"
    assert as_(amina).post(second, agrees).status_code == 404
    make_opened(matter, driss)
    assert "Des coups." in as_(driss).get(second).content.decode()
    assert "D’accord." in as_(driss).post(second, {"words": "D’accord."}).content.decode()
    assert as_(driss).post(second, agrees).status_code == 302
    assert as_(driss).post(second, agrees).status_code == 403, "once"
    there = Sanction.objects.get().get_absolute_url()
    assert as_(amina).post(f"{there}appel/", {"words": "Non."}).status_code == 302
    assert as_(chloe).post(f"{there}repondre/", {"outcome": "upheld"}).status_code == 403
    assert there in as_(esther).get("/pour-moi/").content.decode()
    assert as_(esther).post(f"{there}repondre/", {"outcome": "upheld"}).status_code == 403
    assert as_(esther).post(f"{there}ouvrir/").status_code == 302
    answer = {"outcome": "lifted", "words": "Oui."}
    assert as_(esther).post(f"{there}repondre/", answer).status_code == 302
    assert "Oui." in as_(amina).get(there).content.decode()


def test_keys_are_closed_again_under_a_new_master_key_and_words_do_not_move(
    matter, amina, keepers, settings
) -> None:
    make_heard(matter, amina, by=keepers[0])
    sanction = make_decided(matter, amina, by=keepers[0])
    before = bytes(Report.objects.get(pk=matter.pk).sealed_words)
    settings.SEALING_KEYS = f"2:{new_master_key()} {settings.SEALING_KEYS}"
    assert wrap_keys_again(by=actors.JOB) == 2
    assert wrap_keys_again(by=actors.JOB) == 0
    settings.SEALING_KEYS = settings.SEALING_KEYS.split()[0]
    row = Report.objects.get(pk=matter.pk)
    assert bytes(row.sealed_words) == before
    assert words_of(row) == WORDS
    assert motive(Sanction.objects.get(pk=sanction.pk)).report_id == row.pk
    with pytest.raises(NotSealing):
        words_of(matter)  # as it was before: the old master key is gone
    assert Entry.objects.filter(deed="care.keys_wrapped_again").count() == 1


def test_what_is_refused_in_the_channel_goes_back_to_whoever_wrote_it(
    matter, amina, keepers, as_
) -> None:
    """In that answer, which no browser keeps; nothing else of the channel comes with it."""
    chloe, driss, _esther = keepers
    make_heard(matter, amina, by=chloe)
    stage = make_proposed(matter, amina, by=chloe, reason="Des coups.")
    sent = {"second": "agrees", "words": "Un canari."}
    door = f"/en-danger/etape/{stage.pk}/repondre/"
    answer = as_(driss).post(door, sent)
    assert answer.status_code == 403
    assert answer["Cache-Control"] == "no-store"
    page = answer.content.decode()
    assert '<blockquote class="sheet typed" dir="auto">Un canari.</blockquote>' in page
    assert WORDS not in page
    assert "Des coups." not in page
    elsewhere = as_(amina).post(door, sent)
    assert elsewhere.status_code == 404
    assert "canari" not in elsewhere.content.decode()
    assert "canari" not in as_(driss).get(door).content.decode()
