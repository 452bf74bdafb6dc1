"""`civics`: each command prints a table for people or, with `--json`, one JSON object.

It ends with 0 when done, 2 on wrong input with one line that says what,
3 when no answer can exist, with the conflict.
"""

import argparse
import json
import pkgutil
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from types import ModuleType
from typing import NoReturn

from civics import commands
from civics.problems import Infeasible, WrongInput

DONE, WRONG, INFEASIBLE = 0, 2, 3


MISTAKES = (
    # what argparse says, and what we say
    (r"the following arguments are required: (.*)", r"il manque \1"),
    (r"unrecognized arguments: (.*)", r"« \1 » n’est pas une option connue"),
    (r"argument (\S+): expected .*", r"\1 attend une valeur"),
    (r"argument (\S+): not allowed with argument (\S+)", r"\1 et \2 ne vont pas ensemble"),
    (r"one of the arguments (.*) is required", r"il faut l’un de \1"),
    (
        r"argument (\S+): invalid choice: (.*) \(choose from (.*)\)",
        r"\1 : \2 ne va pas ; au choix : \3",
    ),
    (r"argument (\S+): invalid \S+ value: (.*)", r"\1 : \2 n’est pas une valeur possible"),
)


class Parser(argparse.ArgumentParser):
    """One line for a mistake, in the language of the others."""

    def error(self, message: str) -> NoReturn:
        """Say what was mistyped, and end."""
        for theirs, ours in MISTAKES:
            message = re.sub(theirs, ours, message)
        self.exit(WRONG, f"{self.prog} : {message} (voir {self.prog} --help).\n")
        raise AssertionError


def main(typed: Sequence[str] | None = None) -> int:
    """Run what was typed and return how it ended."""
    known = sorted(module.name for module in pkgutil.iter_modules(commands.__path__))
    parser = Parser(
        prog="civics", description="L’arithmétique de la démocratie, que chacun peut refaire."
    )
    parser.add_argument("--version", action="version", version=_version())
    parser.add_argument("command", choices=known, metavar="commande", help=", ".join(known))
    typed = sys.argv[1:] if typed is None else typed
    asked = parser.parse_args(typed[:1])
    return _run(import_module(f"civics.commands.{asked.command}"), asked.command, typed[1:])


def _run(command: ModuleType, name: str, typed: Sequence[str]) -> int:
    parser = Parser(prog=f"civics {name}", description=command.__doc__)
    parser.add_argument("--json", action="store_true", help="un objet JSON, pour les programmes")
    command.arguments(parser)
    options = parser.parse_args(typed)
    try:
        answer = command.run(options)
    except WrongInput as problem:
        sys.stderr.write(f"{problem}\n")
        return WRONG
    except Infeasible as problem:
        if options.json:
            _say(json.dumps({"infeasible": True, "conflict": problem.conflict}, ensure_ascii=False))
        sys.stderr.write("\n  ".join([problem.sentence, *problem.conflict]) + "\n")
        return INFEASIBLE
    _say(json.dumps(answer.data, ensure_ascii=False) if options.json else "\n".join(answer.lines))
    return DONE


def _say(text: str) -> None:
    try:
        sys.stdout.write(text + "\n")
        sys.stdout.flush()
    except BrokenPipeError:  # `civics … | head` is not a mistake
        sys.stderr.close()


def _version() -> str:
    try:
        return f"civics {version('civics')}"
    except PackageNotFoundError:  # run from the repository, not from its wheel
        return "civics"


if __name__ == "__main__":
    sys.exit(main())
