"""Addresses that pages of other hosts may read: nobody logs in, and all are told the same."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, Response, request

HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Retry-After",
}
# A browser asks before a request with headers of its own; the answer holds for a day.
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


def open_to_all(server: Flask, paths: Iterable[str]) -> None:
    """Let scripts of any page read what ``server`` answers at ``paths``, refusals included."""
    opened = frozenset(paths)

    def allow(answer: Response) -> Response:
        if request.path in opened:
            answer.headers.update(HEADERS)
            if request.method == "OPTIONS":
                answer.headers.update(PREFLIGHT)
        return answer

    server.after_request(allow)
