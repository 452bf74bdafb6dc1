"""Every page that lists things asks its database as often for one as for many, and seldom."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from millepieds.charter.tests.makers import change
from millepieds.circles.rules.proofs import SECOND_PROOF
from millepieds.circles.tests.makers import make_mandate, make_person, make_role
from millepieds.core import actors
from millepieds.core.clock import now, pretend
from millepieds.members.actions import knock
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many

As = Callable[[Person | None], Client]
MOST = 8
LISTS = (
    "/registre/", "/registre/?circle=1", "/registre/?deed=circles.role_opened&since=2020-01-01",
    "/roles-libres/", "/personnes/", "/pouvoirs/circles.assign/", "/accueil/", "/pour-moi/",
    "/actualites/", "/histoire/", "/qui-decide/", "/repartition/", "/miroir/",
    "/decisions/", "/decisions/?q=local&state=in-force",
    "/decisions/?late=on", "/chercher/?q=local",
)  # fmt: skip


def one_more(name: str, *, by: Person, to: Person) -> None:
    """A free role, a held one with a power, someone at the door, and their lines in the register."""
    make_role(f"Relais {name}", by=by)
    make_mandate(make_role(f"Clés {name}", by=by, powers=("circles.assign",)), to, by=by)
    someone = make_person(f"Nour {name}")
    me = actors.person(someone)
    knock(someone, district=None, languages="", wishes="", needs=(), by=me)


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_as_often_for_one_as_for_many(
    as_: As, odile: Person, bruno: Person, path: str
) -> None:
    client, names = as_(odile), iter("ABCDEFG")
    same_queries_for_one_or_many(
        make=lambda: one_more(next(names), by=odile, to=bruno), call=lambda: client.get(path)
    )


@pytest.mark.parametrize("path", LISTS)
def test_a_list_asks_at_most_eight_times(as_: As, odile: Person, bruno: Person, path: str) -> None:
    one_more("A", by=odile, to=bruno)
    client = as_(bruno)
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        client.get(path)
    assert len(asked) <= MOST, "\n".join(query["sql"] for query in asked.captured_queries)


@pytest.mark.parametrize("path", LISTS)
def test_a_second_proof_asked_by_rule_costs_one_question(
    as_: As, odile: Person, amina: Person, bruno: Person, path: str
) -> None:
    """Whoever welcomes is asked more often, for the proof itself, and for no other reason."""
    one_more("A", by=odile, to=bruno)
    asked = []
    for value in (0, 1):
        change(SECOND_PROOF, value, by=odile)
        with pretend(now() + timedelta(days=60)):
            Authenticator.objects.get_or_create(user=amina, type="webauthn", data={"name": "clé"})
            client = as_(amina)
            client.get(path)
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            asked.append(len(queries))
    assert asked[1] <= asked[0] + 1
