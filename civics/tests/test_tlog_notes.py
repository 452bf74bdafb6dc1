"""What a log signs, what its witnesses sign, and the files that carry a proof."""

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from random import Random

import pytest

from civics.problems import WrongInput
from civics.tlog import (
    Checkpoint,
    Continuation,
    Key,
    Kind,
    Log,
    Proof,
    Signer,
    opened,
    parse_checkpoint,
    parse_continuation,
    parse_note,
    parse_proof,
    signed,
    signed_by,
)

NOON = datetime(2026, 11, 25, 12, tzinfo=UTC)
HOUSE = Signer("exemple.org/registre", Kind.LOG, bytes(range(32)))
AMINA = Signer("amina.exemple.org", Kind.WITNESS, bytes(range(1, 33)))
BRUNO = Signer("bruno.exemple.org", Kind.WITNESS, bytes(range(2, 34)))
LOG = Log(f"entrée {number}".encode() for number in range(20))


def checkpoint(log: Log = LOG, *witnesses: Signer):
    note = signed(str(Checkpoint(HOUSE.name, log.size, log.root())), HOUSE)
    for witness in witnesses:
        note = signed(note, witness, at=NOON)
    return note


# The example of golang.org/x/mod/sumdb/note, whose key is Go's own
GO_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
GO_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"


def test_a_note_signed_by_another_program_is_read() -> None:
    note = parse_note(GO_NOTE)
    assert signed_by(note, [Key.parse(GO_KEY)]) == (Key.parse(GO_KEY),)
    assert str(note) == GO_NOTE
    assert str(Key.parse(GO_KEY)) == GO_KEY


def test_a_checkpoint_signed_by_its_log_and_seen_by_two_witnesses_opens() -> None:
    text = str(checkpoint(LOG, AMINA, BRUNO))
    found, seen = opened(text, log=HOUSE.key, witnesses=[AMINA.key, BRUNO.key])
    assert found == Checkpoint(HOUSE.name, 20, LOG.root())
    assert seen == (AMINA.key, BRUNO.key)
    assert AMINA.key.signed_at(parse_note(text).signatures[1].value) == NOON


def test_a_quorum_is_counted_by_witness_not_by_line() -> None:
    note = checkpoint(LOG, AMINA, AMINA)
    assert opened(note, log=HOUSE.key, witnesses=[AMINA.key, BRUNO.key], quorum=1)
    with pytest.raises(WrongInput, match="1 témoins l’ont signé ; attendu : au moins 2"):
        opened(note, log=HOUSE.key, witnesses=[AMINA.key, AMINA.key, BRUNO.key], quorum=2)


def test_one_secret_under_two_names_is_one_witness() -> None:
    """A v1 cosignature does not say whose it is: the same key counts once."""
    twin = replace(AMINA, name="autre.exemple.org")
    note = checkpoint(LOG, AMINA, twin)
    with pytest.raises(WrongInput, match="1 témoins"):
        opened(note, log=HOUSE.key, witnesses=[AMINA.key, twin.key], quorum=2)


def test_a_line_of_someone_unknown_is_passed_over() -> None:
    assert opened(checkpoint(LOG, AMINA), log=HOUSE.key) == (
        Checkpoint(HOUSE.name, 20, LOG.root()),
        (),
    )


def test_a_log_speaks_only_under_its_own_name() -> None:
    note = signed(str(Checkpoint("ailleurs.org", 20, LOG.root())), HOUSE)
    with pytest.raises(WrongInput, match=r"ailleurs\.org"):
        opened(note, log=HOUSE.key)


def test_a_witness_s_signature_is_not_the_log_s() -> None:
    same = replace(HOUSE, kind=Kind.WITNESS)
    note = signed(str(Checkpoint(HOUSE.name, 20, LOG.root())), same, at=NOON)
    with pytest.raises(WrongInput, match="ne l’a pas signé"):
        opened(note, log=HOUSE.key)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "ce n’est pas une note signée"),
        ("bonjour\n", "ce n’est pas une note signée"),
        ("bonjour\n\n— a QUJDREU=", "ce n’est pas une note signée"),
        ("bonjour\n\na QUJDREU=\n", "ligne 3 : ce n’est pas une signature"),
        ("bonjour\n\n— a+b QUJDREU=\n", "ligne 3 : ce n’est pas une signature"),
        ("bonjour\n\n— a QUJDREV=\n", "ligne 3 : « QUJDREV= » n’est pas du base64"),
        ("bonjour\n\n— a QUJD\n", "ligne 3 : cette signature est trop courte"),
        ("bon\tjour\n\n— a QUJDREU=\n", "un caractère invisible"),
        ("bonjour\n\n" + "— a QUJDREU=\n" * 101, "trop de signatures"),
    ],
)
def test_a_note_that_is_none_is_refused_with_its_line(text, said) -> None:
    with pytest.raises(WrongInput) as problem:
        parse_note(text, source="note")
    assert said in str(problem.value)


@pytest.mark.parametrize(
    "text",
    [
        "a\n1\n", "a\n01\n" + b64encode(bytes(32)).decode() + "\n", "a\n-1\nx\n", "a\n1\nQQ==\n",
        "a\n²\n" + b64encode(bytes(32)).decode() + "\n", "a\n1\n" + b64encode(bytes(32)).decode(),
        "a\n" + "9" * 40 + "\n" + b64encode(bytes(32)).decode() + "\n",
    ],
)  # fmt: skip
def test_a_checkpoint_that_is_none_is_refused(text) -> None:
    with pytest.raises(WrongInput):
        parse_checkpoint(text)


def test_a_key_whose_parts_disagree_is_refused() -> None:
    right = str(HOUSE.key)
    name, identifier, material = right.split("+", 2)
    for wrong in (
        "", name, f"{name}+{identifier}", f"autre+{identifier}+{material}", right[:-4],
        f"{name}+00000000+{material}", f"{name}+{identifier}+!!!!", f"+{identifier}+{material}",
    ):  # fmt: skip
        with pytest.raises(WrongInput):
            Key.parse(wrong)


def test_a_secret_is_one_line_that_go_reads_too() -> None:
    # the example of golang.org/x/mod/sumdb/note
    theirs = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    assert str(Signer.parse(theirs).key) == GO_KEY
    assert Signer.parse(theirs).secret == theirs
    assert "AYEK" not in repr(Signer.parse(theirs))
    for wrong in (theirs[:-4], theirs.removeprefix("PRIVATE+"), theirs.replace("c74f", "c74e"), ""):
        with pytest.raises(WrongInput) as problem:
            Signer.parse(wrong)
        assert "AYEK" not in str(problem.value)


def proof(index: int = 7) -> Proof:
    return Proof(index, LOG.inclusion(index), checkpoint(LOG, AMINA), f"entrée {index}".encode())


def test_a_proof_read_again_is_the_same_and_holds() -> None:
    found = parse_proof(str(proof()))
    assert found == proof()
    assert str(found).startswith("c2sp.org/tlog-proof@v1\nextra ZW50csOpZSA3\nindex 7\n")
    point, _ = opened(found.checkpoint, log=HOUSE.key, witnesses=[AMINA.key])
    assert found.proves("entrée 7".encode(), point)
    assert not found.proves("entrée 8".encode(), point)


def test_a_growth_read_again_is_the_same_and_holds() -> None:
    older = Log(f"entrée {number}".encode() for number in range(13))
    grown = Continuation(13, LOG.consistency(13), checkpoint())
    assert parse_continuation(str(grown)) == grown
    first, _ = opened(checkpoint(older), log=HOUSE.key)
    last, _ = opened(checkpoint(), log=HOUSE.key)
    assert grown.proves(first, last)
    assert not grown.proves(replace(first, origin="ailleurs.org"), last)
    assert not grown.proves(replace(first, root=LOG.root(12)), last)
    assert not grown.proves(replace(first, size=12), last)


def holds(text: str) -> bool:
    """Whoever verifies the file: the log and its witness signed, and the entry is there."""
    try:
        found = parse_proof(text)
        point, _ = opened(found.checkpoint, log=HOUSE.key, witnesses=[AMINA.key])
    except WrongInput:
        return False
    return found.extra is not None and found.proves(found.extra, point)


def tamper(seed: int, how_many: int) -> None:
    """Change a published proof by a character: either refused, or it says the same."""
    random = Random(seed)
    text = str(proof())
    alphabet = sorted({*text, *"+/=0aZ é\u2028\u00a0"})
    truth = parse_proof(text)
    assert holds(text)
    for _ in range(how_many):
        at = random.randrange(len(text))
        way = random.randrange(3)
        new = "" if way == 1 else random.choice(alphabet)
        lie = text[:at] + new + text[at + (way != 2) :]
        if lie != text and holds(lie):
            raise AssertionError((at, lie))
    assert parse_proof(text) == truth


def test_no_proof_holds_with_a_character_changed() -> None:
    tamper(seed=1, how_many=2_000)


@pytest.mark.soak
def test_no_proof_holds_with_a_character_changed_a_hundred_thousand_times() -> None:
    tamper(seed=2, how_many=100_000)
