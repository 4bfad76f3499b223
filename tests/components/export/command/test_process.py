"""The command line as a process, with arguments, files and an exit status."""

import argparse
import csv
import io
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import losscore as ls
from components.export import Request, export
from components.export.command import add_command
from components.session.lessons import BY_SLUG
from components.site import add_command as add_site_command
from components.site import vendor

APP = Path(__file__).parents[4] / "app.py"
FAILED, MISUSED = 1, 2


def start(folder, *arguments, **options):
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True} | options
    return subprocess.Popen([sys.executable, str(APP), *arguments], cwd=folder, **options)


def run(folder, *arguments, **options):
    process = start(folder, *arguments, **options)
    process.out, process.err = process.communicate(timeout=60)
    return process


def refusal(folder, *arguments, status=FAILED, **options):
    """The one sentence with which the process ends."""
    process = run(folder, *arguments, **options)
    assert process.returncode == status, process.err
    assert process.err.count("\n") == 1
    assert process.err.startswith("python app.py")
    return process.err


# Each is one process; together they take every option of ``export`` once.
SHOWN = (
    *("--problem", "logistic", "--data", "blobs", "--aggregation", "sum", "--problem.bias", "-0.2"),
    *("--window", "-2,2,-3,3", "--resolution", "31", "--duel", "loss", "--basins"),
    *("--data.n_samples", "50", "--data.noise", "0.7", "--data.seed", "4"),
    *("--display.colours", "viridis", "--display.height", "log", "--display.contours", "none"),
    *("--display.minima", "hidden", "--display.aspect", "data"),
    *("--start", "-1,0.5", "--optimizer", "momentum", "--learning-rate", "0.01"),
    *("--steps", "20", "--batch-size", "10", "--seed", "3", "--hyper", "momentum=0.8"),
    *(
        "--view",
        "loss",
        "--theme",
        "dark",
        "--title",
        "T",
        "--to",
        "all.json",
        "--force",
        "--loss-axis",
        "log",
    ),
)
NETWORK = (
    *("--scenario", "problem=mlp", "--resolution", "21", "--run", "0.1,0.2,gd,0.01,5"),
    *("--problem.hidden", "3", "--problem.activation", "relu", "--problem.slice", "weights"),
    *("--problem.seed", "1", "--problem.weight_decay", "0.01", "--problem.first_weight", "1"),
    *("--problem.second_weight", "2", "--view", "contour", "--arrows", "--camera", "1,-1,0.5"),
    *(
        "--width",
        "640",
        "--height",
        "480",
        "--pixel-ratio",
        "1.5",
        "--base-url",
        "https://x.example/y",
    ),
    *("--curvature", "--theory", "off", "--format", "link", "--to", "-"),
)
# How some options were once called.
OLD = (
    *("--problem", "kmeans", "--dataset", "three-clumps", "--start", "0.2,1.8", "--steps", "5"),
    *("--view", "loss", "--log", "--scale", "2", "--to", "old.json"),
)
BATCH = ("--batch", "figures.toml", "--out-dir", "out")
TOML = """
[defaults]
formats = "link"
title = "all"
learning_rate = 0.3

[[figures]]
name = "rates"
problem = "valley"
learning-rate = [0.8, 0.1, 0.01]
start = [0.2, 1.8]
window = [0, 2, 0, 2]
hyper = {momentum = 0.5}
optimizer = "momentum"
"""


def test_every_option_of_a_figure_arrives(tmp_path):
    process = run(tmp_path, "export", *SHOWN)
    assert (process.returncode, process.out) == (0, "")
    assert process.err.startswith("all.json: ")
    scenario = ls.Scenario(
        "logistic",
        "blobs",
        (("n_samples", 50), ("noise", 0.7), ("seed", 4)),
        "sum",
        (("bias", -0.2),),
        ((-2.0, 2.0), (-3.0, 3.0)),
        31,
        (ls.Run((-1.0, 0.5), "momentum", 0.01, 20, (("momentum", 0.8),), 10, 3),),
        basins=True,
        duel="loss",
        display=(
            ("colours", "viridis"),
            ("height", "log"),
            ("contours", "none"),
            ("minima", "hidden"),
            ("aspect", "data"),
        ),
    )
    request = Request(scenario, view="loss", theme="dark", title="T", loss_axis="log")
    assert (tmp_path / "all.json").read_bytes() == export("json", request)


def test_every_option_of_a_network_and_of_a_link_arrives(tmp_path):
    process = run(tmp_path, "export", *NETWORK)
    assert (process.returncode, process.err) == (0, "")
    base, _, query = process.out.strip().partition("?")
    assert base == "https://x.example/y/"
    scenario = ls.Scenario.from_query(query)
    assert (scenario.curvature, scenario.theory) == (True, False)
    assert dict(scenario.options) == {
        "hidden": 3,
        "activation": "relu",
        "slice": "weights",
        "seed": 1,
        "weight_decay": 0.01,
        "first_weight": 1,
        "second_weight": 2,
    }


def test_older_names_of_options_still_work(tmp_path):
    process = run(tmp_path, "export", *OLD)
    assert process.returncode == 0, process.err
    new = {"--dataset": "--data", "--scale": "--pixel-ratio", "old.json": "new.json"}
    words = [new.get(word, word) for word in OLD if word != "--log"]
    assert run(tmp_path, "export", *words, "--loss-axis", "log").returncode == 0
    assert (tmp_path / "old.json").read_bytes() == (tmp_path / "new.json").read_bytes()
    assert json.loads((tmp_path / "new.json").read_text())["layout"]["yaxis"]["type"] == "log"


def test_several_words_make_several_files(tmp_path):
    process = run(
        tmp_path,
        *("export", "--problem", "peaks", "--resolution", "21", "--to", "figure.json"),
        *("--view", "contour", "--view", "loss", "--theme", "light", "--theme", "dark"),
        *("--format", "json", "--format", "json-plotly1", "--format", "csv"),
    )
    assert process.returncode == 0, process.err
    assert "[1/9] figure-contour-light.json: " in process.err
    pictures = {f"{view}-{theme}" for view in ("contour", "loss") for theme in ("light", "dark")}
    assert {path.name for path in tmp_path.iterdir()} == {
        *(f"figure-{picture}.json" for picture in pictures),
        *(f"figure-{picture}-plotly1.json" for picture in pictures),
        "figure-runs.csv",
    }


def test_a_batch_is_written(tmp_path):
    (tmp_path / "figures.toml").write_text(TOML)
    process = run(tmp_path, "export", *BATCH)
    assert process.returncode == 0, process.err
    link = (tmp_path / "out" / "rates-link.txt").read_text().strip()
    scenario = ls.Scenario.from_query(link.partition("?")[2])
    assert scenario.window == ((0.0, 2.0), (0.0, 2.0))
    assert scenario.runs == tuple(
        ls.Run((0.2, 1.8), "momentum", rate, 200, (("momentum", 0.5),)) for rate in (0.8, 0.1, 0.01)
    )


SITE = (
    *("public", "--lessons", "two-minima", "--base-url", "https://x.example/", "--force"),
    *("--scenario", "problem=peaks&resolution=21&run=none"),
    *("--scenario", "problem=valley&resolution=21&run=none"),
)


def test_a_site_is_written(tmp_path):
    process = run(tmp_path, "site", *SITE)
    assert (process.returncode, process.err) == (0, "")
    pages = {path.parent.name for path in (tmp_path / "public").glob("*/index.html")}
    assert pages == {"two-minima", "peaks", "valley"}
    assert BY_SLUG["two-minima"].title in (tmp_path / "public" / "index.html").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["public"]


VENDORED = ("public", "--lessons", "two-minima", "--vendor", "--pyodide", "files")


def test_a_site_is_not_written_with_other_files_than_pyodides(tmp_path):
    (tmp_path / "files").mkdir()
    for name in vendor.FILES:
        (tmp_path / "files" / name).write_bytes(b"something else")
    (tmp_path / "files" / "pyodide.mjs").unlink()
    said = refusal(tmp_path, "site", *VENDORED)
    assert "files must hold the files of Pyodide" in said
    assert all(name in said for name in vendor.FILES)
    assert [path.name for path in tmp_path.iterdir()] == ["files"]


@pytest.mark.skipif("LOSSCORE_PYODIDE" not in os.environ, reason="LOSSCORE_PYODIDE is not set")
def test_a_site_takes_pyodide_from_a_folder(tmp_path):
    folder = Path(os.environ["LOSSCORE_PYODIDE"])
    if not all((folder / name).is_file() for name in vendor.FILES):
        pytest.skip(f"{folder} does not hold all of Pyodide's files")
    process = run(tmp_path, "site", *VENDORED[:-1], str(folder))
    assert (process.returncode, process.err) == (0, "")
    written = {path.name for path in (tmp_path / "public/lab/pyodide").iterdir()}
    assert written == set(vendor.FILES)
    assert process.out.splitlines()[-1].startswith("1 page, ")


def options_of(add):
    """The long options of a command that take part in what it does."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers()
    add(commands)
    (command,) = commands.choices.values()
    return {action.option_strings[0] for action in command._actions if action.option_strings}


def test_these_tests_use_every_option():
    assert options_of(add_command) - {*SHOWN, *NETWORK, *OLD, *BATCH} == {"-h"}
    assert options_of(add_site_command) - {*SITE, *VENDORED} == {"-h"}


def test_several_values_make_several_runs_however_they_are_written(tmp_path):
    process = run(
        tmp_path,
        *("export", "--problem", "valley", "--format", "csv", "--to", "-", "--steps", "2"),
        *("--learning-rate", "0.8", "--learning-rate", "0.1,0.01", "--start", "0,1"),
        *("--optimizer", "gd", "--optimizer", "adam", "--start", "1,0"),
    )
    assert (process.returncode, process.err) == (0, "")
    assert len({row["run"] for row in csv.DictReader(io.StringIO(process.out))}) == 12


@pytest.mark.parametrize(
    ("arguments", "status", "reason"),
    [
        (("--width", "200", "--width", "300"), MISUSED, "width must be given once"),
        (("--format", "csv", "--learning-rate", "0,01"), MISUSED, "must have a decimal point"),
        (("--format", "csv", "--steps", "2.5"), MISUSED, "must be a whole number"),
        (("--format", "link", "--scale", "1,5"), MISUSED, "scale must have a decimal point"),
        (("--format", "link", "--pixel-ratio", "9"), MISUSED, "pixel-ratio must be ≤ 4, got 9"),
        (("--format", "link", "--loss-axis", "cubic"), MISUSED, "loss-axis must be one of linear"),
        (("--format", "link", "--camera", "1,2"), MISUSED, "camera must be X,Y,Z; got '1,2'"),
        (("--format", "link", "--arrows", "maybe"), MISUSED, "arrows must be one of on, off"),
        (("--format", "link", "--theme", "light", "--theme", "blue"), MISUSED, "theme must be one"),
        (("--format", "npz", "--format", "csv", "--to", "-"), MISUSED, "--to - takes one file"),
        (("--format", "csv", "--problem", "nothing"), MISUSED, "problem must be one of"),
        (("--them", "dark"), MISUSED, "unrecognized arguments: --them"),
        (("--to",), MISUSED, "--to: expected one argument"),
    ],
)
def test_a_mistake_gives_one_sentence_and_an_exit_status(tmp_path, arguments, status, reason):
    assert reason in refusal(tmp_path, "export", *arguments, status=status)
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_in_the_site_command_gives_one_sentence(tmp_path):
    (tmp_path / "file").write_text("precious")
    assert "file is a file" in refusal(tmp_path, "site", "file")
    assert "cannot be written" in refusal(tmp_path, "site", "file/deeper")
    twice = ("site", "x", "--lessons", "none", "--lessons", "all")
    assert "--lessons: must be given once" in refusal(tmp_path, *twice, status=MISUSED)


# What cannot be written, and what is left where it is.
FULL = "ulimit -f 1; exec"  # kilobytes that a process may write: the disk is full
CSV = "--problem peaks --steps 500 --learning-rate 0.001 --to x.csv"


def shell(folder, before, arguments, command="export"):
    command = f"{before} {sys.executable} -B {APP} {command} {arguments}"
    return subprocess.run(
        ["sh", "-c", command], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
@pytest.mark.parametrize("old", [None, "old"])
def test_a_full_disk_leaves_no_half_file(tmp_path, old):
    if old:
        (tmp_path / "x.csv").write_text(old)
    process = shell(tmp_path, FULL, CSV + " --force" * bool(old))
    assert process.returncode == FAILED
    assert process.stderr == "python app.py export: x.csv cannot be written: File too large\n"
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == (
        {"x.csv": old} if old else {}
    )


@pytest.mark.skipif(os.name != "posix", reason="limits are POSIX")
def test_a_full_disk_leaves_no_half_site(tmp_path):
    process = shell(tmp_path, FULL, "public --lessons two-minima", "site")
    assert process.returncode == FAILED
    assert re.fullmatch(
        r"python app\.py site: public cannot be written: .*File too large\n", process.stderr
    )
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="no /proc")
@pytest.mark.parametrize(
    ("command", "place"),
    [("site", "/proc/x"), ("export", "/proc/x.csv"), ("export", "/proc/a/b.csv")],
)
def test_an_unwritable_folder_is_reported(tmp_path, command, place):
    to = ("--to",) if command == "export" else ()
    said = refusal(tmp_path, command, *to, place, status=FAILED)
    reasons = "/proc.* No such file.*|/proc.* no write permission.*|there is no folder /proc.*"
    assert re.fullmatch(rf"python app.py {command}: ({reasons})\n", said)
    assert ".losscore" not in said


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="no /dev/full")
def test_a_full_standard_output_is_reported(tmp_path):
    process = shell(tmp_path, "", "--problem peaks --format csv --to - > /dev/full")
    assert process.returncode == FAILED
    reason = "standard output cannot be written: No space left on device"
    assert process.stderr == f"python app.py export: {reason}\n"


@pytest.mark.parametrize(
    ("to", "reason"),
    [
        ("folder.csv", "folder.csv is a folder, not a file"),
        ("nowhere/x.csv", "there is no folder nowhere: create it first"),
        ("file/x.csv", "there is no folder file: create it first"),
        ("n" * 300 + ".csv", "File name too long"),
    ],
)
def test_an_impossible_path_is_reported_before_the_work(tmp_path, to, reason):
    (tmp_path / "folder.csv").mkdir()
    (tmp_path / "file").write_text("precious")
    assert reason in refusal(tmp_path, "export", "--to", to, "--force")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "folder.csv"]


def test_devices_and_symbolic_links_are_not_replaced(tmp_path):
    (tmp_path / "real.csv").write_text("old")
    (tmp_path / "link.csv").symlink_to("real.csv")
    assert run(tmp_path, "export", "--to", "link.csv", "--force").returncode == 0
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text().startswith("run,")
    null = run(tmp_path, "export", "--format", "csv", "--to", os.devnull, "--force")
    assert null.returncode == 0
    assert not Path(os.devnull).is_file()


def test_warnings_of_libraries_do_not_reach_standard_error(tmp_path):
    code = (
        "import components.export.formats.image, components.export.formats.animation, logging\n"
        "for name in ('choreographer.channels.pipe', 'kaleido.kaleido', 'browser_proc'):\n"
        "    logging.getLogger(name).error('[: unexpected operator')\n"
    )
    process = subprocess.run(
        [sys.executable, "-c", code, "--log"],
        cwd=APP.parent,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (process.returncode, process.stdout, process.stderr) == (0, "", "")
