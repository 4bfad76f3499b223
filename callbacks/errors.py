"""When a callback fails, the page shows one sentence and otherwise stays as it was."""

from __future__ import annotations

import logging

from dash import set_props

from components import ids
from components.session.text import BROKEN, sentence_of

log = logging.getLogger(__name__)


def report_error(error: Exception) -> None:
    """Show the sentence of an error that is meant for people; log any other, and say so briefly."""
    sentence = sentence_of(error)
    if sentence == BROKEN:
        log.error("a callback failed", exc_info=error)
    set_props(ids.NOTICE, {"children": sentence})
