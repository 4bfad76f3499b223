"""What the app sends before the page appears."""

import re

import pytest

from app import create_app

PLOTLY = "/_dash-component-suites/plotly/package_data/plotly.min.js"  # which Dash loads later
BUDGET = 2.1e6  # bytes of the whole first load, to which the figures and the modules come on top
REST = 0.2e6


@pytest.mark.parametrize("encoding", ["zstd", "br"])
def test_styles_and_scripts_of_the_page_are_small(encoding):
    client = create_app().server.test_client()
    links = re.findall(r'(?:src|href)="([^"]+)"', client.get("/").text)
    total = 0
    for link in (*links, PLOTLY):
        answer = client.get(link, headers={"Accept-Encoding": encoding})
        assert answer.status_code == 200
        total += len(answer.data)
    assert total < BUDGET - REST
