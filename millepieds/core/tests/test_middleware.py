"""A form sent twice is done once; every answer leaves with its blinds closed."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.test import Client

from millepieds.charter.models import RuleValue
from millepieds.circles.models import Circle, Handover, Mandate, Offer
from millepieds.circles.tests.makers import make_mandate, make_proposal, make_role
from millepieds.core.models import Done
from millepieds.journal.models import Entry
from millepieds.people.models import Person

As = Callable[[Person | None], Client]


def offering(role_pk: int, once: object) -> tuple[str, dict[str, object]]:
    return f"/roles/{role_pk}/prendre/", {"text": "J’aimerais essayer.", "once": once}


def test_a_double_click_makes_one_thing_and_leads_to_the_same_page(
    as_: As, odile: Person, bruno: Person
) -> None:
    role, once = make_role(by=odile), uuid4()
    client = as_(bruno)
    first, second = (client.post(*offering(role.pk, once)) for _ in range(2))
    assert Offer.objects.count() == 1
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"] == role.get_absolute_url()
    assert Entry.objects.filter(deed="circles.offer_made").count() == 1


def test_another_key_is_another_thing(as_: As, odile: Person, bruno: Person) -> None:
    mandate = make_mandate(make_role(by=odile), bruno, by=odile)
    for _ in range(2):
        as_(bruno).post(
            f"/mandats/{mandate.pk}/passation/", {"text": "Tout est là.", "once": uuid4()}
        )
    assert Handover.objects.count() == 2


def test_the_same_key_with_other_words_is_another_thing(
    as_: As, odile: Person, bruno: Person
) -> None:
    """Whoever goes back, changes what they wrote and sends it again loses nothing of it."""
    mandate = make_mandate(make_role(by=odile), bruno, by=odile)
    path, once = f"/mandats/{mandate.pk}/passation/", uuid4()
    for text in ("Tout est là.", "Tout est là, et la clé aussi.", "Tout est là."):
        assert as_(bruno).post(path, {"text": text, "once": once}).status_code == 302
    assert Handover.objects.count() == 2


def test_whoever_has_no_session_yet_never_arrives_with_empty_hands(client: Client, odile) -> None:
    """The first answer opened the session; a second click on a slow network let it fall."""
    said = {"name": "Nour", "address": "nour@exemple.test", "consent": "on", "once": uuid4()}
    for _ in range(2):
        client.cookies.clear()
        assert client.post("/rejoindre/", said)["Location"] == "/rejoindre/code/"
        assert client.get("/rejoindre/code/").status_code == 200


def test_a_form_filled_wrong_leaves_its_key_free(as_: As, odile: Person, bruno: Person) -> None:
    mandate = make_mandate(make_role(by=odile), bruno, by=odile)
    path, once = f"/mandats/{mandate.pk}/passation/", uuid4()
    assert as_(bruno).post(path, {"text": "", "once": once}).status_code == 200
    assert not Done.objects.exists()
    assert as_(bruno).post(path, {"text": "Tout est là.", "once": once}).status_code == 302
    assert Handover.objects.count() == 1


def test_a_refusal_leaves_its_key_free_and_changes_nothing(
    as_: As, odile: Person, bruno: Person, leila: Person
) -> None:
    role, once = make_role(by=odile), uuid4()
    mandate = make_mandate(role, leila, by=odile)
    deeds = Entry.objects.count()
    assert as_(bruno).post(*offering(role.pk, once)).status_code == 403
    assert not Done.objects.exists()
    assert Entry.objects.count() == deeds
    as_(leila).post(f"/mandats/{mandate.pk}/rendre/", {"sure": "on", "once": uuid4()})
    assert as_(bruno).post(*offering(role.pk, once)).status_code == 302


def test_a_page_that_falls_takes_its_half_done_deed_with_it(
    as_: As, odile: Person, settings
) -> None:
    """The rule is changed, then the answer fails: nothing of it is left."""
    client, once = as_(odile), uuid4()
    client.raise_request_exception = False
    settings.MESSAGE_STORAGE = "millepieds.nowhere.Storage"
    change = {"value": "20", "effective_on": "2099-01-01", "change": "1", "once": once}
    assert client.post("/regles/members.longest_wait/", change).status_code == 500
    assert not RuleValue.objects.exists()
    assert not Done.objects.exists()


@pytest.mark.parametrize("once", ["", "not-a-key", "' OR 1=1 --"])
def test_what_is_not_a_key_is_no_key(as_: As, odile: Person, bruno: Person, once: str) -> None:
    role = make_role(by=odile)
    assert as_(bruno).post(*offering(role.pk, once)).status_code == 302
    assert as_(bruno).post(*offering(role.pk, once)).status_code == 403
    assert not Done.objects.exists()


def test_reading_with_a_key_writes_nothing(as_: As, agora: Circle, bruno: Person) -> None:
    assert as_(bruno).get(f"/pour-moi/?once={uuid4()}").status_code == 200
    assert not Done.objects.exists()


def test_the_same_key_serves_one_mandate_accepted_once(
    as_: As, odile: Person, bruno: Person
) -> None:
    mandate = make_proposal(make_role(by=odile), bruno, by=odile)
    path, read = f"/mandats/{mandate.pk}/accepter/", mandate.role.versions.get().pk
    said = {"line-0": "on", "read": read, "once": uuid4()}
    assert [as_(bruno).post(path, said).status_code for _ in range(3)] == [302] * 3
    assert Mandate.objects.get(pk=mandate.pk).seat == 1
    assert Entry.objects.filter(deed="circles.mandate_accepted").count() == 2  # Odile's first


@pytest.mark.parametrize("path", ["/", "/pour-moi/", "/nulle-part/"])
def test_nothing_of_a_page_stays_in_a_shared_phone(as_: As, bruno: Person, path: str) -> None:
    page = as_(bruno).get(path)
    assert page["Cache-Control"] == "no-store"
    assert page["Permissions-Policy"] == "camera=(), geolocation=(), microphone=()"
    assert page["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "unsafe" not in page["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in page["Content-Security-Policy"]


def test_drawings_and_style_may_be_kept(client: Client, settings) -> None:
    page = client.get(f"/{settings.STATIC_URL.strip('/')}/millepieds.css")
    assert page.get("Cache-Control") != "no-store"
