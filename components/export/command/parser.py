"""An argument parser that ignores no value and reports an error in one sentence."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from losscore import checks

# The exit status for a command line that could not be understood.
MISUSED = 2


class Once(argparse.Action):
    """Keeps the value of an option and refuses a second one; argparse would keep the last."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: str | None = None,
    ) -> None:
        given: frozenset[str] = getattr(namespace, "given_once", frozenset())
        if self.dest in given:
            raise argparse.ArgumentError(
                self, f"must be given once, got another: {checks.shown(values)}"
            )
        namespace.given_once = given | {self.dest}
        setattr(namespace, self.dest, values)


class Parser(argparse.ArgumentParser):
    """Options are written in full and given once, unless their action gathers values."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"allow_abbrev": False} | options))
        for action in (None, "store"):
            self.register("action", action, Once)

    def error(self, message: str) -> NoReturn:
        """Print one sentence and exit with status 2."""
        self.exit(MISUSED, f"{self.prog}: {message} (--help lists the options)\n")
