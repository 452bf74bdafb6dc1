from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Word = TypeVar("Word", bound=StrEnum)


def one_of(words: Mapping[Word, str]) -> list[tuple[str, Promise]]:
    """Choices for a field. Plain values, so that migrations import nothing of ours."""
    return [(word.value, gettext_lazy(label)) for word, label in words.items()]
