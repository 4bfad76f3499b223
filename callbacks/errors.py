"""What a visitor is told when a callback fails: one sentence, and the page stays as it was."""

from __future__ import annotations

import logging

from dash import set_props

from components import ids
from components.session.text import BROKEN, sentence_of

log = logging.getLogger(__name__)


def report_error(error: Exception) -> None:
    """Show a refused value's own sentence; log anything else and say that it happened."""
    sentence = sentence_of(error)
    if sentence == BROKEN:
        log.error("a callback failed", exc_info=error)
    set_props(ids.NOTICE, {"children": sentence})
