"""A line leads to its proof, and the proof holds without us."""

import pytest
from django.core.management import call_command

from civics.cli import main
from civics.tlog import opened, parse_proof
from millepieds.circles.tests.makers import make_member, make_role
from millepieds.core import actors
from millepieds.core.deeds import Audience
from millepieds.home.actions import erase
from millepieds.journal.actions import sign_checkpoint
from millepieds.journal.models import Checkpoint, Entry
from millepieds.journal.queries.keys import public_keys
from millepieds.journal.tests.makers import WALKED, make_entry
from millepieds.people.models import Person
from tests.counting import same_queries_for_one_or_many
from tests.pages import Page

pytestmark = pytest.mark.django_db


def words(client, path: str) -> str:
    return " ".join(" ".join(Page(client.get(path).content.decode()).texts).split())


def test_a_line_of_the_register_leads_to_a_proof_that_anyone_can_verify(
    as_, odile, tmp_path, monkeypatch, capsys
) -> None:
    make_role(by=odile)
    sign_checkpoint()
    outside = as_(None)
    line = outside.get("/registre/").context["lines"][0]
    path = f"/registre/{line.entry.number}/"
    assert path in Page(outside.get("/registre/").content.decode()).links
    assert f"{path}preuve/" in Page(outside.get(path).content.decode()).links
    monkeypatch.chdir(tmp_path)
    answer = outside.get(f"{path}preuve/")
    assert f"ligne-{line.entry.number}.tlog-proof" in answer["Content-Disposition"]
    (tmp_path / "p").write_bytes(answer.content)
    (tmp_path / "cle").write_bytes(outside.get("/registre/journal/cle").content)
    assert main(["log", "verify", "p", "--key", "cle"]) == 0
    assert f'"number":{line.entry.number}' in capsys.readouterr().out


def test_a_line_too_new_waits_and_a_house_without_a_key_says_so(as_, odile, settings) -> None:
    entry = make_entry()
    path = f"/registre/{entry.number}/"
    assert "trop récente" in words(as_(None), path)
    assert as_(None).get(f"{path}preuve/").status_code == 404
    settings.JOURNAL_KEY = "/nowhere/key"
    for page in (path, "/registre/verifier/"):
        assert "Télécharger la preuve" not in words(as_(None), page)
    assert "ne signe pas encore" in words(as_(None), path)


@pytest.mark.parametrize("audience", [one for one in Audience if one is not Audience.TOWN])
def test_the_proof_of_a_line_is_for_whoever_may_read_the_line(as_, odile, audience) -> None:
    entry = make_entry(audience, circle_id=987)
    sign_checkpoint()
    for where in ("", "preuve/"):
        assert as_(None).get(f"/registre/{entry.number}/{where}").status_code == 404
        assert as_(None).get(f"/registre/{entry.number + 9999}/{where}").status_code == 404


def test_a_proof_names_nobody_and_outlives_the_person(as_, odile: Person) -> None:
    zoe = make_member("Zoé Grenat", welcomed_by=odile)
    entry = make_entry(by=actors.person(zoe), about=zoe)
    sign_checkpoint()
    path = f"/registre/{entry.number}/preuve/"
    before = as_(odile).get(path).content.decode()
    proof = parse_proof(before)
    assert proof.extra
    assert WALKED[Audience.TOWN].encode() in proof.extra
    for secret in ("Grenat", entry.particulars.key, '"actor'):
        assert secret not in before + proof.extra.decode()
    erase(zoe, by=actors.person(zoe))
    sign_checkpoint()
    for text in (before, as_(odile).get(path).content.decode()):
        kept = parse_proof(text)
        point, _ = opened(kept.checkpoint, log=public_keys()[0])
        assert kept.extra == proof.extra
        assert kept.proves(proof.extra, point)
    call_command("verify", verbosity=0)


def test_a_page_of_proof_costs_the_same_in_a_longer_register(as_, odile: Person) -> None:
    entry, client = make_entry(), as_(odile)

    def longer() -> None:
        for _ in range(5):
            make_entry()
        sign_checkpoint()

    same_queries_for_one_or_many(make=longer, call=lambda: client.get(f"/registre/{entry.number}/"))


def test_the_page_to_check_shows_what_to_keep(as_, odile: Person) -> None:
    make_entry()
    sign_checkpoint()
    said = words(as_(None), "/registre/verifier/")
    note = Checkpoint.objects.first()
    assert note
    to_copy = as_(None).get("/registre/verifier/").content.decode()
    assert note.note.split("\n")[2] in to_copy
    assert str(public_keys()[0]) in to_copy
    assert f"Lignes {Entry.objects.count()}" in said
    assert "temoin.py" in to_copy


def test_the_worker_signs_the_hour(odile: Person) -> None:
    make_entry()
    call_command("worker", once=True, verbosity=0)
    signed = Checkpoint.objects.first()
    assert signed
    assert signed.size == Entry.objects.count()
