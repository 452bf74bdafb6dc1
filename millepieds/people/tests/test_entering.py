import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from millepieds.people.models import Person
from millepieds.people.tests.makers import enter, last_code, page_of

pytestmark = pytest.mark.django_db


def text_of(page) -> str:
    return re.sub(r"\s+", " ", page.content.decode())


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def ask(client: Client, address: str = "amina@exemple.test", **rest):
    return client.post("/entrer/", {"address": address, **rest})


def answer(client: Client, digits: str, **rest):
    return client.post("/entrer/code/", {"digits": digits, **rest})


def another(digits: str) -> str:
    """Six digits that are not these."""
    return digits.translate(str.maketrans("0123456789", "1234567890"))


def test_amina_comes_in_with_the_code_she_received(client: Client, amina: Person) -> None:
    assert ask(client, "Amina@Exemple.test")["Location"] == "/entrer/code/"
    page = answer(client, last_code())
    assert page.status_code == 302
    assert client.session["_auth_user_id"] == str(amina.pk)
    amina.refresh_from_db()
    assert amina.visited_at


def test_her_second_address_opens_too(client: Client, amina: Person) -> None:
    amina.emailaddress_set.create(email="amina@travail.test", verified=True)
    enter(client, "amina@travail.test")
    assert is_in(client)


def test_the_session_changes_when_she_comes_in(client: Client, amina: Person) -> None:
    ask(client)
    before = client.session.session_key
    answer(client, last_code())
    assert client.session.session_key != before


def test_the_visit_of_someone_outside_lasts_an_hour_then_as_long_as_any(client, amina) -> None:
    ask(client)
    assert client.session.get_expiry_age() == 3600
    answer(client, last_code())
    assert client.session.get_expiry_age() == 30 * 24 * 3600


def test_a_wrong_code_says_so_and_may_be_corrected(client: Client, amina: Person) -> None:
    ask(client)
    page = answer(client, another(last_code()))
    assert page.status_code == 200
    assert page.context["form"].errors["digits"]
    assert not is_in(client)
    answer(client, last_code())
    assert is_in(client)


def test_a_code_lasts_fifteen_minutes(client: Client, amina: Person) -> None:
    ask(client)
    with time_machine.travel(now() + timedelta(minutes=14), tick=False):
        assert client.get("/entrer/code/").status_code == 200
    with time_machine.travel(now() + timedelta(minutes=15), tick=False):
        page = answer(client, last_code())
    assert page.status_code == 200
    assert not is_in(client)


def test_after_five_tries_even_the_right_code_opens_nothing(client: Client, amina: Person) -> None:
    ask(client)
    for _ in range(5):
        answer(client, another(last_code()))
    page = answer(client, last_code())
    assert page.context["form"].errors["digits"]
    assert not is_in(client)


def test_tries_are_counted_even_if_an_old_session_comes_back(client: Client, amina: Person) -> None:
    ask(client)
    kept = dict(client.session)
    for _ in range(5):
        answer(client, another(last_code()))
    session = client.session
    session.update(kept)
    session.save()
    answer(client, last_code())
    assert not is_in(client)


def test_another_code_replaces_the_one_before(client: Client, amina: Person) -> None:
    ask(client)
    first = last_code()
    client.post("/entrer/code/", {"another": "1"})
    second = last_code()
    assert first != second
    answer(client, first)
    assert not is_in(client)
    answer(client, second)
    assert is_in(client)


def test_a_code_opens_once(client: Client, amina: Person) -> None:
    enter(client)
    code = last_code()
    client.logout()
    assert answer(client, code)["Location"] == "/entrer/"
    assert not is_in(client)


def test_a_code_opens_only_the_browser_that_asked(client: Client, amina: Person) -> None:
    ask(client)
    code, stranger = last_code(), Client()
    ask(stranger, "stranger@exemple.test")
    answer(stranger, code)
    assert not is_in(stranger)


def test_an_address_nobody_has_opens_nothing_and_shows_where_to_join(client: Client) -> None:
    ask(client, "stranger@exemple.test")
    page = answer(client, last_code())
    assert page["Location"] == client.get("/entrer/rejoindre/")["Location"]
    assert not is_in(client)


def test_an_address_not_proved_opens_nothing(client: Client, amina: Person) -> None:
    amina.emailaddress_set.create(email="stranger@exemple.test", verified=False)
    enter(client, "stranger@exemple.test")
    assert not is_in(client)


def test_whoever_asked_to_be_forgotten_does_not_come_in(client: Client, amina: Person) -> None:
    amina.erased_at, amina.name = now(), ""
    amina.save()
    page = enter(client)
    assert page["Location"] == "/entrer/ferme/"
    assert client.get(page["Location"]).status_code == 200
    assert not is_in(client)


def test_she_goes_on_to_the_page_she_wanted(client: Client, amina: Person) -> None:
    page = client.get("/moi/accords/")
    assert page["Location"] == "/entrer/?next=/moi/accords/"
    assert 'name="next" value="/moi/accords/"' in text_of(client.get(page["Location"]))
    ask(client, next="/moi/accords/")
    assert answer(client, last_code())["Location"] == "/moi/accords/"


@pytest.mark.parametrize("elsewhere", ["https://evil.test/", "//evil.test/", "/" + "a" * 300])
def test_nobody_is_led_elsewhere(client: Client, amina: Person, elsewhere: str) -> None:
    ask(client, next=elsewhere)
    assert "evil" not in answer(client, last_code())["Location"]
    assert is_in(client)


def test_a_double_click_sends_one_code(client: Client, amina: Person) -> None:
    key = str(uuid4())
    for _ in range(2):
        assert ask(client, once=key)["Location"] == "/entrer/code/"
    assert len(mail.outbox) == 1


def test_too_many_codes_to_one_address_are_refused_with_a_page(client: Client, amina) -> None:
    for _ in range(3):
        ask(client)
    page = ask(client)
    assert page.status_code == 429
    assert "/entrer/" in text_of(page)
    assert len(mail.outbox) == 3


def test_a_key_of_a_form_does_not_reset_the_count_of_tries(client: Client, amina: Person) -> None:
    ask(client)
    for _ in range(5):
        answer(client, another(last_code()), once=str(uuid4()))
    answer(client, last_code(), once=str(uuid4()))
    assert not is_in(client)


def test_no_password_opens_anything(client: Client, amina: Person) -> None:
    amina.set_password("un mot de passe")
    amina.save()
    assert not client.login(email="amina@exemple.test", password="un mot de passe")
    page = client.get("/entrer/")
    assert "password" not in page.context["form"].fields


def test_the_mail_says_why_it_came_and_gives_the_code_in_both_forms(client, amina) -> None:
    ask(client)
    [letter] = mail.outbox
    assert letter.to == ["amina@exemple.test"]
    for words in [last_code(), "localhost:8000"]:
        assert words in letter.body
        assert words in page_of(letter)
    assert last_code() not in letter.subject


def test_signing_out_asks_and_does_it_by_post(as_amina: Client) -> None:
    assert as_amina.get("/sortir/").status_code == 200
    assert is_in(as_amina)
    as_amina.post("/sortir/")
    assert not is_in(as_amina)


def test_inside_the_door_leads_home(as_amina: Client) -> None:
    assert as_amina.get("/entrer/").status_code == 302
    assert as_amina.get("/entrer/code/").status_code == 302
