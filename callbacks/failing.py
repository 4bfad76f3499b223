"""What a visitor is told when a callback fails: one sentence, and the page stays as it was."""

from __future__ import annotations

import logging

from dash import set_props

from components import ids
from components.wording import sentence_of
from losscore.checks import InputError

log = logging.getLogger(__name__)


def tell(error: Exception) -> None:
    """Show a refused value's own sentence; log anything else and say that it happened."""
    if isinstance(error, InputError):
        sentence = sentence_of(error)
    else:
        log.error("a callback failed", exc_info=error)
        sentence = "Something went wrong. Nothing was changed."
    set_props(ids.NOTICE, {"children": sentence})
