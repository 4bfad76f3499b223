"""Chromium, for what only a browser can draw."""

from components.export.chromium import driver  # noqa: F401 - before anything else imports Kaleido
