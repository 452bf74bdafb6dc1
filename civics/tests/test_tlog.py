"""A log to which one can only add: its roots and its proofs, against three others."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymerkle import InmemoryTree

from civics.problems import WrongInput
from civics.tests import rfc6962
from civics.tlog import EMPTY, Log, continues, includes, leaf_hash, trees

# RFC 6962's own example entries, as Google's certificate-transparency tests publish them, with the roots
ENTRIES = [bytes.fromhex(one) for one in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
)]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
MOST = 300


def entry(number: int) -> bytes:
    return f"entrée {number}".encode()


def test_the_roots_published_with_the_standard_are_ours() -> None:
    log = Log(ENTRIES)
    assert [log.root(size).hex() for size in range(1, 9)] == list(ROOTS)
    assert Log().root() == EMPTY


@pytest.fixture(scope="module")
def both() -> tuple[Log, InmemoryTree]:
    log, theirs = Log(), InmemoryTree(algorithm="sha256")  # type: ignore[no-untyped-call]
    for number in range(MOST):
        log.append(entry(number))
        theirs.append_entry(entry(number))
    return log, theirs


def agree(both: tuple[Log, InmemoryTree], size: int, *, every: int) -> None:
    log, theirs = both
    root = log.root(size)
    assert root == theirs.get_root(size)
    for index in {*range(size % every, size, every), 0, size - 1}:
        proof = log.inclusion(index, size)
        peer = theirs.prove_inclusion(index + 1, size)
        peer.verify(leaf_hash(entry(index)), root, index + 1, size)
        assert list(proof) == peer.path[1:]
        assert includes(
            root=root, size=size, index=index, leaf=leaf_hash(entry(index)), proof=proof
        )
    for old in {*range(1 + size % every, size + 1, every), 1, size}:
        theirs.prove_consistency(old, size).verify(log.root(old), root, old, size)
        assert continues(
            old_root=log.root(old), old_size=old, root=root, size=size,
            proof=log.consistency(old, size),
        )  # fmt: skip


def test_pymerkle_has_the_same_roots_and_proofs_up_to_300(both) -> None:
    for size in range(1, MOST + 1):
        agree(both, size, every=29)


@pytest.mark.soak
def test_pymerkle_has_every_root_and_every_proof_up_to_300(both) -> None:
    for size in range(1, MOST + 1):
        agree(both, size, every=1)


def test_the_proofs_are_those_the_standard_describes() -> None:
    entries = [entry(number) for number in range(70)]
    log = Log(entries)
    for size in (1, 2, 3, 4, 5, 6, 7, 8, 31, 32, 33, 64, 70):
        assert log.root(size) == rfc6962.mth(entries[:size])
        for at in range(size):
            assert list(log.inclusion(at, size)) == rfc6962.path(at, entries[:size])
            assert list(log.consistency(at + 1, size)) == rfc6962.subproof(at + 1, entries[:size])


@settings(max_examples=60, derandomize=True, deadline=None)
@given(entries=st.lists(st.binary(max_size=40), min_size=1, max_size=90), data=st.data())
def test_whatever_the_entries_each_is_proved_and_the_past_is_kept(entries, data) -> None:
    log = Log(entries)
    size = data.draw(st.integers(1, len(entries)))
    index = data.draw(st.integers(0, size - 1))
    old = data.draw(st.integers(0, size))
    root = log.root(size)
    assert root == rfc6962.mth(entries[:size])
    assert includes(
        root=root, size=size, index=index, leaf=leaf_hash(entries[index]),
        proof=log.inclusion(index, size),
    )  # fmt: skip
    assert continues(
        old_root=log.root(old), old_size=old, root=root, size=size, proof=log.consistency(old, size)
    )


def test_what_is_not_there_is_refused() -> None:
    log = Log([b"a", b"b"])
    for asked in (
        lambda: log.inclusion(2), lambda: log.inclusion(-1), lambda: log.inclusion(0, 3),
        lambda: log.consistency(2, 1), lambda: log.consistency(-1), lambda: log.root(3),
        lambda: Log().inclusion(0), lambda: log.append_hash(b"short"),
    ):  # fmt: skip
        with pytest.raises(WrongInput):
            asked()
    assert log.size == 2


def test_an_empty_log_is_continued_by_any_without_a_proof() -> None:
    log = Log([b"a"])
    assert log.consistency(0) == ()
    assert continues(old_root=EMPTY, old_size=0, root=log.root(), size=1, proof=())
    assert not continues(old_root=EMPTY, old_size=0, root=log.root(), size=1, proof=(EMPTY,))


def test_a_pair_of_hashes_never_passes_for_an_entry() -> None:
    log = Log([b"a", b"b", b"c", b"d"])
    pair = leaf_hash(b"a") + leaf_hash(b"b")
    assert not includes(
        root=log.root(), size=2, index=0, leaf=leaf_hash(pair), proof=log.inclusion(0)[1:]
    )


def test_a_log_of_any_length_reads_few_hashes() -> None:
    assert len(trees.edge(2**40 - 1)) == 40
    asked: list[int] = []

    def read(places):
        asked.append(len(places))
        return [bytes(32)] * len(places)

    size = 2**40 - 1
    trees.root(size, read)
    trees.inclusion(123_456_789, size, read)
    trees.consistency(2**39 + 12345, size, read)
    assert len(asked) == 3  # one reading for each answer
    assert max(asked) < 2 * 40


def mutants(random: Random, hashes: tuple[bytes, ...], others: list[bytes]):
    """One proof, ill: a bit turned, a step lost, doubled, moved, added or replaced, a length changed."""
    steps = list(hashes)
    at = random.randrange(len(steps)) if steps else 0
    way = random.randrange(7 if steps else 1)
    if way == 0:
        steps.insert(random.randrange(len(steps) + 1), random.choice(others))
    elif way == 1:
        bit = random.randrange(256)
        steps[at] = (int.from_bytes(steps[at]) ^ 1 << bit).to_bytes(32)
    elif way == 2:
        del steps[at]
    elif way == 3:
        steps.insert(at, steps[at])
    elif way == 4:
        steps[at] = random.choice(others)
    elif way == 5:
        steps[at] = steps[at][: random.randrange(32)] + bytes(random.randrange(2))
    else:
        random.shuffle(steps)
    return tuple(steps)


def forge(seed: int, how_many: int) -> None:
    """Change one thing that is true, many times: nothing false is accepted."""
    random = Random(seed)
    log = Log(entry(number) for number in range(MOST))
    others = [leaf_hash(entry(n)) for n in range(MOST)] + [log.root(n) for n in range(MOST)]
    tried = 0
    while tried < how_many:
        size = random.randrange(2, MOST)
        index, old = random.randrange(size), random.randrange(1, size)
        inside: dict[str, Any] = {
            "root": log.root(size), "index": index, "leaf": leaf_hash(entry(index)),
            "proof": log.inclusion(index, size),
        }  # fmt: skip
        after: dict[str, Any] = {
            "old_root": log.root(old),
            "root": log.root(size),
            "proof": log.consistency(old, size),
        }
        for truth, holds in (
            (inside, lambda it, n=size: includes(size=n, **it)),
            (after, lambda it, m=old, n=size: continues(old_size=m, size=n, **it)),
        ):
            assert holds(truth)
            for what in truth:
                if what == "proof":
                    lie = mutants(random, truth["proof"], others)
                elif what == "index":
                    lie = random.randrange(-2, 2 * size)
                else:
                    lie = random.choice(others)
                if lie != truth[what]:
                    tried += 1
                    assert not holds({**truth, what: lie}), (size, index, old, what, lie)


def test_no_forged_proof_is_accepted() -> None:
    forge(seed=4, how_many=5_000)


@pytest.mark.soak
def test_no_forged_proof_is_accepted_among_a_hundred_thousand() -> None:
    forge(seed=2026, how_many=100_000)


@pytest.mark.soak
@pytest.mark.timeout(30)
def test_a_million_entries_are_appended_and_verified() -> None:
    log = Log()
    old_root, old_size = EMPTY, 0
    for number in range(1_000_000):
        log.append(b"%d" % number)
        if log.size % 1000 == 0:
            root = log.root()
            assert continues(
                old_root=old_root, old_size=old_size, root=root, size=log.size,
                proof=log.consistency(old_size),
            )  # fmt: skip
            old_root, old_size = root, log.size
    for number in range(0, 1_000_000, 100):
        assert includes(
            root=old_root, size=old_size, index=number, leaf=leaf_hash(b"%d" % number),
            proof=log.inclusion(number),
        )  # fmt: skip
