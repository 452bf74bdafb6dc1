"""How far a long piece of work has come, told on the terminal and nowhere else."""

import sys
from collections.abc import Callable

Tell = Callable[[str], None]


def silence(_: str) -> None:
    """For whoever calls the functions without a terminal."""


def on_the_terminal() -> Tell:
    """Rewrites one line of the terminal; says nothing where the error output is a file."""
    if not sys.stderr.isatty():
        return silence

    def tell(news: str) -> None:
        sys.stderr.write(f"\r\x1b[K{news}" if news else "\r\x1b[K")
        sys.stderr.flush()

    return tell
