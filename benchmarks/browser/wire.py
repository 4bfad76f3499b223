"""Bytes on the wire, from Chromium's network log."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any


def exchanged(log: Iterable[Mapping[str, Any]], origin: str) -> dict[str, float]:
    """Bytes by address: received from ``origin``, headers included, or posted to it."""
    total: dict[str, float] = {}
    address: dict[str, str] = {}
    for entry in log:
        message = json.loads(entry["message"])["message"]
        params = message["params"]
        if message["method"] == "Network.requestWillBeSent":
            request = params["request"]
            address[params["requestId"]] = request["url"]
            _add(total, request["url"], len(request.get("postData", "")))
        elif message["method"] == "Network.loadingFinished":
            _add(total, address.get(params["requestId"], ""), params["encodedDataLength"])
    return {url: size for url, size in total.items() if url.startswith(origin)}


def _add(total: dict[str, float], url: str, size: float) -> None:
    total[url] = total.get(url, 0.0) + size
