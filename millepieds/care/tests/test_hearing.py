"""Chloé invites Amina, whom Bruno named, to be heard: she reads the invitation and nothing else."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.core import mail
from django.db import IntegrityError, transaction

from millepieds.care.actions.hearing import open_invitation, reply
from millepieds.care.actions.procedure import note
from millepieds.care.actions.reporting import open_report
from millepieds.care.models import Stage
from millepieds.care.queries.procedure import answerers, beside
from millepieds.care.queries.sealed import noted
from millepieds.care.rules.terms import READING_TIME, Taken
from millepieds.care.tests.makers import (
    WORDS,
    make_decided,
    make_entrusted,
    make_heard,
    make_invitation_opened,
    make_invited,
    make_matter,
    make_opened,
    make_proposed,
    make_report,
)
from millepieds.care.tests.test_reporting import everything_in_the_database
from millepieds.circles.tests.makers import make_member
from millepieds.core import actors
from millepieds.core.clock import day_of, noon_of, now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.home.actions import merge
from millepieds.journal.models import Entry, Particulars
from millepieds.letters.models import Letter

pytestmark = pytest.mark.django_db
CANARY = "serin-invite"
HOUR = timedelta(hours=1)


def test_both_are_invited_at_least_a_week_ahead(matter, amina, bruno, keepers) -> None:
    chloe = keepers[0]
    for days in (-1, 0, 6):
        with pytest.raises(Refused):
            make_invited(matter, amina, by=chloe, days=days)
    for person in (amina, bruno):
        make_invited(matter, person, by=chloe, days=7)
    assert Letter.objects.filter(person__in=[amina, bruno], subject__contains="attend").count() == 2


def test_only_whoever_has_read_it_invites_and_only_those_it_is_about(
    matter, amina, bruno, odile, keepers
) -> None:
    chloe, driss, esther = keepers
    for person in (driss, esther, odile, bruno, amina):
        with pytest.raises(Refused):
            make_invited(matter, amina, by=person)
    with pytest.raises(Refused) as no:
        make_invited(matter, odile, by=chloe)
    assert "named" in no.value.refusal.because
    make_opened(matter, driss)
    by = actors.person(chloe)
    note(matter, Taken.HEARD_AUTHOR, "…", day=today(), support=[driss], by=by)
    with pytest.raises(Refused):
        make_invited(matter, amina, by=driss)
    note(matter, Taken.ENDED, "Réglé.", by=by)
    with pytest.raises(Refused):
        make_invited(matter, amina, by=chloe)


def test_whoever_is_named_reads_the_invitation_and_nothing_else(
    matter, amina, bruno, keepers, as_
) -> None:
    stage = make_invited(matter, amina, by=keepers[0], words=CANARY, place="La Salle verte")
    path, visit = stage.get_absolute_url(), as_(amina)
    waits = visit.get("/pour-moi/").content.decode()
    assert path in waits
    assert CANARY not in waits
    closed = visit.get(path).content.decode()
    assert not any(word in closed for word in (CANARY, "La Salle verte", "Chloé"))
    assert not stage.followed.exists(), "looking at its page reads nothing"
    assert visit.get(f"{path}repondre/").status_code == 403, "not opened yet"
    assert visit.post(f"{path}ouvrir/").status_code == 302
    page = visit.get(path).content.decode()
    assert all(word in page for word in (CANARY, "La Salle verte", "Chloé"))
    assert not any(word in page for word in ("Bruno", WORDS, f"/en-danger/{matter.pk}/"))
    assert visit.get(matter.get_absolute_url()).status_code == 404
    with pretend(now() + READING_TIME):
        assert CANARY not in visit.get(path).content.decode()


def test_for_anyone_else_it_does_not_exist(matter, amina, bruno, odile, keepers, as_) -> None:
    stage = make_invited(matter, amina, by=keepers[0])
    make_heard(matter, amina, by=keepers[0])
    step = matter.stages.latest("pk")
    for person in (bruno, odile, *keepers):
        for tail in ("", "repondre/"):
            assert as_(person).get(f"{stage.get_absolute_url()}{tail}").status_code == 404
        assert as_(person).post(f"{stage.get_absolute_url()}ouvrir/").status_code == 404
        assert stage.get_absolute_url() not in as_(person).get("/pour-moi/").content.decode()
        with pytest.raises(Refused):
            open_invitation(stage.pk, by=actors.person(person))
        with pytest.raises(Refused):
            reply(stage.pk, Taken.COMES, "", by=actors.person(person))
    assert as_(amina).get(f"/en-danger/invitation/{step.pk}/").status_code == 404
    assert not stage.followed.exists()


def test_its_author_learns_nothing_of_the_invitation_of_another(
    matter, amina, bruno, keepers, as_
) -> None:
    before = as_(bruno).get(matter.get_absolute_url()).context["one"]
    stage = make_invited(matter, amina, by=keepers[0])
    make_invitation_opened(stage, amina)
    reply(stage.pk, Taken.ANOTHER_DAY, CANARY, by=actors.person(amina))
    with pretend(now() + timedelta(days=8)):
        make_opened(matter, keepers[0])
        note(matter, Taken.ABSENT, "…", invitation=stage, by=actors.person(keepers[0]))
    after = as_(bruno).get(matter.get_absolute_url())
    assert after.context["one"].stages == before.stages == []
    assert CANARY not in after.content.decode()


def test_no_table_says_who_is_invited_nor_in_which_words(matter, amina, keepers, caplog) -> None:
    stage = make_invited(matter, amina, by=keepers[0], words=CANARY, place=f"{CANARY}-lieu")
    make_invitation_opened(stage, amina)
    reply(stage.pk, Taken.IN_WRITING, f"{CANARY}-oral", by=actors.person(amina))
    everything = everything_in_the_database()
    assert CANARY not in everything + caplog.text
    assert not mail.outbox
    assert not Stage.objects.filter(person=amina).exists()
    theirs = Particulars.objects.filter(entry__deed__startswith="care.invit")
    assert {one.entry.deed for one in theirs} == {
        "care.invited", "care.invitation_read", "care.invitation_answered",
    }  # fmt: skip
    assert [(one.subject_id, one.about_id, one.facts) for one in theirs] == [(None, None, {})] * 3
    letters = Letter.objects.filter(person=amina)
    assert not any({f"{stage.pk}", "care"} & {*re.split(r"[:.]", one.key)} for one in letters)
    hours = set(Entry.objects.values_list("happened_at", flat=True))
    assert not hours & set(matter.stages.values_list("taken_at", flat=True)), "nor at which moment"
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.filter(kind=Taken.IN_WRITING).update(person=amina)
    with pytest.raises(IntegrityError), transaction.atomic():
        Stage.objects.filter(kind=Taken.INVITED).update(invitation=stage)


def test_one_answers_and_whoever_invited_reads_it(matter, amina, keepers, as_) -> None:
    chloe, driss, _ = keepers
    stage = make_invited(matter, amina, by=chloe)
    path, visit = stage.get_absolute_url(), as_(amina)
    visit.post(f"{path}ouvrir/")
    empty = visit.post(f"{path}repondre/", {"reply": "another-day"})
    assert empty.status_code == 200
    assert not stage.followed.filter(kind=Taken.ANOTHER_DAY).exists()
    words = {"reply": "another-day", "words": "Plutôt le jeudi."}
    assert visit.post(f"{path}repondre/", words).status_code == 302
    assert "Plutôt le jeudi." in visit.get(path).content.decode()
    waits = as_(chloe).get("/pour-moi/").content.decode()
    assert "Du nouveau" in waits
    assert "jeudi" not in waits
    assert "Du nouveau" not in as_(driss).get("/pour-moi/").content.decode()
    with pretend(now() + HOUR):
        as_(chloe).post(f"{matter.get_absolute_url()}ouvrir/")
        assert "Plutôt le jeudi." in as_(chloe).get(matter.get_absolute_url()).content.decode()
        assert "Du nouveau" not in as_(chloe).get("/pour-moi/").content.decode()
    with pretend(now() + 2 * HOUR):
        make_invitation_opened(stage, amina)
        reply(stage.pk, Taken.COMES, "", by=actors.person(amina))
        assert "Du nouveau" in as_(chloe).get("/pour-moi/").content.decode()
    with pytest.raises(Refused):
        reply(stage.pk, Taken.IN_WRITING, " ", by=actors.person(amina))


def test_an_invitation_is_over_with_its_day_with_another_or_with_the_matter(
    matter, amina, keepers, as_
) -> None:
    chloe = keepers[0]
    first = make_invited(matter, amina, by=chloe, at=noon_of(today() + timedelta(days=7)))
    make_invitation_opened(first, amina)
    with pretend(noon_of(today() + timedelta(days=7)) + HOUR):
        make_invitation_opened(first, amina)  # late, and still looking for the place
    with pretend(noon_of(today() + timedelta(days=8))):
        assert first.get_absolute_url() not in as_(amina).get("/pour-moi/").content.decode()
        with pytest.raises(Refused):
            make_invitation_opened(first, amina)
    second = make_invited(matter, amina, by=chloe, days=9)
    waits = as_(amina).get("/pour-moi/").content.decode()
    assert second.get_absolute_url() in waits
    assert first.get_absolute_url() not in waits
    with pytest.raises(Refused):
        reply(first.pk, Taken.COMES, "", by=actors.person(amina))
    note(matter, Taken.ENDED, "Réglé.", by=actors.person(chloe))
    assert second.get_absolute_url() not in as_(amina).get("/pour-moi/").content.decode()
    assert as_(amina).post(f"{second.get_absolute_url()}ouvrir/").status_code == 403


def test_a_hearing_says_which_invitation_it_follows(matter, amina, bruno, keepers, as_) -> None:
    chloe = keepers[0]
    hers, his = (make_invited(matter, one, by=chloe) for one in (amina, bruno))
    with pretend(now() + timedelta(days=7, hours=1)):
        by = actors.person(chloe)
        for kind, about, wrong in [
            (Taken.HEARD_NAMED, amina, his), (Taken.HEARD_AUTHOR, None, hers),
            (Taken.MEASURE, None, hers),
        ]:  # fmt: skip
            with pytest.raises(Refused):
                note(matter, kind, "…", day=today(), about=about, invitation=wrong, by=by)
        make_opened(matter, chloe)
        words = {
            "kind": "heard-named", "day": today().isoformat(), "about": amina.pk,
            "words": "Entendue.", "invitation": hers.pk,
        }  # fmt: skip
        path = f"{matter.get_absolute_url()}etape/"
        assert as_(chloe).post(path, words).status_code == 302
    assert matter.stages.get(kind=Taken.HEARD_NAMED).invitation == hers


def test_that_someone_did_not_come_is_noted_and_does_not_replace_hearing_them(
    matter, amina, keepers
) -> None:
    chloe, by = keepers[0], actors.person(keepers[0])
    stage = make_invited(matter, amina, by=chloe)
    for invitation in (stage, None):
        with pytest.raises(Refused):  # the hour is not past, or nobody was invited
            note(matter, Taken.ABSENT, "…", invitation=invitation, by=by)
    with pretend(now() + timedelta(days=8)):
        row = note(matter, Taken.ABSENT, "Personne.", invitation=stage, by=by)
        said = noted(row, matter)
        assert (said.about_id, row.day) == (amina.pk, day_of(now() - timedelta(days=1)))
        note(matter, Taken.HEARD_AUTHOR, "…", day=today(), by=by)
        with pytest.raises(Refused):
            make_proposed(matter, amina, by=chloe)


def test_another_account_of_someone_named_is_invited_all_the_same(
    bruno, odile, keepers, as_
) -> None:
    before, since = (make_member(name, welcomed_by=odile) for name in ("Zoé d’avant", "Zoé"))
    row = make_matter(bruno, before, keepers)
    stage = make_invited(row, before, by=keepers[0])
    merge(before, into=since, by=actors.person(since))
    assert stage.get_absolute_url() in as_(since).get("/pour-moi/").content.decode()
    make_invitation_opened(stage, since)


def test_whoever_stood_beside_someone_under_another_account_decides_nothing(
    matter, amina, bruno, odile, keepers
) -> None:
    """Two accounts made one are one person, whichever of the two stayed."""
    chloe, driss, esther = keepers
    before = make_member("Driss d’avant", welcomed_by=odile)
    by = actors.person(chloe)
    note(matter, Taken.HEARD_AUTHOR, "…", day=today(), support=[before], by=by)
    note(matter, Taken.HEARD_NAMED, "…", day=today(), about=amina, by=by)
    make_opened(matter, driss)
    assert driss.pk not in beside(matter)
    merge(before, into=driss, by=actors.person(driss))
    assert {before.pk, driss.pk} <= beside(matter)
    with pytest.raises(Refused):
        make_proposed(matter, amina, by=driss)
    with pytest.raises(Refused):
        make_decided(matter, amina, by=chloe, second=driss)
    make_entrusted(matter, esther)
    open_report(matter, by=actors.person(esther))
    sanction = make_decided(matter, amina, by=chloe, second=esther)
    assert driss.pk not in answerers(sanction, on=today())


def test_what_may_be_mended_comes_back_with_its_words(as_, bruno, amina, keepers) -> None:
    """Such words are hard enough to write once."""
    row = make_report(bruno, named=[amina])
    one_alone = as_(bruno).post(f"/en-danger/{row.pk}/confier/", {"people": [keepers[0].pk]})
    assert one_alone.status_code == 200
    assert "deux personnes au moins" in one_alone.content.decode()
    make_entrusted(row, *keepers[:2])
    make_opened(row, keepers[0])
    reader = as_(keepers[0])
    too_soon = {
        "person": amina.pk, "at": f"{today() + timedelta(days=2)}T18:00", "place": "Salle du fond",
        "words": "Nous voulons t’entendre.",
    }  # fmt: skip
    not_heard = {
        "person": amina.pk, "sort": "suspension", "ends_on": today() + timedelta(days=60),
        "reason": "Des mots qui blessent.",
    }  # fmt: skip
    no_day = {"kind": "measure", "words": "Pas le même soir."}
    for door, sent, why, words in (
        ("inviter", too_soon, "jours avant", "Nous voulons t’entendre."),
        ("decider", not_heard, "d’abord écouter les deux", "Des mots qui blessent."),
        ("etape", no_day, "Une mesure qui protège", "Pas le même soir."),
    ):
        read = reader.post(f"/en-danger/{row.pk}/{door}/", sent)
        assert read.status_code == 200
        said = unescape(read.content.decode())
        assert why in said
        assert words in said
    assert not Stage.objects.exists()
