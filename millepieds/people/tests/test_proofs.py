"""Keys, one-time codes and recovery codes. What a real key answers is tested in a browser."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.test import Client
from django.utils.timezone import now

from millepieds.people.models import Person
from millepieds.people.queries import recovery_codes_of
from millepieds.people.tests.makers import enter, last_code, long_ago

pytestmark = pytest.mark.django_db
APP, CODES = "/moi/securite/application/", "/moi/securite/codes/"


def shown_by_the_app(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(now().timestamp()) // 30))


@pytest.fixture(autouse=True)
def at_the_start_of_a_half_minute():
    with time_machine.travel(now().replace(second=2), tick=False):
        yield


@pytest.fixture
def amina_s_visit(client: Client, amina: Person) -> Client:
    enter(client)
    mail.outbox.clear()
    return client


@pytest.fixture
def secret(amina_s_visit: Client) -> str:
    """Amina uses an app from now on."""
    form = amina_s_visit.get(APP).context["form"]
    amina_s_visit.post(APP, {"sealed": form.sealed, "code": shown_by_the_app(form.secret)})
    secret: str = form.secret
    return secret


def test_the_app_reads_a_drawing_made_in_the_page(amina_s_visit: Client) -> None:
    page = amina_s_visit.get(APP)
    drawing = re.search(r"<svg[^>]*class=\"qr\".*?</svg>", page.content.decode(), re.DOTALL)
    assert drawing
    assert "style" not in drawing[0]
    assert page.context["form"].secret in page.content.decode()


def test_an_app_is_in_use_once_its_digits_are_typed(amina_s_visit, amina, secret: str) -> None:
    kinds = set(Authenticator.objects.values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    assert len(recovery_codes_of(amina)) == 10


def test_wrong_digits_keep_the_drawing_and_change_nothing(amina_s_visit: Client) -> None:
    form = amina_s_visit.get(APP).context["form"]
    page = amina_s_visit.post(APP, {"sealed": form.sealed, "code": "000"})
    assert page.context["form"].secret == form.secret
    assert not Authenticator.objects.exists()


def test_a_secret_sealed_for_someone_else_is_not_taken(amina_s_visit, bruno: Person) -> None:
    other = Client()
    enter(other, "bruno@exemple.test")
    form = other.get(APP).context["form"]
    amina_s_visit.post(APP, {"sealed": form.sealed, "code": shown_by_the_app(form.secret)})
    assert not Authenticator.objects.exists()


def test_the_database_keeps_no_secret_in_clear(secret: str) -> None:
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert all(code not in kept for code in recovery_codes_of(Person.objects.get()))


def test_from_then_on_the_mailbox_alone_opens_nothing(amina, secret: str) -> None:
    visit = Client()
    assert enter(visit)["Location"] == "/entrer/preuve/"
    assert "_auth_user_id" not in visit.session
    assert visit.get("/entrer/preuve/").status_code == 200
    assert visit.post("/entrer/preuve/", {"code": "000000"}).status_code == 200
    assert "_auth_user_id" not in visit.session
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        visit.post("/entrer/preuve/", {"code": shown_by_the_app(secret)})
    assert "_auth_user_id" in visit.session


def test_a_recovery_code_opens_once(amina: Person, secret: str) -> None:
    code = recovery_codes_of(amina)[0]
    for opens in [True, False]:
        visit = Client()
        enter(visit)
        visit.post("/entrer/preuve/", {"code": code})
        assert ("_auth_user_id" in visit.session) is opens
    assert len(recovery_codes_of(amina)) == 9


def test_giving_up_leads_back_to_the_door(amina: Person, secret: str) -> None:
    visit = Client()
    enter(visit)
    assert visit.post("/sortir/", {"next": "/entrer/"})["Location"] == "/entrer/"
    assert visit.get("/entrer/preuve/")["Location"] == "/entrer/"


def test_recovery_codes_are_shown_kept_and_made_anew(amina_s_visit, amina, secret: str) -> None:
    codes = recovery_codes_of(amina)
    assert amina_s_visit.get(CODES).context["codes"] == codes
    file = amina_s_visit.get(f"{CODES}fichier/")
    assert file.content.decode().split() == codes
    assert "attachment" in file["Content-Disposition"]
    amina_s_visit.post(f"{CODES}nouveaux/")
    assert not set(codes) & set(recovery_codes_of(amina))


def test_without_a_key_or_an_app_there_are_no_recovery_codes(amina_s_visit: Client) -> None:
    assert amina_s_visit.get(CODES).status_code == 404
    assert amina_s_visit.get(f"{CODES}fichier/").status_code == 404


def prove(visit: Client, secret: str) -> None:
    """Prove again by the app, two minutes later: no code serves twice."""
    with time_machine.travel(now() + timedelta(minutes=2), tick=False):
        visit.post("/entrer/encore/application/", {"code": shown_by_the_app(secret)})


def test_whoever_has_just_shown_their_app_is_not_asked_again(amina_s_visit, secret: str) -> None:
    assert amina_s_visit.get(CODES).status_code == 200


def test_whoever_has_an_app_proves_by_it_and_not_by_mail(amina: Person, secret: str) -> None:
    amina_s_visit = Client()
    amina_s_visit.force_login(amina)
    assert amina_s_visit.get(CODES)["Location"].startswith("/entrer/encore/application/")
    amina_s_visit.post("/entrer/encore/", {"another": "1"})
    amina_s_visit.post("/entrer/encore/", {"digits": last_code()})
    assert amina_s_visit.get(CODES)["Location"].startswith("/entrer/encore/application/")
    prove(amina_s_visit, secret)
    assert amina_s_visit.get(CODES).status_code == 200


def test_removing_the_app_takes_the_recovery_codes_with_it(amina_s_visit, secret: str) -> None:
    assert amina_s_visit.get(f"{APP}retirer/").status_code == 200
    amina_s_visit.post(f"{APP}retirer/")
    assert not Authenticator.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_amina_hears_by_mail_that_her_account_changed(amina_s_visit, secret: str) -> None:
    assert mail.outbox[-1].to == ["amina@exemple.test"]
    assert "/moi/securite/" in mail.outbox[-1].body


def a_key_of(person: Person):
    return Authenticator.objects.create(
        user=person, type="webauthn", data={"name": "Mon téléphone", "credential": {}}
    )


def test_each_step_of_a_key_begins_with_a_challenge_asked_by_post(amina_s_visit: Client) -> None:
    added = amina_s_visit.post("/moi/securite/cles/ajouter/").json()
    assert added["publicKey"]["authenticatorSelection"]["residentKey"] == "required"
    assert added["publicKey"]["authenticatorSelection"]["userVerification"] == "required"
    opened = Client().post("/entrer/cle/").json()
    assert opened["publicKey"]["userVerification"] == "required"
    assert opened["publicKey"]["allowCredentials"] == []


def test_an_answer_to_no_challenge_opens_nothing(client: Client, amina: Person) -> None:
    page = client.post("/entrer/cle/", {"credential": '{"id": "x"}'})
    assert page["Location"] == "/entrer/"
    assert "_auth_user_id" not in client.session


def test_asking_for_a_challenge_too_late_says_so_to_the_script(as_amina: Client) -> None:
    assert long_ago(as_amina).post("/moi/securite/cles/ajouter/").status_code == 401
    page = as_amina.get("/moi/securite/cles/ajouter/")
    assert page["Location"] == "/entrer/encore/?next=%2Fmoi%2Fsecurite%2Fcles%2Fajouter%2F"


def test_whoever_has_a_key_proves_by_it(amina_s_visit: Client, amina: Person) -> None:
    key = a_key_of(amina)
    page = amina_s_visit.get(f"/moi/securite/cles/{key.pk}/nom/")
    assert page["Location"].startswith("/entrer/encore/cle/")


def test_nobody_renames_or_removes_the_key_of_someone_else(amina_s_visit, bruno: Person) -> None:
    key = a_key_of(bruno)
    for deed in ["nom", "retirer"]:
        page = amina_s_visit.post(f"/moi/securite/cles/{key.pk}/{deed}/", {"name": "Pris"})
        assert page.status_code == 404
    key.refresh_from_db()
    assert key.data["name"] == "Mon téléphone"
