"""GET /embed: a scenario without the rest of the lab, and which sites may embed it."""

import pytest

from app import create_app
from callbacks.embed_route import VARIABLE


def embedded():
    return create_app().server.test_client().get("/embed?problem=peaks")


def test_embed_is_the_lab_in_another_style(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    answer = embedded()
    assert answer.status_code == 200
    assert '<html class="is-embedded" lang="en">' in answer.text
    assert answer.headers["Content-Security-Policy"] == "frame-ancestors *"
    assert "X-Frame-Options" not in answer.headers
    lab = create_app().server.test_client().get("/").text
    assert "is-embedded" not in lab


@pytest.mark.parametrize(
    "hosts", ["'none'", "'self'", "'self' https://*.example.org", "a.org b.org:8080"]
)
def test_the_sites_that_may_embed_it_are_a_setting(monkeypatch, hosts):
    monkeypatch.setenv(VARIABLE, hosts)
    assert embedded().headers["Content-Security-Policy"] == f"frame-ancestors {hosts}"


@pytest.mark.parametrize("hosts", ["*; script-src *", "a.org\r\nX: y", "'unsafe-inline'"])
def test_nothing_but_hosts_gets_into_the_header(monkeypatch, hosts):
    monkeypatch.setenv(VARIABLE, hosts)
    with pytest.raises(ValueError, match="FRAME_ANCESTORS must be"):
        create_app()
