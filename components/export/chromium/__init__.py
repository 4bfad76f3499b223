"""Exports that only a browser can draw, made by Chromium."""

from components.export.chromium import driver  # noqa: F401 - before anything else imports Kaleido
