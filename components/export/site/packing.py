"""Packed files: what the browser unpacks itself, and archives that are the same every time."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from typing import Any

from components.export.site.visit import Exchange

# Zip knows no earlier day.
EPOCH = (1980, 1, 1, 0, 0, 0)
LONG = 200  # characters of an array that is worth a place of its own


def pack(content: bytes) -> bytes:
    """As gzip, the same bytes for the same content."""
    return gzip.compress(content, compresslevel=9, mtime=0)


def pack_json(value: Any) -> bytes:
    """As compressed JSON."""
    return pack(json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode())


def pack_exchanges(exchanges: Iterable[Exchange]) -> bytes:
    """Recorded exchanges, each once; arrays that several answers share, once as well.

    Read by ``page/recording.mjs``.
    """
    arrays: dict[str, int] = {}
    listed = [
        {"output": one.output, "given": one.given, "answer": _without_arrays(one.answer, arrays)}
        for one in exchanges
    ]
    once = {json.dumps([one["output"], one["given"]], sort_keys=True): one for one in listed}
    return pack_json({"exchanges": list(once.values()), "arrays": list(arrays)})


def _without_arrays(value: Any, arrays: dict[str, int]) -> Any:
    """A copy in which long arrays are the numbers of their places in ``arrays``."""
    if isinstance(value, list):
        return [_without_arrays(entry, arrays) for entry in value]
    if not isinstance(value, dict):
        return value
    copy = {name: _without_arrays(entry, arrays) for name, entry in value.items()}
    data = value.get("bdata")
    if isinstance(data, str) and len(data) > LONG:
        copy["bdata"] = arrays.setdefault(data, len(arrays))
    return copy


def archive(files: Mapping[str, bytes]) -> bytes:
    """A zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as made:
        for name in sorted(files):
            made.writestr(zipfile.ZipInfo(name, EPOCH), files[name], zipfile.ZIP_DEFLATED)
    return buffer.getvalue()
