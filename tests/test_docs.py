"""The documentation names everything that is registered, and nothing that is missing."""

import re
from pathlib import Path

import pytest

import losscore as ls

ROOT = Path(__file__).parent.parent
PAGES = {path.name: path.read_text() for path in (ROOT / "README.md", *ROOT.glob("docs/*.md"))}
REGISTERED = [*ls.problems(), *ls.datasets(), *ls.optimizers()]


@pytest.mark.parametrize("name", REGISTERED)
def test_every_registered_name_is_documented(name):
    assert any(f"`{name}`" in page for page in PAGES.values())


@pytest.mark.parametrize("name", ls.problems())
def test_every_option_of_a_problem_is_documented_with_its_choices(name):
    text = "\n".join(PAGES.values())
    for option in ls.problems()[name].parameters:
        assert f"`{option.name}`" in text
        for choice in getattr(option, "choices", ()):
            assert f"`{choice}`" in text


@pytest.mark.parametrize("name", ls.optimizers())
def test_every_option_of_an_optimizer_is_documented(name):
    row = re.search(rf"^\| `{name}` \| .*←.*", PAGES["mathematics.md"], re.MULTILINE)
    assert row
    options = {option.name for option in ls.optimizers()[name].parameters}
    # AdamW's row refers to Adam's for what they share.
    shared = {"b1", "b2", "eps"} if "as `adam`" in row[0] else set()
    assert [option for option in options - shared if f"`{option}`" not in row[0]] == []


@pytest.mark.parametrize("page", PAGES)
def test_links_and_pictures_are_there(page):
    folder = ROOT if page == "README.md" else ROOT / "docs"
    targets = re.findall(r"\]\(([^)#]+)\)", PAGES[page])
    assert [target for target in targets if not (folder / target).exists()] == []


def test_the_readme_names_real_targets():
    makefile = (ROOT / "Makefile").read_text()
    for target in re.findall(r"make ([a-z]+)", PAGES["README.md"]):
        assert f"\n{target}:" in makefile


def test_the_readmes_python_runs():
    code = re.search(r"```python\n(.*?)```", PAGES["README.md"], re.DOTALL)
    assert code
    namespace: dict = {"print": lambda *_: None}
    exec(code[1], namespace)
    assert namespace["t"].status is ls.Status.CONVERGED
