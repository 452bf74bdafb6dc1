"""Two scribes never lose a sentence."""

from hypothesis import example, given
from hypothesis import strategies as st

from millepieds.meetings.rules.merging import Clash, clashes, in_one_text, merged

LINES = st.lists(st.sampled_from(["", "a", "b", "c", "Ouvrir.", "Le samedi."]), max_size=7)
TEXTS = LINES.map("\n".join)


@example("a\na\n\n", "a", "a\n\n")  # each takes away another of two equal lines
@given(TEXTS, TEXTS, TEXTS)
def test_every_line_that_either_wrote_is_in_the_text_or_in_a_clash(
    start: str, amina: str, bruno: str
) -> None:
    shown = in_one_text(merged(start, amina, bruno), saved="<", typed=">").splitlines()
    for one, other in ((amina, bruno), (bruno, amina)):
        for line in filter(None, one.splitlines()):  # an empty line says nothing
            taken_away = line in start.splitlines() and line not in other.splitlines()
            more = one.splitlines().count(line) > start.splitlines().count(line)
            assert line in shown or (taken_away and not more)


@given(TEXTS, TEXTS, TEXTS)
def test_lines_added_by_both_are_all_counted(start: str, amina: str, bruno: str) -> None:
    new_a = [f"Amina {n}: {line}" for n, line in enumerate(amina.splitlines())]
    new_b = [f"Bruno {n}: {line}" for n, line in enumerate(bruno.splitlines())]
    pieces = merged(start, "\n".join([*new_a, start]), "\n".join([start, *new_b]))
    shown = in_one_text(pieces, saved="<", typed=">").splitlines()
    assert all(shown.count(line) == 1 for line in [*new_a, *new_b])


@given(TEXTS, TEXTS)
def test_one_who_writes_alone_is_simply_right(start: str, amina: str) -> None:
    assert merged(start, amina, start) == merged(start, start, amina) == amina.splitlines()
    assert merged(start, amina, amina) == amina.splitlines()


def test_neighbours_do_not_clash_and_the_same_line_does() -> None:
    assert merged("un\ndeux", "UN\ndeux", "un\nDEUX") == ["UN", "DEUX"]
    both = merged("un\ndeux", "UN\ndeux", "Un\ndeux")
    assert clashes(both) == [Clash(("UN",), ("Un",))]
    assert in_one_text(both, saved="<", typed=">") == "<\nUN\n>\nUn\ndeux"
