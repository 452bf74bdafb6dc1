"""The command line: what it prints, and how it ends."""

import pytest

from civics.cli import main


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ([], "civics : il manque commande (voir civics --help)."),
        (["fly"], "civics : commande : 'fly' ne va pas ; au choix : "),
    ],
)
def test_a_mistyped_command_is_told_in_one_line(capsys, typed, said) -> None:
    with pytest.raises(SystemExit) as end:
        main(typed)
    told = capsys.readouterr().err
    assert end.value.code == 2
    assert told.startswith(said)
    assert told.count("\n") == 1
