from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from django.db import IntegrityError
from django.test import Client

from millepieds.core import actors
from millepieds.core.refusals import Refused
from millepieds.people import actions
from millepieds.people.models import Consent, Person
from millepieds.people.queries import addresses_of, on_a_sheet, person_behind
from millepieds.people.rules import (
    NAME_IN_TOWN,
    PHONE_CALLS,
    PURPOSES,
    Channel,
    Gender,
    Rhythm,
    Way,
)
from millepieds.people.tests.makers import make_person
from millepieds.people.tests.notebook import Notebook


def addresses(person: Person) -> list[str]:
    return [row.email for row in addresses_of(person)]


def say_paper(person: Person) -> None:
    actions.choose_profile(
        person, name=person.name, pronoun="", gender=Gender.UNSAID, language="fr", phone="",
        reach=Way.PAPER, rhythm=Rhythm.WEEKLY, by=actors.person(person),
    )  # fmt: skip


def test_someone_is_met_with_their_address_or_on_paper(db, notebook: Notebook) -> None:
    amina = make_person("Amina", "Amina@Exemple.test")
    leila = make_person("Leïla", "")
    assert addresses(amina) == ["amina@exemple.test"]
    assert addresses(leila) == []
    assert not amina.has_usable_password()
    assert notebook.deeds == ["people.person_met"] * 2


def test_saving_a_profile_never_changes_a_consent(amina: Person, notebook: Notebook) -> None:
    actions.give_consent(amina, NAME_IN_TOWN, channel=Channel.PAPER, by=actors.person(amina))
    before = list(Consent.objects.values())
    say_paper(amina)
    assert list(Consent.objects.values()) == before
    assert notebook.deeds[-1] == "people.profile_chosen"


def test_agreeing_twice_is_agreeing_once(amina: Person, notebook: Notebook) -> None:
    for _ in range(2):
        actions.give_consent(amina, PHONE_CALLS, channel=Channel.WEB, by=actors.person(amina))
    assert Consent.objects.count() == 1
    assert notebook.deeds.count("people.consent_given") == 1


def test_each_line_of_the_ledger_says_how_it_was_given_and_taken_back(
    amina: Person, bruno: Person, notebook: Notebook
) -> None:
    notebook.welcomers.add(bruno.pk)
    heard = actors.person(amina).typed_in_by(bruno)
    actions.give_consent(amina, PHONE_CALLS, channel=Channel.VOICE, by=heard)
    actions.withdraw_consent(amina, PHONE_CALLS, channel=Channel.WEB, by=actors.person(amina))
    actions.give_consent(amina, PHONE_CALLS, channel=Channel.PAPER, by=heard)
    newest, first = Consent.objects.all()
    assert (first.given_by, first.withdrawn_by) == ("voice", "web")
    assert (newest.given_by, newest.withdrawn_by) == ("paper", "")
    assert notebook.lines[-1]["purpose"] == "phone-calls"
    assert notebook.lines[-1]["channel"] == "paper"
    assert notebook.lines[-1]["by"].typed_by_id == bruno.pk


def test_taking_back_reaches_every_version_of_the_words(amina: Person) -> None:
    now = actions.give_consent(
        amina, NAME_IN_TOWN, channel=Channel.WEB, by=actors.person(amina)
    ).given_at
    older = PURPOSES[NAME_IN_TOWN].version - 1
    Consent.objects.create(
        person=amina, purpose=NAME_IN_TOWN, version=older, given_at=now, given_by="web"
    )
    actions.withdraw_consent(amina, NAME_IN_TOWN, channel=Channel.WEB, by=actors.person(amina))
    assert not Consent.objects.filter(withdrawn_at=None).exists()


def test_a_withdrawal_says_by_which_channel(amina: Person) -> None:
    consent = actions.give_consent(
        amina, NAME_IN_TOWN, channel=Channel.WEB, by=actors.person(amina)
    )
    consent.withdrawn_at = consent.given_at
    with pytest.raises(IntegrityError, match="a_withdrawal_says_by_which_channel"):
        consent.save()


def test_amina_adds_an_address_and_puts_it_first(amina: Person, notebook: Notebook) -> None:
    work = actions.add_address(amina, "Amina@Travail.test", by=actors.person(amina))
    assert addresses(amina) == ["amina@exemple.test", "amina@travail.test"]
    actions.put_address_first(amina, work, by=actors.person(amina))
    assert addresses(amina) == ["amina@travail.test", "amina@exemple.test"]
    assert notebook.deeds[-2:] == ["people.address_added", "people.address_put_first"]
    assert person_behind("amina@travail.test") == amina


def test_adding_ones_own_address_again_changes_nothing(amina: Person, notebook: Notebook) -> None:
    actions.add_address(amina, "amina@exemple.test", by=actors.person(amina))
    assert EmailAddress.objects.count() == 1
    assert "people.address_added" not in notebook.deeds


def test_an_address_opens_one_account(amina: Person, bruno: Person) -> None:
    with pytest.raises(Refused, match="another account"):
        actions.add_address(amina, "bruno@exemple.test", by=actors.person(amina))


def test_nobody_has_a_sixth_address(amina: Person) -> None:
    for number in range(4):
        actions.add_address(amina, f"{number}@exemple.test", by=actors.person(amina))
    with pytest.raises(Refused, match="five addresses"):
        actions.add_address(amina, "one@too.many.test", by=actors.person(amina))


def test_when_the_first_address_goes_the_oldest_takes_its_place(
    amina: Person, notebook: Notebook
) -> None:
    for other in ["b@exemple.test", "c@exemple.test"]:
        actions.add_address(amina, other, by=actors.person(amina))
    actions.remove_address(amina, addresses_of(amina)[0], by=actors.person(amina))
    assert addresses(amina) == ["b@exemple.test", "c@exemple.test"]
    assert addresses_of(amina)[0].primary
    assert notebook.deeds[-1] == "people.address_removed"


def test_whoever_is_reached_by_mail_keeps_one_address(amina: Person) -> None:
    only = addresses_of(amina)[0]
    with pytest.raises(Refused, match="only address"):
        actions.remove_address(amina, only, by=actors.person(amina))
    say_paper(amina)
    actions.remove_address(amina, only, by=actors.person(amina))
    assert addresses(amina) == []


@pytest.mark.parametrize("deed", [actions.put_address_first, actions.remove_address])
def test_nobody_touches_the_address_of_someone_else(amina: Person, bruno: Person, deed) -> None:
    actions.add_address(amina, "b@exemple.test", by=actors.person(amina))
    with pytest.raises(EmailAddress.DoesNotExist):
        deed(amina, addresses_of(bruno)[0], by=actors.person(amina))
    assert addresses_of(amina)[0].primary
    assert addresses(bruno) == ["bruno@exemple.test"]


def test_closing_every_visit_signs_out_the_other_devices(amina: Person, notebook) -> None:
    phone, computer = Client(), Client()
    phone.force_login(amina)
    computer.force_login(amina)
    actions.close_visits(amina, by=actors.person(amina))
    assert phone.get("/moi/").status_code == 302
    assert notebook.deeds[-1] == "people.visits_closed"


def everything_of_amina(amina: Person) -> list[Callable[[actors.Actor], object]]:
    """Each deed about what is her own."""
    address = addresses_of(amina)[0]
    return [
        lambda by: actions.choose_profile(
            amina, name="X", pronoun="", gender=Gender.UNSAID, language="fr", phone="",
            reach=Way.MAIL, rhythm=Rhythm.WEEKLY, by=by,
        ),
        lambda by: actions.add_address(amina, "b@exemple.test", by=by),
        lambda by: actions.put_address_first(amina, address, by=by),
        lambda by: actions.prove_address(address, by=by),
        lambda by: actions.remove_address(amina, address, by=by),
        lambda by: actions.close_visits(amina, by=by),
        lambda by: actions.give_consent(amina, PHONE_CALLS, channel=Channel.PAPER, by=by),
        lambda by: actions.withdraw_consent(amina, PHONE_CALLS, channel=Channel.PAPER, by=by),
    ]  # fmt: skip


def test_nobody_acts_for_amina(amina: Person, bruno: Person, notebook: Notebook) -> None:
    """Not Bruno, not an outsider; not by Bruno's hand either, unless he welcomes."""
    strangers = [
        actors.person(bruno), actors.OUTSIDER, actors.person(amina).typed_in_by(bruno),
        actors.person(bruno).typed_in_by(amina),
    ]  # fmt: skip
    before = list(notebook.deeds)
    for deed in everything_of_amina(amina):
        for by in strangers:
            with pytest.raises(Refused, match="for someone else"):
                deed(by)
    assert notebook.deeds == before


def test_a_sheet_s_address_opens_the_account_once_it_is_proved(db, notebook: Notebook) -> None:
    zohra = actions.meet("Zohra", "Zohra@Exemple.test", proved=False, by=actors.OUTSIDER)
    assert person_behind("zohra@exemple.test") is None
    written = on_a_sheet("zohra@exemple.test")
    assert written
    assert actions.prove_address(written, by=actors.person(zohra)) == zohra
    assert person_behind("zohra@exemple.test") == zohra
    assert on_a_sheet("zohra@exemple.test") is None
    assert notebook.deeds[-1] == "people.address_added"
