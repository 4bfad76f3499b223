"""Addresses that pages on other hosts may read. There is no login, so nothing is private."""

from __future__ import annotations

from collections.abc import Iterable

from flask import Flask, Response, request

HEADERS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Content-Disposition, ETag, Retry-After",
}
# A browser asks first before it sends custom headers; the answer is valid for a day.
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


def open_to_all(server: Flask, paths: Iterable[str]) -> None:
    """Let scripts on any page read the responses at ``paths``, errors included."""
    opened = frozenset(paths)

    def allow(answer: Response) -> Response:
        if request.path in opened:
            answer.headers.update(HEADERS)
            if request.method == "OPTIONS":
                answer.headers.update(PREFLIGHT)
        return answer

    server.after_request(allow)
