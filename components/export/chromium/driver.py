"""Kaleido, imported so that it leaves the command line and the standard error to this program.

Its logger parses ``sys.argv`` when it is imported, with abbreviations: it ends the program at
``--log``. And where nobody has set up logging, Python prints what its modules warn of, and what
Chromium says, on the standard error.
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
    """``sys.argv`` with the program's name alone."""
    given = sys.argv
    sys.argv = given[:1]
    try:
        yield
    finally:
        sys.argv = given


def _quieten() -> None:
    """Records still reach the handlers of those who set up logging."""
    for name in LOGGERS:
        logging.getLogger(name).addHandler(logging.NullHandler())


with no_arguments():
    importlib.import_module("kaleido")
_quieten()
