"""Kaleido, imported without its side effects on the command line and on standard error.

On import its logger parses ``sys.argv`` and accepts abbreviations, so ``--log`` would end the
program. If logging is not set up, Python also prints the warnings of its modules, and Chromium's
messages, to standard error.
"""

from __future__ import annotations

import importlib
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

LOGGERS = ("browser_proc", "choreographer", "kaleido")


@contextmanager
def no_arguments() -> Iterator[None]:
    """Reduce ``sys.argv`` to the program's name."""
    given = sys.argv
    sys.argv = given[:1]
    try:
        yield
    finally:
        sys.argv = given


def _quieten() -> None:
    """Stop the printing; handlers that a program has set up still receive the records."""
    for name in LOGGERS:
        logging.getLogger(name).addHandler(logging.NullHandler())


with no_arguments():
    importlib.import_module("kaleido")
_quieten()
