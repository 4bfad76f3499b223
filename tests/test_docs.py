"""The documentation names everything that is registered, and nothing that is missing."""

import argparse
import dataclasses
import re
import shlex

import pytest

import losscore as ls
from components.export import Format
from components.export.command import add_command, joined
from components.export.command import main as command
from components.export.command.arguments import add_options
from components.export.command.batch import read_batch
from components.export.options import OPTIONS
from components.export.picture_options import PICTURE
from components.session.lessons import BY_SLUG, LESSONS
from losscore.scenario.options import OWNERS, SCENARIO, field_of
from tests.documented import (
    PAGES,
    ROOT,
    WRITTEN,
    unnamed_entries,
    unnamed_formats,
    unnamed_options_of_problems,
    unwritten_optimizers,
)
from tools.option_tables import options_page


def test_every_problem_dataset_and_optimizer_is_documented():
    assert len(ls.problems()) + len(ls.datasets()) + len(ls.optimizers()) > 25
    assert unnamed_entries() == []


def test_every_option_of_a_problem_is_documented_with_its_choices():
    assert unnamed_options_of_problems() == []


def test_every_optimizer_has_a_row_with_its_step_and_its_options():
    assert unwritten_optimizers() == []


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


def test_the_examples_of_links_open():
    page = PAGES["links.md"]
    table = re.findall(r"^\| .* \| `([^`]+)` \|$", page, re.MULTILINE)
    block = re.findall(r"^\?v=.*$", page, re.MULTILINE)
    runs = re.findall(r"`(run=[^`]+)`", page)
    assert (len(table), len(block)) == (11, 1)
    for text in (*table, *block, *runs):
        ls.Scenario.from_query(text)


def test_every_part_of_a_link_is_documented():
    page = PAGES["links.md"]
    parts = re.findall(r"^\| (`.*?`) \|", page, re.MULTILINE)
    named = {name for part in parts for name in re.findall("`(.*?)`", part)}
    owners = (f"{owner}.…" for owner in OWNERS)
    assert named == {"v", *(option.name for option in SCENARIO), *owners, "run"}
    # Every field of a scenario is one of these.
    fields = {field_of(option.name) for option in SCENARIO} | {*OWNERS.values(), "runs"}
    assert fields == {field.name for field in dataclasses.fields(ls.Scenario)}
    for option in ls.DISPLAY:
        assert f"`{option.name}`" in page


def test_every_format_and_option_of_an_export_is_documented():
    page = PAGES["exporting.md"]
    assert unnamed_formats() == []
    parser = argparse.ArgumentParser(add_help=False)
    add_options(parser)
    options = set(re.findall(r"^ +(--[a-z-]+) ", parser.format_help(), re.MULTILINE))
    assert len(options) > 20
    assert [option for option in options if f"`{option}" not in page] == []
    for option in PICTURE:
        assert f"`{option.name}`" in page or f"`--{option.name}" in page


def test_the_page_of_options_is_that_of_the_table():
    assert PAGES["options.md"] == options_page(), "run `make options`"
    for name in OPTIONS:
        assert f"`{name}`" in PAGES["options.md"]


def jobs_of(line):
    """The files that a line of the documentation writes."""
    parser = argparse.ArgumentParser()
    add_command(parser.add_subparsers())
    return command._jobs(parser.parse_args(joined(shlex.split(line.partition(">")[0])[2:])))


def test_every_command_in_the_docs_is_understood():
    text = "\n".join(WRITTEN.values()).replace("\\\n", " ")
    lines = re.findall(r"^(python app\.py export (?!--batch).*)$", text, re.MULTILINE)
    assert len(lines) >= 3
    assert all(jobs_of(line) for line in lines)


def test_the_example_of_several_files_writes_those_that_are_named():
    section = PAGES["exporting.md"].partition("## Several files")[2].partition("## ")[0]
    (line,) = re.findall(r"^python app\.py export .*$", section, re.MULTILINE)
    named = re.findall(r"`(kmeans-[a-z-]+\.[a-z]+)`", section)
    assert [str(job.path) for job in jobs_of(line)] == named


def test_the_python_of_the_exports_runs():
    (code,) = re.findall(r"```python\n(.*?)```", PAGES["exporting.md"], re.DOTALL)
    namespace: dict = {}
    exec(code, namespace)
    assert namespace["page"].startswith(b"<!doctype html>")
    (ball,) = [t for t in namespace["figure"].data if t.meta["role"] == "ball"]
    run = namespace["scenario"].runs[0]
    assert [ball.x[0], ball.y[0]] == run.descend(ls.problem("peaks")).theta[40].tolist()


def test_the_example_of_a_batch_can_be_read(tmp_path):
    (code,) = re.findall(r"```toml\n(.*?)```", PAGES["exporting.md"], re.DOTALL)
    (tmp_path / "figures.toml").write_text(code)
    jobs = read_batch(tmp_path / "figures.toml", tmp_path)
    assert [job.path.name for job in jobs] == [
        "two-minima.png",
        "two-minima.pdf",
        "rates-loss.png",
        "rates-contour.png",
        "rates-loss.pdf",
        "rates-contour.pdf",
        "momentum.png",
        "momentum.pdf",
    ]
    assert [len(job.request.scenario.runs) for job in jobs[2::2]] == [6, 6, 1]


def test_the_readme_counts_the_lessons_and_names_one():
    assert len(LESSONS) == 17
    assert "Seventeen scenarios" in PAGES["tour.md"]
    assert "seventeen lessons" in PAGES["README.md"]
    named = re.findall(r"\?lesson=([a-z-]+)", "".join(PAGES.values()))
    assert named
    assert set(named) <= set(BY_SLUG)


def test_every_file_that_the_architecture_names_is_there():
    named = re.findall(
        r"`([a-z_]+(?:/[a-z0-9_]+)*(?:/|\.(?:py|mjs|js)))`", PAGES["architecture.md"]
    )
    assert len(named) > 40
    assert [path for path in named if not (ROOT / path).exists()] == []


CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text()


def test_every_file_that_contributors_are_sent_to_is_there():
    named = re.findall(r"`([a-z]+(?:/[a-z0-9_]+)+(?:\.(?:py|mjs|js))?)`", CONTRIBUTING)
    # The table of the page's JavaScript is relative to its folder.
    folders = (ROOT, ROOT / "assets" / "lab")
    assert len(named) > 20
    assert [path for path in named if not any((folder / path).exists() for folder in folders)] == []


@pytest.mark.parametrize(
    ("kind", "told_elsewhere"),
    [
        (ls.OptimizerSpec, {"parameters", "is_scaled", "problems", "remark", "source"}),
        (
            ls.ProblemSpec,
            {"data_kind", "default_dataset", "default_aggregation", "parameters", "source"},
        ),
        (Format, {"views", "options", "is_text", "needs_chromium", "tag", "note"}),
    ],
)
def test_contributors_are_told_what_an_entry_may_leave_out(kind, told_elsewhere):
    optional = {
        field.name for field in dataclasses.fields(kind) if field.default is not dataclasses.MISSING
    }
    (table,) = re.findall(r"\| field \|.*?\n\n", CONTRIBUTING, re.DOTALL)
    row = "\n".join(re.findall(rf"^\| `{kind.__name__}\..*$", table, re.MULTILINE))
    named = {name for name in optional if re.search(rf"[`.]{name}`", row)}
    assert named >= optional - told_elsewhere
    assert {*re.findall(rf"{kind.__name__}\.(\w+)", table)} <= optional
