"""Compressed files, which the page decompresses in the browser."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from components.site.record_session import Exchange

LONG = 4_000  # characters; a longer array gets a file of its own


def pack(content: bytes) -> bytes:
    """``content`` as gzip; equal content gives equal bytes."""
    return gzip.compress(content, compresslevel=9, mtime=0)


def pack_json(value: Any) -> bytes:
    """``value`` as compressed JSON."""
    return pack(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


class Arrays:
    """Long arrays of numbers, each stored once for all pages, in compressed files.

    A file holds the first bytes of all numbers, then all second bytes, and so on. It compresses
    about a quarter better that way, because neighbours on a surface have similar high-order bytes.
    ``page/arrays.mjs`` reads the files.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def keep(self, spec: Mapping[str, str]) -> dict[str, Any]:
        """Store an array in plotly's encoding; its file name, and the bytes per number."""
        content, size = base64.b64decode(spec["bdata"]), int(spec["dtype"][1:])
        name = f"arrays/{hashlib.sha256(content).hexdigest()[:16]}.gz"
        if name not in self.files:
            planes = (content[place::size] for place in range(size))
            self.files[name] = pack(b"".join(planes))
        return {"file": name, "size": size}


def pack_exchanges(exchanges: Iterable[Exchange], arrays: Arrays) -> bytes:
    """Recorded exchanges, each once, without long arrays; ``page/recording.mjs`` reads them."""
    kept: dict[str, dict[str, Any]] = {}
    listed = [
        {
            "output": one.output,
            "given": one.given,
            "answer": _without_arrays(one.answer, arrays, kept),
        }
        for one in exchanges
    ]
    once = {json.dumps([one["output"], one["given"]], sort_keys=True): one for one in listed}
    return pack_json({"exchanges": list(once.values()), "arrays": list(kept.values())})


def _without_arrays(value: Any, arrays: Arrays, kept: dict[str, dict[str, Any]]) -> Any:
    """A copy in which each long array is replaced by its index in ``kept``."""
    if isinstance(value, list):
        return [_without_arrays(entry, arrays, kept) for entry in value]
    if not isinstance(value, dict):
        return value
    if len(value.get("bdata", "")) <= LONG:
        return {name: _without_arrays(entry, arrays, kept) for name, entry in value.items()}
    file = arrays.keep(value)
    kept.setdefault(file["file"], file)
    return value | {"bdata": list(kept).index(file["file"])}
