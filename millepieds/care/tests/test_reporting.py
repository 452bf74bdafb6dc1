"""Bruno reports. Two people receive it under a mandate; whoever he names never does, nor does a dump."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection

from millepieds.care.actions.contact import Reached, name_contact
from millepieds.care.actions.reporting import entrust, open_report
from millepieds.care.models import Keeper, OutsideContact, Reading, Report
from millepieds.care.queries.reading import eligible, kept_by, shown
from millepieds.care.queries.sealed import named_in, words_of
from millepieds.care.rules.terms import RECEIVE, Category
from millepieds.care.tests.makers import (
    WORDS,
    make_entrusted,
    make_keepers,
    make_opened,
    make_report,
)
from millepieds.circles.actions.mandates import withdraw_mandate
from millepieds.circles.models import Mandate
from millepieds.circles.tests.makers import (
    make_circle,
    make_mandate,
    make_member,
    make_person,
    make_role,
)
from millepieds.core import actors
from millepieds.core.clock import now, pretend, today
from millepieds.core.refusals import Refused
from millepieds.home.actions import erase, merge
from millepieds.journal.models import Entry, Particulars
from millepieds.letters.models import Letter
from millepieds.people.models import Person
from millepieds.tensions.rules.terms import MEDIATE

pytestmark = pytest.mark.django_db
CANARY = "serin-scelle"


@pytest.fixture
def keepers(odile: Person) -> list[Person]:
    """Chloé, Driss and Esther receive reports."""
    return make_keepers("Chloé", "Driss", "Esther", by=odile)


def everything_in_the_database() -> str:
    with connection.cursor() as cursor:
        dump = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            dump += [
                value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
                for row in cursor.fetchall()
                for value in (bytes(one) if isinstance(one, memoryview) else one for one in row)
            ]
    return "\n".join(dump)


def test_no_table_holds_a_word_of_it(bruno: Person, amina: Person, keepers, as_, caplog) -> None:
    sent = as_(bruno).post(
        "/en-danger/signaler/",
        {"category": "violence", "words": f"{CANARY} à la sortie", "named": "Amina"},
    )
    row = Report.objects.get()
    assert sent["Location"] == f"/en-danger/{row.pk}/confier/"
    make_entrusted(row, *keepers[:2])
    as_(keepers[0]).post(f"/en-danger/{row.pk}/ouvrir/")
    page = as_(keepers[0]).get(f"/en-danger/{row.pk}/").content.decode()
    assert CANARY in page
    assert CANARY not in everything_in_the_database()
    assert CANARY not in caplog.text
    assert not mail.outbox
    assert not any(CANARY in f"{one.subject}{one.text}{one.html}" for one in Letter.objects.all())
    assert named_in(row) == {amina.pk}


def test_whoever_is_named_is_nowhere_near_it_in_the_tables(bruno, amina, keepers) -> None:
    row = make_report(bruno, named=[amina])
    make_entrusted(row, *keepers[:2])
    deeds = Particulars.objects.filter(entry__deed__startswith="care.")
    assert not deeds.filter(about=amina).exists()
    assert f"[{amina.pk}]" not in everything_in_the_database()


def test_a_row_moved_by_hand_does_not_open(bruno: Person, odile: Person) -> None:
    first, second = make_report(bruno), make_report(odile)
    Report.objects.filter(pk=second.pk).update(
        sealed_key=first.sealed_key, sealed_words=first.sealed_words, key_version=first.key_version
    )
    second.refresh_from_db()
    with pytest.raises(Exception):  # noqa: B017, PT011  (InvalidTag has no message)
        words_of(second)


def test_it_goes_to_two_people_at_least(bruno: Person, keepers: list[Person]) -> None:
    row = make_report(bruno)
    with pytest.raises(Refused):
        make_entrusted(row, keepers[0])
    make_entrusted(row, *keepers[:2])
    make_entrusted(row, keepers[2])  # then one more is enough
    assert Keeper.objects.count() == 3


def test_nobody_named_ever_receives_it(bruno: Person, keepers: list[Person]) -> None:
    chloe, driss, esther = keepers
    row = make_report(bruno, named=[chloe])
    assert set(eligible(row, on=today())) == {driss.pk, esther.pk}
    with pytest.raises(Refused):
        make_entrusted(row, chloe, driss)
    assert Keeper.objects.count() == 0


def test_someone_named_who_has_a_row_all_the_same_reads_nothing(
    bruno: Person, keepers: list[Person], as_
) -> None:
    """As if a row had been written by hand: the wall asks the seal, not the row."""
    chloe, driss, esther = keepers
    row = make_report(bruno, named=[chloe])
    make_entrusted(row, driss, esther)
    Keeper.objects.create(report=row, person=chloe, power=RECEIVE, entrusted_at=now())
    assert kept_by(chloe, on=today()) == []
    visit = as_(chloe)
    assert visit.get(f"/en-danger/{row.pk}/").status_code == 404
    assert visit.post(f"/en-danger/{row.pk}/ouvrir/").status_code == 404
    assert f"/en-danger/{row.pk}/" not in visit.get("/en-danger/").content.decode()
    assert f"/en-danger/{row.pk}/" not in visit.get("/pour-moi/").content.decode()
    with pytest.raises(Refused):
        open_report(row, by=actors.person(chloe))
    assert not Reading.objects.exists()


def test_another_account_of_someone_named_reads_nothing_either(
    bruno: Person, keepers: list[Person], odile: Person
) -> None:
    chloe, *others = keepers
    before = make_member("Chloé d’avant", welcomed_by=odile)
    row = make_report(bruno, named=[before])
    make_entrusted(row, chloe, *others)
    merge(before, into=chloe, by=actors.person(chloe))
    assert kept_by(chloe, on=today()) == []
    assert set(eligible(row, on=today())) == {one.pk for one in others}


def test_an_author_who_receives_reports_does_not_receive_their_own(keepers: list[Person]) -> None:
    row = make_report(keepers[0])
    assert keepers[0].pk not in eligible(row, on=today())


def test_with_too_few_it_goes_to_mediators_of_another_circle(
    bruno: Person, odile: Person, keepers: list[Person]
) -> None:
    chloe, driss, esther = keepers
    near, far = make_circle("Fête", by=odile), make_circle("Logement", by=odile)
    in_theirs = make_mandate(
        make_role("Paix", circle=near, by=odile, powers=(MEDIATE,)),
        make_member("Farid", welcomed_by=odile), by=odile,
    )  # fmt: skip
    make_mandate(make_role("Décor", circle=near, by=odile), chloe, by=odile)
    apart = make_mandate(
        make_role("Écoute", circle=far, by=odile, powers=(MEDIATE,)),
        make_member("Gaëlle", welcomed_by=odile), by=odile,
    )  # fmt: skip
    row = make_report(bruno, named=[chloe, driss])
    may = eligible(row, on=today())
    assert may == {esther.pk: RECEIVE, apart.person_id: MEDIATE}
    assert in_theirs.person_id not in may
    make_entrusted(row, esther, apart.person)
    make_opened(row, apart.person)


def test_with_too_few_someone_outside_is_offered_by_those_whose_mandate_it_is(
    bruno, odile, keepers, as_
) -> None:
    chloe, driss, _ = keepers
    words = {"name": "Écoute du Lez", "phone": "04 00 00 00 00", "mail": ""}
    assert as_(bruno).post("/en-danger/contact/", words).status_code == 403
    empty = as_(chloe).post("/en-danger/contact/", {"name": "Écoute du Lez"})
    assert "Écoute du Lez" in empty.content.decode()
    assert not OutsideContact.objects.exists()
    assert as_(chloe).post("/en-danger/contact/", words).status_code == 302
    name_contact(Reached("Écoute du Verdanson", mail="a@exemple.test"), by=actors.person(driss))
    told = Particulars.objects.filter(entry__deed="care.contact_named")
    assert [one.facts for one in told] == [{}, {}], "never its words"
    assert "Écoute du Verdanson" in as_(odile).get("/en-danger/").content.decode()
    few, many = make_report(bruno, named=[chloe, driss]), make_report(bruno, named=[chloe])
    for row, offered in ((few, True), (many, False)):
        page = as_(bruno).get(f"/en-danger/{row.pk}/confier/").content.decode()
        assert ("Écoute du Verdanson" in page) is offered


def test_each_reading_is_recorded_and_shown_to_its_author(bruno, keepers, as_) -> None:
    row = make_report(bruno)
    make_entrusted(row, *keepers[:2])
    path, chloe = f"/en-danger/{row.pk}/", keepers[0]
    assert WORDS not in as_(chloe).get(path).content.decode()
    assert not Reading.objects.exists(), "looking at its page reads nothing"
    as_(chloe).post(f"{path}ouvrir/")
    assert WORDS in as_(chloe).get(path).content.decode()
    with pretend(now() + timedelta(minutes=16)):
        assert WORDS not in as_(chloe).get(path).content.decode()
        as_(chloe).post(f"{path}ouvrir/")
    assert Reading.objects.filter(person=chloe).count() == 2
    page = as_(bruno).get(path).content.decode()
    assert page.count("Chloé") == 3  # receives it, and read it twice
    assert Entry.objects.filter(deed="care.read").count() == 2


def test_whoever_loses_their_mandate_no_longer_opens_it(bruno, leila, keepers, as_) -> None:
    row = make_report(bruno)
    make_entrusted(row, *keepers[:2])
    chloe = keepers[0]
    make_opened(row, chloe)
    withdraw_mandate(Mandate.objects.get(person=chloe), "Assez.", by=actors.person(leila))
    page = as_(chloe).get(f"/en-danger/{row.pk}/")
    assert page.status_code == 200
    assert WORDS not in page.content.decode(), "not even what was open a minute ago"
    assert as_(chloe).post(f"/en-danger/{row.pk}/ouvrir/").status_code == 403


def test_nobody_else_knows_that_it_exists(bruno, amina, odile, keepers, as_) -> None:
    row = make_report(bruno)
    make_entrusted(row, *keepers[:2])
    for person in (amina, odile, keepers[2]):
        assert as_(person).get(f"/en-danger/{row.pk}/").status_code == 404
        assert as_(person).get(f"/en-danger/{row.pk}/confier/").status_code == 404
        assert as_(person).post(f"/en-danger/{row.pk}/ouvrir/").status_code == 404
        with pytest.raises(Refused):
            entrust(row, keepers, by=actors.person(person))


def test_the_letter_says_that_something_waits_and_nothing_else(bruno, amina, keepers) -> None:
    make_entrusted(make_report(bruno, named=[amina]), *keepers[:2])
    for letter in Letter.objects.filter(key__startswith="care."):
        assert "Bruno" not in letter.text
        assert "Amina" not in letter.text
        assert "signal" not in (letter.subject + letter.text + letter.html).lower()


def test_the_register_says_nothing_of_it_to_anyone(bruno, odile, keepers, as_) -> None:
    row = make_report(bruno)
    make_entrusted(row, *keepers[:2])
    make_opened(row, keepers[0])
    for person in (bruno, odile, keepers[0]):
        lines = as_(person).get("/registre/").context["lines"]
        assert not [one for one in lines if str(one.entry.deed).startswith("care.")]


def test_the_file_of_its_author_has_its_words_and_no_other_has_them(bruno, keepers, as_) -> None:
    row = make_report(bruno)
    make_entrusted(row, *keepers[:2])
    make_opened(row, keepers[0])
    assert WORDS in as_(bruno).get("/mes-donnees/fichier.html").content.decode()
    assert WORDS not in as_(keepers[0]).get("/mes-donnees/fichier.html").content.decode()


def test_it_goes_with_its_author(bruno: Person, keepers: list[Person]) -> None:
    make_entrusted(make_report(bruno), *keepers[:2])
    erase(bruno, by=actors.person(bruno))
    assert not Report.objects.exists()


def test_without_a_master_key_nobody_can_report(bruno: Person, as_, settings) -> None:
    settings.SEALING_KEYS = ""
    with pytest.raises(Refused):
        make_report(bruno)
    page = as_(bruno).get("/en-danger/").content.decode()
    assert "3919" in page
    assert "/en-danger/signaler/" not in page


def test_whoever_is_no_member_finds_the_numbers(odile: Person, as_) -> None:
    nour = make_person("Nour")
    assert "116 006" in as_(nour).get("/en-danger/").content.decode()
    with pytest.raises(Refused):
        make_report(nour)


def test_figures_of_last_year_are_said_from_eleven_people_on(odile: Person, as_) -> None:
    people = [make_member(f"Membre{n}", welcomed_by=odile) for n in range(11)]
    for person in people:
        make_report(person, category=Category.HARASSMENT)
    for person in people[:10]:
        make_report(person, category=Category.VIOLENCE)
    with pretend(now() + timedelta(days=366)):
        said = {one.says: one.people for one in as_(odile).get("/en-danger/").context["figures"]}
    assert sorted(value for value in said.values() if value) == [11]
    now_said = as_(odile).get("/en-danger/").context["figures"]
    assert now_said == [], "never of this year"
    assert shown(Report.objects.latest("pk"), odile, now=now()) is None
