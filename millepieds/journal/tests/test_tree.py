"""The tree over the entries: it grows with each deed, it is signed, and anyone outside can check it."""

import json
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from civics.problems import WrongInput
from civics.tlog import Kind, Log, Signer, leaf_hash, opened, parse_note, signed
from millepieds.circles.tests.makers import make_person
from millepieds.core import actors
from millepieds.core.clock import now
from millepieds.core.deeds import DEEDS, Audience, Deed
from millepieds.core.refusals import Refusal, Refused
from millepieds.journal.actions import forget, record, sign_checkpoint
from millepieds.journal.apps import the_journal_is_signed
from millepieds.journal.models import Checkpoint, Entry, Node
from millepieds.journal.queries.keys import (
    Unsigned,
    public_keys,
    refuse_to_start_without_a_key,
    the_signer,
)
from millepieds.journal.queries.tree import (
    TreeBroken,
    last_checkpoint,
    leaf_of,
    proof_of,
    verify_tree,
)
from millepieds.journal.tests.makers import make_entry
from millepieds.journal.tests.tampering import triggers_aside
from static import temoin
from tests.counting import same_queries_for_one_or_many

pytestmark = pytest.mark.django_db
BINDING = "tests.bound"
DEEDS[BINDING] = Deed(BINDING, "Something binding", Audience.TOWN, checkpoint=True)


@transaction.atomic
def make_binding() -> Entry:
    return record(BINDING, None, by=actors.OUTSIDER, at=now())


def made_again() -> Log:
    """The tree as anyone would make it from the entries."""
    return Log(leaf_of(entry) for entry in Entry.objects.order_by("number"))


def tampered(sql: str) -> None:
    with triggers_aside(), connection.cursor() as cursor:
        cursor.execute(sql)


# It grows


def test_each_deed_adds_its_leaf_and_what_it_completes() -> None:
    for _ in range(11):
        make_entry()
    log = made_again()
    found = {(n.level, n.number): n.hash for n in Node.objects.all()}
    assert len(found) == 11 + 5 + 2 + 1
    for (level, number), said in found.items():
        assert log.read([(level, number)])[0].hex() == said  # type: ignore[list-item]


def test_a_leaf_says_what_the_line_says_and_no_more() -> None:
    entry = make_entry(by=actors.person(make_person("Amina")), circle_id=7)
    assert json.loads(leaf_of(entry)) == {
        "commitment": entry.commitment, "deed": entry.deed, "number": entry.number,
        "happened_on": entry.happened_at.strftime("%Y-%m-%d"),
        "recorded_on": entry.recorded_at.strftime("%Y-%m-%d"),
    }  # fmt: skip
    assert leaf_of(Entry.objects.get(pk=entry.pk)) == leaf_of(entry)


def test_a_deed_undone_leaves_no_leaf() -> None:
    make_entry()

    @transaction.atomic
    def refused() -> None:
        make_binding()
        raise Refused(Refusal("No.", article="care.rest"))

    with pytest.raises(Refused):
        refused()
    assert Node.objects.filter(level=0).count() == Entry.objects.count()
    assert not Checkpoint.objects.exists()
    make_binding()
    assert verify_tree().wrong == []


def test_a_deed_asks_the_database_as_often_whatever_the_length_of_the_journal() -> None:
    make_entry()
    same_queries_for_one_or_many(
        make=lambda: [make_entry() for _ in range(7)], call=lambda: make_binding()
    )


def test_a_proof_asks_the_database_as_often_whatever_the_length_of_the_journal() -> None:
    for _ in range(3):
        make_entry()
    sign_checkpoint()
    first = Entry.objects.get(number=1)

    def more() -> None:
        for _ in range(9):
            make_entry()
        sign_checkpoint()

    same_queries_for_one_or_many(make=more, call=lambda: proof_of(first))


def test_a_deed_is_refused_where_the_tree_has_lost_a_part() -> None:
    for _ in range(3):
        make_entry()
    tampered("DELETE FROM journal_node WHERE level = 0 AND number = 2")
    with pytest.raises(TreeBroken, match="journal verify"):
        make_entry()


def test_the_migration_makes_the_same_tree_for_the_entries_of_before() -> None:
    for _ in range(21):
        make_entry()
    before = set(Node.objects.values_list("level", "number", "hash"))
    migration = import_module("millepieds.journal.migrations.0004_leaves")
    tampered("DELETE FROM journal_node")
    migration.grow_the_tree(apps, None)
    assert set(Node.objects.values_list("level", "number", "hash")) == before
    make_entry()
    assert verify_tree().wrong == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_node SET hash = ''", "UPDATE journal_node SET number = number + 99",
        "DELETE FROM journal_node", "UPDATE journal_checkpoint SET note = ''",
        "UPDATE journal_checkpoint SET signed_at = '2018-09-20'", "DELETE FROM journal_checkpoint",
        pytest.param("TRUNCATE journal_node", marks=pytest.mark.only_on("postgresql")),
        pytest.param("TRUNCATE journal_checkpoint", marks=pytest.mark.only_on("postgresql")),
    ],
)  # fmt: skip
def test_the_database_keeps_the_tree_as_it_keeps_the_entries(sql: str) -> None:
    make_binding()
    before = [list(model.objects.values()) for model in (Node, Checkpoint)]
    never = pytest.raises(DatabaseError, match="never")
    with never, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
    assert [list(model.objects.values()) for model in (Node, Checkpoint)] == before


def test_a_place_of_the_tree_is_taken_once() -> None:
    make_entry()
    with pytest.raises(IntegrityError), transaction.atomic():
        Node.objects.create(level=0, number=0, hash="ab" * 32)


# It is signed


def test_a_deed_that_binds_is_signed_at_once_and_others_by_the_hour() -> None:
    make_entry()
    assert not Checkpoint.objects.exists()
    bound = make_binding()
    checkpoint = last_checkpoint()
    assert checkpoint
    assert checkpoint.size == bound.number
    point, _ = opened(checkpoint.note, log=public_keys()[0])
    assert (point.size, point.root) == (bound.number, made_again().root())
    make_entry()
    assert sign_checkpoint()
    assert sign_checkpoint() is None  # nothing changed
    assert Checkpoint.objects.count() == 2


def test_nothing_is_signed_of_an_empty_journal() -> None:
    assert sign_checkpoint() is None


@pytest.mark.parametrize(
    "deed", [one for one in DEEDS.values() if one.checkpoint], ids=lambda deed: deed.key
)
def test_only_what_the_town_reads_is_signed_at_once(deed: Deed) -> None:
    """Signing at once shows when: what is told to fewer, or sealed, waits for the hour."""
    assert deed.audience is Audience.TOWN


def test_without_a_key_nothing_is_signed_and_it_is_said(settings, tmp_path) -> None:
    settings.JOURNAL_KEY = str(tmp_path / "none.key")
    make_binding()
    assert not Checkpoint.objects.exists()
    assert sign_checkpoint() is None
    assert [error.id for error in the_journal_is_signed()] == ["journal.E001"]
    refuse_to_start_without_a_key()  # at a desk
    settings.PRODUCTION = True
    with pytest.raises(Unsigned, match="journal key"):
        refuse_to_start_without_a_key()


def test_a_key_is_made_once_read_by_one_and_changed_on_purpose(settings, tmp_path, capsys) -> None:
    settings.JOURNAL_KEY, settings.ORIGIN = str(tmp_path / "a" / "key"), "https://exemple.org"
    settings.PRODUCTION = True
    call_command("journal", "key")
    first = the_signer()
    assert first
    assert capsys.readouterr().out == f"{first.key}\n"
    assert first.name == "exemple.org/registre/journal"
    call_command("journal", "key")
    assert the_signer() == first
    assert the_journal_is_signed() == []
    refuse_to_start_without_a_key()
    old = make_binding()
    call_command("journal", "key", "--change")
    assert the_signer() != first
    assert public_keys()[1] == first.key
    assert first.secret not in Path(settings.JOURNAL_KEY).read_text()
    make_binding()
    assert verify_tree().wrong == []  # each checkpoint under the key of its day
    opened(Checkpoint.objects.get(size=old.number).note, log=first.key)
    Path(settings.JOURNAL_KEY).chmod(0o644)
    assert "chmod 600" in the_journal_is_signed()[0].msg
    Path(settings.JOURNAL_KEY).write_text("nonsense\n")
    assert "cannot be used" in the_journal_is_signed()[0].msg


# It is verified


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """Six entries, two checkpoints, the last one copied outside."""
    make_entry()
    make_binding()
    for _ in range(3):
        make_entry()
    make_binding()
    checkpoint = last_checkpoint()
    assert checkpoint
    path = tmp_path / "kept.txt"
    path.write_text(checkpoint.note)
    return path


def test_an_untouched_journal_holds_and_so_does_what_was_kept(kept, capsys) -> None:
    call_command("journal", "verify", against=kept)
    assert "The journal holds." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("UPDATE journal_entry SET recorded_at = '2018-09-20 17:00:00+00:00' WHERE number = 3", "entry 3"),
        ("UPDATE journal_node SET hash = '{other}' WHERE level = 0 AND number = 2", "entry 3"),
        ("UPDATE journal_node SET hash = '{other}' WHERE level = 1 AND number = 0", "part 1/0"),
        ("DELETE FROM journal_node WHERE level = 1 AND number = 0", "instead of"),
        ("INSERT INTO journal_node (level, number, hash) VALUES (0, 99, '{other}')", "entry 100"),
        ("UPDATE journal_checkpoint SET size = 5 WHERE size = 6", "it speaks of 6 entries"),
        ("UPDATE journal_checkpoint SET note = 'x' WHERE size = 6", "checkpoint of 6 entries"),
    ],
)  # fmt: skip
def test_what_is_changed_behind_our_back_is_found(kept, sql: str, said: str) -> None:
    tampered(sql.replace("{other}", "ab" * 32))
    with pytest.raises(CommandError, match=said):
        call_command("journal", "verify", verbosity=0)


def test_a_forgotten_line_that_is_rewritten_is_found_without_its_key() -> None:
    amina = make_person("Amina")
    entry = make_entry(by=actors.person(amina))
    forget(amina.pk, at=now())
    tampered(f"UPDATE journal_entry SET deed = 'tests.lied' WHERE number = {entry.number}")
    assert f"entry {entry.number}" in verify_tree().wrong


def test_whoever_owns_the_machine_and_rewrites_everything_is_seen_from_outside(kept) -> None:
    """Entries, leaves, parts, roots and signatures, all consistent again: only `kept` tells."""
    migration = import_module("millepieds.journal.migrations.0004_leaves")
    tampered("DELETE FROM journal_checkpoint")
    tampered("DELETE FROM journal_node")
    tampered("UPDATE journal_entry SET happened_at = '2018-09-20 17:00:00+00:00' WHERE number = 3")
    migration.grow_the_tree(apps, None)
    sign_checkpoint()
    assert verify_tree().wrong == []
    assert verify_tree(against=kept.read_text()).wrong == [
        "the checkpoint kept outside: the entries it covers were rewritten"
    ]


def test_a_checkpoint_of_someone_else_is_not_taken_for_ours(kept) -> None:
    other = Signer(public_keys()[0].name, Kind.LOG, bytes(range(32)))
    forged = str(signed(parse_note(kept.read_text()).text, other))
    said = "the checkpoint kept outside: not signed by this house"
    assert verify_tree(against=forged).wrong == [said]
    with pytest.raises(CommandError):
        call_command("journal", "verify", against=kept.with_name("absent"), verbosity=0)


def test_a_house_that_lost_its_key_still_verifies_and_says_so(kept, settings, tmp_path) -> None:
    """Coming back from a copy on another machine: the key was never in the copy."""
    settings.JOURNAL_KEY = str(tmp_path / "new.key")
    for made in (False, True):
        if made:
            call_command("journal", "key", verbosity=0)
        verdict = verify_tree()
        assert (verdict.by_others, verdict.wrong) == (2, [])


def test_forgetting_amina_leaves_every_proof_valid() -> None:
    amina, bruno = make_person("Amina"), make_person("Bruno")
    mine = make_entry(by=actors.person(amina), about=bruno)
    make_entry(by=actors.person(bruno), about=amina)
    make_binding()
    before = {entry.pk: str(proof_of(entry)) for entry in Entry.objects.all()}
    forget(amina.pk, at=now())
    assert {entry.pk: str(proof_of(entry)) for entry in Entry.objects.all()} == before
    make_binding()
    proof = proof_of(mine)
    assert proof
    point, _ = opened(proof.checkpoint, log=public_keys()[0])
    assert proof.proves(leaf_of(mine), point)
    call_command("journal", "verify", verbosity=0)


# It is seen from outside


@pytest.fixture
def visit(as_, tmp_path) -> Callable[..., str]:
    """A witness with nothing but the public addresses and one file of Python."""

    def fetch(path: str) -> bytes:
        answer = as_(None).get(f"/registre/journal/{path}")
        assert answer.status_code == 200, path
        return bytes(answer.content)

    def look(**more: object) -> str:
        told: list[str] = []
        temoin.witness(tmp_path / "witness", "amina.test", fetch, told.append, **more)  # type: ignore[arg-type]
        return "\n".join(told)

    return look


def test_a_witness_sees_the_register_grow_and_signs(visit, tmp_path) -> None:
    make_binding()
    assert "Première visite" in visit()
    for many in (1, 4, 30):
        for _ in range(many):
            make_entry()
        sign_checkpoint()
        assert "que tu connaissais sont intactes" in visit(everything=True)
    size = Entry.objects.count()
    cosigned = (tmp_path / "witness" / f"signe-{size}.txt").read_text()
    key = public_keys()[0].parse(visit().splitlines()[-1])
    point, seen = opened(cosigned, log=public_keys()[0], witnesses=[key])
    assert (point.size, seen) == (size, (key,))
    leaves = (tmp_path / "witness" / "empreintes.bin").read_bytes()
    assert leaves == b"".join(leaf_hash(leaf_of(e)) for e in Entry.objects.order_by("number"))


def test_an_older_copy_put_back_is_seen_by_the_witness(visit, tmp_path) -> None:
    make_binding()
    visit()

    class PutBack(Exception):
        pass

    with pytest.raises(PutBack), transaction.atomic():
        make_entry()
        make_binding()
        visit()
        kept = (tmp_path / "witness" / "dernier.txt").read_text()
        raise PutBack  # the database is now what it was before
    with pytest.raises(temoin.Wrong, match="A RÉTRÉCI"):
        visit()
    assert "entries then" in verify_tree(against=kept).wrong[0]
    for _ in range(3):
        make_binding()  # life goes on, over the lost lines
    with pytest.raises(temoin.Wrong, match="A ÉTÉ RÉÉCRIT"):
        visit()
    assert "rewritten" in verify_tree(against=kept).wrong[0]


def test_another_key_is_seen_by_the_witness(visit, settings, tmp_path) -> None:
    make_binding()
    visit()
    settings.JOURNAL_KEY = str(tmp_path / "other.key")
    call_command("journal", "key", verbosity=0)
    make_binding()
    with pytest.raises(temoin.Wrong, match="avec la clé que tu as gardée"):
        visit()


def test_the_outside_fetches_what_is_signed_and_nothing_after(as_) -> None:
    for _ in range(3):
        make_entry()
    outside = as_(None)
    for path in ("checkpoint", "tile/0/000.p/1"):
        assert outside.get(f"/registre/journal/{path}").status_code == 404
    sign_checkpoint()
    make_entry()
    tile = outside.get("/registre/journal/tile/0/000.p/3")
    assert tile.content == b"".join(
        leaf_hash(leaf_of(e)) for e in Entry.objects.order_by("number")[:3]
    )
    for path in (
        "tile/0/000.p/4", "tile/0/000", "tile/1/000.p/1", "tile/0/001.p/1", "tile/0/0.p/1", "tile/8/000.p/1",
        "tile/00/000.p/1", "tile/0/000.p/0", "tile/0/000.p/03", "tile/0/x000/000.p/1", "tile/entries/000",
        "tile/0/x999/x999/x999/x999/999",
    ):  # fmt: skip
        assert outside.get(f"/registre/journal/{path}").status_code == 404, path


def test_nothing_published_names_anyone(as_) -> None:
    """Hashes, sizes and keys: no name, no deed, no number of a person, no key of an entry."""
    amina = make_person("Amina Cobalt")
    make_entry(Audience.SEALED, by=actors.person(amina), about=amina)
    entry = make_binding()
    outside = as_(None)
    for path in ("checkpoint", "cle", f"tile/0/000.p/{entry.number}"):
        said = outside.get(f"/registre/journal/{path}").content
        for secret in (
            b"Cobalt",
            b"walked",
            b"bound",
            *(one.commitment.encode() for one in Entry.objects.all()),
        ):
            assert secret not in said


# The program of the witness, whose arithmetic is its own


def test_its_signatures_are_those_of_everyone() -> None:
    seed = bytes.fromhex(
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
    )  # RFC 8032
    assert temoin.public_of(seed).hex() == (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    )
    for size in (0, 1, 40):
        message, signer = bytes(size), Signer("a", Kind.LOG, seed)
        signature = signer._private.sign(message)
        assert temoin.sign(seed, message) == signature
        assert temoin.signed(signer.key.public, signature, message)
        for bit in (0, 255, 256, 511):
            other = bytearray(signature)
            other[bit // 8] ^= 1 << bit % 8
            assert not temoin.signed(signer.key.public, bytes(other), message)
    assert not temoin.signed(bytes([2] + [0] * 31), bytes(64), b"")
    assert not temoin.signed(signer.key.public, signature[:32] + b"\xff" * 32, message)


def test_its_tree_is_the_log_s() -> None:
    log = Log(b"%d" % number for number in range(1030))

    def fetch(path: str) -> bytes:
        where, _, wide = path.removeprefix("tile/").partition(".p/")
        level, number = where.split("/")
        first = 256 * int(number)
        return b"".join(log.read([(8 * int(level), first + at) for at in range(int(wide or 256))]))  # type: ignore[misc]

    for size in (1, 2, 3, 7, 255, 256, 257, 511, 512, 1030):
        for old in {0, 1, 2, 3, size // 2, size - 1, size}:
            if old <= size:
                tree, was = temoin.Tree(size, fetch), log.root(old)
                assert temoin.continues(tree, old, was, log.root(size))
                assert not temoin.continues(tree, old, was, bytes(32))
                assert not old or not temoin.continues(tree, old, bytes(32), log.root(size))
    with pytest.raises(temoin.Wrong):
        temoin.Tree(5, lambda path: b"").tile(0, 0)


def test_a_line_that_is_no_key_or_no_checkpoint_is_refused() -> None:
    key = temoin.key_of(str(public_keys()[0]))
    for line in ("", "a+b", "a+00000000+AQ==", str(Signer("a", Kind.WITNESS, bytes(32)).key)):
        with pytest.raises(temoin.Wrong):
            temoin.key_of(line)
    for note in ("", "a\n1\nx\n\n— b c\n", "x\n\n— exemple.test/registre/journal AAAA\n"):
        with pytest.raises((temoin.Wrong, WrongInput)):
            temoin.opened(note, key)
