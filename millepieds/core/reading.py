"""Whoever reads one page asks each question once.

A GET changes nothing, so what was answered once during it holds until its end: who is a member, what is
held, how circles fit together. During a deed nothing is kept, and every question is asked again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
_answers: ContextVar[dict[Any, Any] | None] = ContextVar("answers", default=None)


@contextmanager
def one_page() -> Iterator[None]:
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def reading() -> bool:
    """Whether a page is being read: nothing changes until its end."""
    return _answers.get() is not None


def asked_once(question: Callable[P, T]) -> Callable[P, T]:
    """Within one page, the same question has the same answer. Nobody may change what it gives back."""

    @wraps(question)
    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        answers = _answers.get()
        if answers is None:
            return question(*args, **kwargs)
        key = (question, args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = question(*args, **kwargs)
        answer: T = answers[key]
        return answer

    return ask
