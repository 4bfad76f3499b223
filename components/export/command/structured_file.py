"""TOML, JSON and YAML files, read as Python values."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import yaml

from losscore import checks
from losscore.checks import InputError


def read_described(path: Path) -> Any:
    """The content of the file; InputError if it does not match its extension."""
    reader = _READERS.get(path.suffix)
    if reader is None:
        raise InputError(f"{path} must end in one of {', '.join(_READERS)}")
    try:
        return reader(path.read_text(encoding="utf-8"))
    except RecursionError:
        raise InputError(f"{path} is nested too deeply") from None
    except (ValueError, yaml.YAMLError) as error:
        reason = " ".join(str(error).split())
        raise InputError(f"{path} is not valid {path.suffix[1:]}: {reason}") from None


def _different(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    """A mapping that refuses repeated keys; JSON and YAML would keep the last value."""
    mapping: dict[Any, Any] = {}
    for key, value in pairs:
        if key in mapping:
            raise InputError(f"{checks.shown(key)} is given twice")
        mapping[key] = value
    return mapping


class _Loader(yaml.SafeLoader):
    """A YAML loader that refuses repeated keys."""

    def compose_mapping_node(self, anchor: str | None) -> yaml.MappingNode:
        node = super().compose_mapping_node(anchor)
        _different((key.value, None) for key, _ in node.value if isinstance(key, yaml.ScalarNode))
        return node


def _json(text: str) -> Any:
    return json.loads(text, object_pairs_hook=_different)


def _yaml(text: str) -> Any:
    return yaml.load(text, Loader=_Loader)


_READERS: dict[str, Callable[[str], Any]] = {
    ".toml": tomllib.loads,
    ".json": _json,
    ".yaml": _yaml,
    ".yml": _yaml,
}
