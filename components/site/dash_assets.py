"""All that the lab's page loads from its server: scripts, styles, layout and answers."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

# Polyfills for browsers too old for this page, and the script of tables that it does not have.
UNUSED = ("polyfill@", "bundle.")
DCC = "dash/dcc/"
# dash_core_components loads it from its own folder.
GRAPH = "async-graph.js"
PLOTLY = "plotly/package_data/plotly.min.js"
SUITES = "/_dash-component-suites/"
ASSETS = "/assets/"
_FINGERPRINT = re.compile(r"\.v[0-9_]+m[0-9]+")


@dataclass(frozen=True, slots=True)
class Link:
    """A file that the page loads: its address on the server, and its path in the site."""

    address: str
    path: str

    @property
    def is_packed(self) -> bool:
        """Whether the site holds it compressed, to be run by ``page/packed.mjs``."""
        return self.path.endswith(".gz")


class Frontend:
    """The lab's page, read through ``client``, a test client of its Flask application."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._index = self.text("/")
        self.layout = json.loads(self.text("/_dash-layout"))
        self.callbacks = json.loads(self.text("/_dash-dependencies"))

    def text(self, address: str) -> str:
        """The content of a text file."""
        return self.content(address).decode()

    def content(self, address: str) -> bytes:
        """The content of a file. Raises RuntimeError if the server does not have it."""
        answer = self._client.get(address)
        if answer.status_code != 200:
            raise RuntimeError(f"the lab answered {address} with status {answer.status_code}")
        return bytes(answer.data)

    def suite(self, path: str) -> bytes:
        """A file that belongs to Dash or plotly."""
        return self.content(SUITES + path)

    @property
    def config(self) -> dict[str, Any]:
        """The configuration of Dash's front end, without the layout that only serves validation."""
        found = re.search(r'<script id="_dash-config"[^>]*>(.*?)</script>', self._index, re.DOTALL)
        if found is None:
            raise RuntimeError("the lab's page has no configuration")
        config = json.loads(found[1])
        del config["validation_layout"]
        return config

    def styles(self) -> list[Link]:
        """The style sheets, in order."""
        return list(self._links(r'<link rel="stylesheet" href="([^"]+)"'))

    def scripts(self) -> list[Link]:
        """plotly.js, which Dash would load later, and the page's scripts, in order."""
        plotly = Link(SUITES + PLOTLY, "dash/plotly.min.js.gz")
        return [plotly, *self._links(r'<script src="([^"]+)"')]

    def _links(self, pattern: str) -> Iterator[Link]:
        for address in re.findall(pattern, self._index):
            path = urlsplit(address).path
            name = _FINGERPRINT.sub("", PurePosixPath(path).name)
            if not name.startswith(UNUSED):
                yield Link(address, _place(path, name))

    def ask(self, request: Mapping[str, Any]) -> dict[str, Any] | None:
        """The answer to a request from Dash's front end; None when nothing changes."""
        names = request["output"].strip(".").split("...")
        outputs = [dict(zip(("id", "property"), name.split(".", 1), strict=True)) for name in names]
        body = {**request, "outputs": outputs if request["output"].startswith("..") else outputs[0]}
        answer = self._client.post("/_dash-update-component", json=body)
        if answer.status_code == 204:
            return None
        if answer.status_code != 200:
            raise RuntimeError(f"the lab refused {request['output']}: status {answer.status_code}")
        answered: dict[str, Any] = answer.get_json()
        return answered


def _place(path: str, name: str) -> str:
    """The path in the site's shared folder of the server's file at ``path``."""
    if path.startswith(ASSETS):
        return path.removeprefix("/")
    return f"dash/{name}.gz" if path.startswith(SUITES) else name
