"""A question asked at each step is put into SQL once; then only its values change.

What does this person hold, who may do this, are they a member: every deed asks that several times. Django
writes the words of such a question anew each time, which takes thirty times longer than answering it.

    ON = Given("on", DateField())

    @prepared
    def _begun(kind: str) -> QuerySet[Thing]:
        return Thing.objects.filter(kind=kind, starts_on__lte=ON)

    _begun("garden")(on=today())

What changes the words is an argument of the question; what only changes a value is given when it is asked.
"""

from collections.abc import Callable, Iterable
from copy import copy
from functools import lru_cache
from typing import Any, Generic, ParamSpec, TypeVar, cast

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BigIntegerField, Expression, Field, Model, QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

P = ParamSpec("P")
Row = TypeVar("Row", bound=Model)
QUESTIONS = 64  # kept, of each shape: one for each power


class Given(Expression):
    """A value that is known when the question is asked; `then` makes it from the one that is told."""

    def __init__(
        self, name: str, output_field: "Field[Any, Any]", then: Callable[[Any], Any] | None = None
    ) -> None:
        super().__init__(output_field=output_field)
        self.name, self.then = name, then

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> Any:
        return "%s", [self]

    def value(self, values: dict[str, Any], connection: BaseDatabaseWrapper) -> Any:
        told = values[self.name]
        return self.output_field.get_db_prep_value(
            self.then(told) if self.then else told, connection
        )


def given_numbers(many: int) -> Any:
    """As many numbers of rows, for `pk__in`; `numbered` gives them."""
    return [Given(f"n{place}", BigIntegerField()) for place in range(many)]


def numbered(numbers: Iterable[int]) -> dict[str, int]:
    return {f"n{place}": number for place, number in enumerate(numbers)}


class _Worded(Query):
    """A query whose compiler has found its words already."""

    ready: SQLCompiler

    def get_compiler(self, *args: object, **kwargs: object) -> SQLCompiler:
        return self.ready


class Prepared(Generic[Row]):
    """A queryset with values left to give; called with them, it answers with its rows."""

    def __init__(self, rows: "QuerySet[Row, Any]") -> None:
        self._rows = rows
        self._worded: dict[str, tuple[SQLCompiler, str, tuple[Any, ...]] | None] = {}

    def __call__(self, **values: Any) -> list[Any]:
        words = self._words()
        if words is None:
            return []
        ready, sql, asked = words
        compiler, params = copy(ready), self._given(asked, values)
        compiler.connection = connections[self._rows.db]  # each thread has its own
        compiler.as_sql = lambda *_, **__: (sql, params)  # type: ignore[method-assign]  # of this copy
        rows = self._rows.all()
        kind = rows._iterable_class  # tuples stay tuples
        query = cast(_Worded, rows.query.chain(klass=_Worded))
        rows.query = compiler.query = query
        rows._iterable_class = kind  # a query that is set makes dictionaries
        query.ready = compiler
        return list(rows)

    def numbers(self, **values: Any) -> list[int]:
        """The numbers of rows that it asks for, and nothing else: they need nothing made of them."""
        told = self.told(**values)
        if told is None:
            return []
        with connections[self._rows.db].cursor() as cursor:
            cursor.execute(*told)
            return [number for (number,) in cursor.fetchall()]

    def told(self, **values: Any) -> tuple[str, tuple[Any, ...]] | None:
        """Its SQL and what is given to it, to stand inside another question."""
        words = self._words()
        return words and (words[1], self._given(words[2], values))

    def _given(self, asked: tuple[Any, ...], values: dict[str, Any]) -> tuple[Any, ...]:
        connection = connections[self._rows.db]
        return tuple(
            one.value(values, connection) if isinstance(one, Given) else one for one in asked
        )

    def _words(self) -> tuple[SQLCompiler, str, tuple[Any, ...]] | None:
        using = self._rows.db
        if using not in self._worded:
            self._worded[using] = self._word(using)
        return self._worded[using]

    def _word(self, using: str) -> tuple[SQLCompiler, str, tuple[Any, ...]] | None:
        """Nothing when no row could answer: a question about none of these."""
        compiler = self._rows.query.clone().get_compiler(using)
        try:
            sql, asked = compiler.as_sql()
        except EmptyResultSet:
            return None
        return compiler, sql, tuple(asked)


def prepared(question: "Callable[P, QuerySet[Row, Any]]") -> Callable[P, Prepared[Row]]:
    @lru_cache(maxsize=QUESTIONS)
    def once(args: tuple[object, ...], named: tuple[tuple[str, object], ...]) -> Prepared[Row]:
        return Prepared(question(*args, **dict(named)))  # type: ignore[arg-type]  # theirs

    def ask(*args: P.args, **kwargs: P.kwargs) -> Prepared[Row]:
        return once(args, tuple(sorted(kwargs.items())))

    return ask
