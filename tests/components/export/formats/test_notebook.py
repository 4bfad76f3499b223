"""The notebook runs in another process and folder, without losscore installed."""

import base64
import json
import subprocess
import sys

import numpy as np
import pytest

import losscore as ls
from components.export import Request, export
from components.export.archive import losscore_wheel
from components.session.lessons import BY_SLUG
from components.session.solved import default_run, solve

DUEL = ls.Scenario(
    "logistic", "blobs", resolution=31, duel="loss", runs=(ls.Run((0.5, 0.5), "gd", 0.1, 20),)
)
SCENARIOS = {
    **{name: ls.Scenario(name, resolution=31) for name in ls.problems()},
    "duel": DUEL,
    "learning-rate": BY_SLUG["learning-rate"].scenario,
}
SCENARIOS = {
    name: one if one.runs else ls.Scenario(one.problem, resolution=31, runs=(default_run(one).run,))
    for name, one in SCENARIOS.items()
}
# Executes the cells of each notebook as if it were the first, and keeps what they made.
RUNNER = """
import contextlib, io, json, pathlib, sys
import numpy as np

before = list(sys.path)
for path in map(pathlib.Path, sys.argv[1:]):
    sys.path[:] = before
    for name in [name for name in sys.modules if name.partition(".")[0] == "losscore"]:
        del sys.modules[name]
    scope = {}
    with contextlib.redirect_stdout(io.StringIO()):
        for cell in json.loads(path.read_text())["cells"]:
            if cell["cell_type"] == "code":
                exec("".join(cell["source"]), scope)
    assert ".whl/losscore/" in scope["ls"].__file__.replace("\\\\", "/"), scope["ls"].__file__
    figure = scope["figure"]
    kept = {"z": scope["s"].z, "minima": scope["m"].theta}
    kept |= {f"run{n}": t.theta for n, t in enumerate(scope["runs"])}
    kept |= {f"rival{n}": t.theta for n, t in enumerate(scope.get("rivals", ()))}
    np.savez(path.with_suffix(".npz"), **kept)
    path.with_suffix(".json").write_text(figure.to_json())
"""


@pytest.fixture(scope="module")
def executed(tmp_path_factory):
    """Folder with the arrays and the figure that each notebook made."""
    folder = tmp_path_factory.mktemp("notebooks")
    # A folder of that name is not the package.
    (folder / "losscore").mkdir()
    for name, scenario in SCENARIOS.items():
        (folder / f"{name}.ipynb").write_bytes(export("ipynb", Request(scenario)))
    (folder / "runner.py").write_text(RUNNER)
    names = [f"{name}.ipynb" for name in SCENARIOS]
    # From the folder, with nothing of ours on the path.
    command = [sys.executable, "-E", "-s", "runner.py", *names]
    run = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return folder


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_notebook_runs_where_losscore_is_not_installed(executed, name):
    scenario = SCENARIOS[name]
    with np.load(executed / f"{name}.npz") as made:
        target = solve(scenario)
        np.testing.assert_array_equal(made["z"], target.surface.z)
        np.testing.assert_array_equal(made["minima"], target.minima.theta)
        for number, run in enumerate(scenario.runs):
            expected = run.descend(target.problem).theta
            np.testing.assert_array_equal(made[f"run{number}"], expected)
            if scenario.duel:
                expected = run.descend(solve(scenario.rival()).problem).theta
                np.testing.assert_array_equal(made[f"rival{number}"], expected)


def figure_of(executed, name):
    return json.loads((executed / f"{name}.json").read_text())


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_axes_of_the_figure_are_the_window_and_its_heights(executed, name):
    figure, surface = figure_of(executed, name), solve(SCENARIOS[name]).surface
    scene = figure["layout"]["scene"]
    assert scene["xaxis"]["range"] == [surface.x[0], surface.x[-1]]
    assert scene["yaxis"]["range"] == [surface.y[0], surface.y[-1]]
    low, high = scene["zaxis"]["range"]
    extent = surface.z.max() - surface.z.min()
    assert low < surface.z.min() < surface.z.max() < high
    assert high - low < 1.1 * extent
    assert scene["aspectmode"] == "cube"


def test_a_run_that_diverges_is_drawn_while_it_is_above_the_window(executed):
    """In the lesson on the learning rate one goes a million times as far as the window."""
    scenario = SCENARIOS["learning-rate"]
    target = solve(scenario)
    far = max(np.nanmax(np.abs(run.descend(target.problem).theta)) for run in scenario.runs)
    assert far > 1e3 * abs(target.surface.x).max()
    paths = [trace for trace in figure_of(executed, "learning-rate")["data"] if "line" in trace]
    assert len(paths) == len(scenario.runs)
    for trace in paths:
        values = np.array(decoded(trace["x"]), dtype=float)
        assert np.nanmax(np.abs(values)) <= abs(target.surface.x).max()


def decoded(values):
    """Numbers as plotly writes them, in a list or packed."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), values["dtype"])
    return values


def test_a_duel_draws_both_surfaces(executed):
    figure = figure_of(executed, "duel")
    surfaces = [trace for trace in figure["data"] if trace["type"] == "surface"]
    assert [trace["scene"] for trace in surfaces] == ["scene", "scene2"]
    for trace, side in zip(surfaces, (DUEL, DUEL.rival()), strict=True):
        z = decoded(trace["z"]).reshape(31, 31)
        np.testing.assert_array_equal(z, solve(side).surface.z)
    captions = [note["text"] for note in figure["layout"]["annotations"]]
    assert len(set(captions)) == 2


BARE = """
import json, subprocess, sys
calls = []
subprocess.run = lambda command, **_: calls.append(command)
exec("".join(json.load(open(sys.argv[1]))["cells"][1]["source"]))
assert calls == [[sys.executable, "-m", "pip", "install", "--quiet", "numpy>=2", "plotly>=6"]]
assert importlib.util.find_spec("losscore").origin.startswith(sys.path[0])
"""


def test_what_else_is_missing_is_installed(tmp_path):
    notebook = tmp_path / "x.ipynb"
    notebook.write_bytes(export("ipynb", Request(ls.Scenario("peaks"))))
    command = [sys.executable, "-I", "-S", "-c", BARE, str(notebook)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr


def test_the_wheel_is_small_and_the_same_every_time():
    name, wheel = losscore_wheel()
    losscore_wheel.cache_clear()
    assert (name, wheel) == losscore_wheel()
    assert name == f"losscore-{ls.__version__}-py3-none-any.whl"
    assert len(wheel) < 400_000


def test_the_wheel_can_be_installed(tmp_path):
    """By pip's own reading of its record: every file is as it says."""
    name, wheel = losscore_wheel()
    (tmp_path / name).write_bytes(wheel)
    pip = [sys.executable, "-m", "pip"]
    if subprocess.run([*pip, "--version"], capture_output=True, check=False).returncode:
        pytest.skip("there is no pip")
    target = tmp_path / "there"
    command = [*pip, "install", "--quiet", "--no-deps", "--no-index", "--target", str(target)]
    subprocess.run([*command, str(tmp_path / name)], check=True, capture_output=True)
    assert (target / "losscore" / "descent" / "trajectory.py").exists()
