"""What can be wrong with what was given, said in one line that a person can act on."""


class WrongInput(ValueError):
    """Something given is not what was expected. Its text names the file, the row and the column.

    `row` counts lines as a text editor does, the first being 1; `column` is the column's name.

    >>> str(WrongInput("« douze » n’est pas un nombre entier", source="votes.csv", row=3, column="voix"))
    'votes.csv, ligne 3, colonne « voix » : « douze » n’est pas un nombre entier.'
    """

    def __init__(
        self,
        sentence: str,
        *,
        source: str | None = None,
        row: int | None = None,
        column: str | None = None,
        expected: str | None = None,
    ) -> None:
        self.sentence, self.source, self.row = sentence, source, row
        self.column, self.expected = column, expected
        super().__init__(str(self))

    def __str__(self) -> str:
        place = [self.source] if self.source else []
        place += [f"ligne {self.row}"] if self.row is not None else []
        place += [f"colonne « {self.column} »"] if self.column is not None else []
        where = ", ".join(place) + " : " if place else ""
        instead = f" ; attendu : {self.expected}" if self.expected else ""
        return f"{where}{self.sentence.rstrip('.')}{instead}."


class Infeasible(Exception):
    """No answer meets every condition. `conflict` names conditions that cannot hold together."""

    def __init__(self, sentence: str, conflict: tuple[str, ...]) -> None:
        self.sentence, self.conflict = sentence, conflict
        super().__init__(sentence)
