"""Who may read answers from a page on another host: everybody, for they hold nothing private."""

from __future__ import annotations

from collections.abc import Collection

from flask import Flask, Response, request

ANY_ORIGIN = {"Access-Control-Allow-Origin": "*"}
# The answer to a browser that asks before it sends a request with headers of its own.
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "*",
    "Access-Control-Max-Age": "86400",
}


def share_with_all(server: Flask, endpoints: Collection[str]) -> None:
    """Every answer of ``endpoints``, refusals as well, may be read by pages of every origin."""

    def allow(answer: Response) -> Response:
        if request.endpoint in endpoints:
            answer.headers.update(ANY_ORIGIN)
            if request.method == "OPTIONS":
                answer.headers.update(PREFLIGHT)
        return answer

    server.after_request(allow)
