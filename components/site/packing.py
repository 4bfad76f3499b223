"""Packed files, which the browser unpacks itself."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from components.site.record_session import Exchange

LONG = 4_000  # characters of an array that is worth a file of its own


def pack(content: bytes) -> bytes:
    """As gzip, the same bytes for the same content."""
    return gzip.compress(content, compresslevel=9, mtime=0)


def pack_json(value: Any) -> bytes:
    """As compressed JSON."""
    return pack(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


class Arrays:
    """Long arrays of numbers, each once for all pages, in files that the browser unpacks.

    The first bytes of all numbers come first, then the second ones …: neighbours on a surface
    differ in the last bytes alone. Read by ``page/arrays.mjs``.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def keep(self, spec: Mapping[str, str]) -> dict[str, Any]:
        """The file of an array as plotly.js reads it, and the size of its numbers in bytes."""
        content, size = base64.b64decode(spec["bdata"]), int(spec["dtype"][1:])
        name = f"arrays/{hashlib.sha256(content).hexdigest()[:16]}.gz"
        if name not in self.files:
            planes = (content[place::size] for place in range(size))
            self.files[name] = pack(b"".join(planes))
        return {"file": name, "size": size}


def pack_exchanges(exchanges: Iterable[Exchange], arrays: Arrays) -> bytes:
    """Recorded exchanges, each once, without their long arrays. Read by ``page/recording.mjs``."""
    kept: dict[str, dict[str, Any]] = {}
    listed = [
        {"output": one.output, "given": one.given, "answer": _emptied(one.answer, arrays, kept)}
        for one in exchanges
    ]
    once = {json.dumps([one["output"], one["given"]], sort_keys=True): one for one in listed}
    return pack_json({"exchanges": list(once.values()), "arrays": list(kept.values())})


def _emptied(value: Any, arrays: Arrays, kept: dict[str, dict[str, Any]]) -> Any:
    """A copy in which long arrays are the numbers of their places in ``kept``."""
    if isinstance(value, list):
        return [_emptied(entry, arrays, kept) for entry in value]
    if not isinstance(value, dict):
        return value
    if len(value.get("bdata", "")) <= LONG:
        return {name: _emptied(entry, arrays, kept) for name, entry in value.items()}
    file = arrays.keep(value)
    kept.setdefault(file["file"], file)
    return value | {"bdata": list(kept).index(file["file"])}
