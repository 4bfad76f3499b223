"""A parser that drops nothing and complains in one sentence."""

from __future__ import annotations

import argparse
from typing import Any, NoReturn

from losscore import checks

# The status of a program that did not understand what it was told.
MISUSED = 2


class Once(argparse.Action):
    """Keeps the value of an option, and refuses another one: argparse would keep the last."""

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
                self, f"must be given once, got it again: {checks.shown(values)}"
            )
        namespace.given_once = given | {self.dest}
        setattr(namespace, self.dest, values)


class Parser(argparse.ArgumentParser):
    """Options are written out in full and given once, unless they say that they gather values."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**({"allow_abbrev": False} | options))
        for action in (None, "store"):
            self.register("action", action, Once)

    def error(self, message: str) -> NoReturn:
        """One sentence, and status 2."""
        self.exit(MISUSED, f"{self.prog}: {message} (--help lists the options)\n")
