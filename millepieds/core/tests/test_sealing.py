"""What is sealed opens in its own place only, under a key that the database does not have."""

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from millepieds.core.sealing import (
    NotSealing,
    can_seal,
    master_keys,
    new_key,
    new_master_key,
    open_key,
    seal,
    unseal,
    wrapped_again,
)

KEY = bytes(32)


@given(words=st.text())
def test_what_is_sealed_is_read_again_word_for_word(words: str) -> None:
    sealed = seal(KEY, "a", words)
    assert unseal(KEY, "a", sealed) == words
    assert (len(sealed) - 12 - 16) % 256 == 0  # its length tells little


def test_moved_elsewhere_it_does_not_open() -> None:
    sealed = seal(KEY, "care.Report.sealed_words|1", "mots")
    for key, where in [
        (KEY, "care.Report.sealed_words|2"), (KEY, "care.Report.sealed_named|1"),
        (bytes(31) + b"1", "care.Report.sealed_words|1"),
    ]:  # fmt: skip
        with pytest.raises(InvalidTag):
            unseal(key, where, sealed)
    with pytest.raises(InvalidTag):
        unseal(KEY, "care.Report.sealed_words|1", sealed[:-1] + bytes([sealed[-1] ^ 1]))


def test_a_new_master_key_closes_again_the_same_key(settings) -> None:
    settings.SEALING_KEYS = f"1:{new_master_key()}"
    wrapped, version = new_key("a")
    key = open_key(wrapped, version, "a")
    settings.SEALING_KEYS = f"2:{new_master_key()} {settings.SEALING_KEYS}"
    again, then = wrapped_again(wrapped, version, "a")
    assert (version, then) == (1, 2)
    settings.SEALING_KEYS = settings.SEALING_KEYS.split()[0]
    assert open_key(again, then, "a") == key
    with pytest.raises(NotSealing):
        open_key(wrapped, version, "a")


@pytest.mark.parametrize("written", ["x", "1:court", "x:" + "A" * 43 + "=", "1:é"])
def test_a_master_key_badly_written_is_refused(settings, written: str) -> None:
    settings.SEALING_KEYS = written
    with pytest.raises(NotSealing):
        master_keys()


def test_without_a_master_key_nothing_is_sealed(settings) -> None:
    settings.SEALING_KEYS = ""
    assert not can_seal()
    with pytest.raises(NotSealing):
        new_key("a")
