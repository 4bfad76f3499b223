"""The extension rule: a new entry of each kind in one place works everywhere in the lab.

What is added here is in no list of the lab's but its registry, and says no more than it must.
"""

import json
import sys
from dataclasses import replace
from functools import partial
from types import ModuleType
from typing import NamedTuple

import numpy as np
import pytest

import losscore as ls
from app import create_app, main
from callbacks.figures import draw
from callbacks.theory import explain
from components.export import FORMATS, Format, Request, export
from components.page.controls import default_racers
from components.page.layout import build_layout
from components.session.address import read_address
from components.session.basins import pieces
from components.session.palette import optimizer_colours
from components.session.runs import describe_run, run_settings, scenario_key
from components.session.solved import default_rate, default_run, default_start, solve
from losscore import checks
from losscore.data.generators import REGISTRY as DATASETS
from losscore.methods import REGISTRY as OPTIMIZERS
from losscore.objectives import REGISTRY as PROBLEMS
from losscore.objectives.analytic import Analytic
from losscore.objectives.base import Problem, Stationary, sample_weight
from losscore.objectives.minimization.newton import SEARCHED, search_window
from losscore.theory.tex import text, value
from tests.documented import unnamed_entries, unnamed_formats, unwritten_optimizers

# ------------------------------------------------------------------------------- an optimizer


class SignState(NamedTuple):
    """Nothing is remembered."""


def sign_update(at, state, learning_rate):
    """θ ← θ − η sign ∇J."""
    return -learning_rate * np.sign(at.grad), state


SIGN = ls.OptimizerSpec(
    name="sign-descent",
    label="Sign descent",
    formula="θ ← θ − η sign ∇J(θ)",
    init=lambda theta: SignState(),
    update=sign_update,
    rate=lambda around: 0.01 * around.even_width,
)

# ----------------------------------------------------------------- a function of two parameters


def booth(x, y):
    """(x + 2y − 7)² + (2x + y − 5)²: minimum 0 at (1, 3)."""
    first, second = x + 2.0 * y - 7.0, 2.0 * x + y - 5.0
    ten, eight = np.full_like(x, 10.0), np.full_like(x, 8.0)
    return (
        first**2 + second**2,
        (2.0 * first + 4.0 * second, 4.0 * first + 2.0 * second),
        (ten, eight, ten),
    )


BOOTH = ls.ProblemSpec(
    name="booth",
    label="Booth",
    formula="J(x, y) = (x + 2y − 7)² + (2x + y − 5)²",
    symbols=("x", "y"),
    description="A tilted bowl.",
    build=partial(Analytic, "booth", booth, ((-4.0, 6.0), (-2.0, 8.0))),
    start=(0.2, 0.3),
)

# ------------------------------------------------------------------------ a model with its loss


class LogCosh(Problem):
    """A line whose residuals r cost log cosh r."""

    name = "log-cosh"
    parameter_names = ("w", "b")

    def __init__(self, dataset, aggregation):
        self.x, self.y = dataset.features(1, self.name)[:, 0], dataset.targets(self.name)
        self.dataset, self.aggregation = dataset, aggregation
        self.weight = sample_weight(aggregation, len(dataset))
        self.window = dataset.window or ((-3.0, 3.0), (-3.0, 3.0))

    def predict(self, theta, X):
        points, shape = checks.points("theta", theta)
        features = ls.Dataset(X).features(1, self.name)
        return (points[:, :1] * features[:, 0] + points[:, 1:]).reshape(*shape, len(features))

    def stationary(self, window):
        theta = search_window(self, window)
        return Stationary(theta, tuple(range(len(theta))), False, SEARCHED)

    def _on(self, dataset):
        return LogCosh(dataset, self.aggregation)

    def _residuals(self, points):
        return points[:, :1] * self.x + points[:, 1:] - self.y

    def _loss(self, points):
        r = self._residuals(points)
        return self.weight * (np.logaddexp(r, -r) - np.log(2.0)).sum(axis=1)

    def _grad(self, points):
        pull = np.tanh(self._residuals(points))
        return self.weight * np.stack(((pull * self.x).sum(axis=1), pull.sum(axis=1)), axis=1)

    def _hessian(self, points):
        bend = 1.0 - np.tanh(self._residuals(points)) ** 2
        powers = np.stack([(bend * self.x**k).sum(axis=1) for k in (2, 1, 1, 0)], axis=1)
        return self.weight * powers.reshape(-1, 2, 2)


LOG_COSH = ls.ProblemSpec(
    name="log-cosh",
    label="Linear · log cosh",
    formula="J(w, b) = Σᵢ log cosh(w xᵢ + b − yᵢ)",
    symbols=("w", "b"),
    description="A line that outliers pull less.",
    build=LogCosh,
    start=(0.9, 0.85),
    data_kind="targets",
    default_dataset="line",
    default_aggregation="mean",
)

# ------------------------------------------------------------------------------------ a dataset

STAIRS = ls.DatasetSpec(
    name="stairs",
    label="Stairs",
    kind="targets",
    description="y is x without its decimals.",
    build=lambda: (np.linspace(0.0, 4.0, 21)[:, None], np.floor(np.linspace(0.0, 4.0, 21))),
)

# -------------------------------------------------------------------------------------- a format

MARKDOWN = Format(
    name="markdown",
    label="Markdown",
    group="Code",
    extension="md",
    media_type="text/markdown",
    writer="markdown.write",
    is_text=True,
)


def write_markdown(request, progress):
    """The scenario's name and how its runs end."""
    progress(1, 1)
    scenario = request.scenario
    target = scenario.build()
    ends = [f"- {run.optimizer}: {run.descend(target).message}" for run in scenario.runs]
    return "\n".join([f"# {scenario.problem}", *ends, ""]).encode()


# ------------------------------------------------------------------------------- what opens them

WITHOUT_CHROMIUM = [name for name, entry in FORMATS.items() if not entry.needs_chromium]


@pytest.fixture(scope="module")
def client():
    return create_app().server.test_client()


def a_run(problem, optimizer="gd", dataset=""):
    """A scenario with one run of an optimizer, where it starts by default, as fast as suits it."""
    scenario = ls.Scenario(problem, dataset, resolution=21)
    solved = solve(scenario)
    run = ls.Run(default_start(solved), optimizer, default_rate(solved, optimizer), 60)
    return replace(scenario, runs=(run,))


def text_of(component):
    return json.dumps(component, default=lambda part: part.to_plotly_json(), ensure_ascii=False)


def page_shows(scenario):
    """Pictures, captions and table of minima of a scenario, as the page gets them."""
    drawn = draw(replace(scenario, runs=()).to_dict(), "light")
    spec, solved = ls.problems()[scenario.problem], solve(scenario)
    surface = next(t for t in drawn["surface"].data if t.meta["role"] == "surface")
    assert np.array_equal(surface.z, solved.surface.z.astype(np.float32))
    assert all(len(drawn[view].data) > 0 for view in ("contour", "data"))
    assert spec.description in text_of(drawn["caption"])
    assert solved.minima.message in text_of(drawn["minima"])
    return drawn


def panel_of(scenario, step):
    """The theory panel at a step of the run, as the browser gets it."""
    (run,) = scenario.runs
    key, theta = scenario_key(replace(scenario, runs=())), list(run.start)
    asked = {"scenario": key, "run": run_settings(run), "step": step, "theta": theta}
    # JSON writes a backslash twice.
    return text_of(explain(json.loads(json.dumps(asked)))).replace("\\\\", "\\")


def panel_works_out(scenario, step=1):
    """The theory panel, which leads from one step of the run to the next."""
    panel, (run,) = panel_of(scenario, step), scenario.runs
    assert f"Step {step} → {step + 1}" in panel
    theta = run.descend(scenario.build()).theta[step + 1]
    assert all(value(float(coordinate)) in panel for coordinate in theta)
    return panel


def exports_hold(scenario):
    """Every format writes it; the run's last point is in the table of steps and in the figure."""
    files = {name: export(name, Request(scenario)) for name in WITHOUT_CHROMIUM}
    end = scenario.runs[0].descend(scenario.build()).theta[-1]
    last = files["csv"].decode().splitlines()[-1]
    assert all(repr(float(coordinate)) in last for coordinate in end)
    traces = json.loads(files["json"])["data"]
    (ball,) = [t for t in traces if t["meta"]["role"] == "ball"]
    assert [ball["x"][0], ball["y"][0]] == pytest.approx(end, rel=1e-6)
    assert f'"{scenario.problem}"' in files["py"].decode()
    assert b"<html" in files["html"]


def links_open(scenario, client):
    """The address bar, the server's address and the command line read what a link writes."""
    query = scenario.to_query()
    opened = read_address(f"?{query}")
    assert (opened.scenario, opened.sentence) == (scenario, "")
    assert client.get(f"/figure.json?{query}").status_code == 200
    assert client.get(f"/embed?{query}").status_code == 200


def command_writes(capfd, *arguments):
    """The scenario of the link that the command line writes."""
    main(["export", *arguments, "--resolution", "21", "--format", "link", "--to", "-"])
    return ls.Scenario.from_query(capfd.readouterr().out.strip().partition("?")[2])


def layout():
    return text_of(build_layout(has_chromium=False))


# --------------------------------------------------------------------------------------- the tests


def test_an_optimizer_is_one_entry(monkeypatch, client, capfd):
    colours = optimizer_colours()
    monkeypatch.setitem(OPTIMIZERS, SIGN.name, SIGN)
    assert SIGN.label in layout()
    scenario = a_run("himmelblau", SIGN.name)
    described = describe_run(solve(scenario), scenario.runs[0])
    assert described["theta"] == scenario.runs[0].descend(scenario.build()).theta.tolist()
    assert described["colour"] not in colours.values()
    assert optimizer_colours() == colours | {SIGN.name: described["colour"]}
    panel = panel_works_out(scenario)
    assert text(SIGN.formula) in panel
    assert r"\Delta\theta_{1}" in panel
    exports_hold(scenario)
    links_open(scenario, client)
    written = command_writes(capfd, "--problem", "himmelblau", "--optimizer", SIGN.name)
    assert [run.optimizer for run in written.runs] == [SIGN.name]
    assert ls.basins(scenario.build(), SIGN.name, 0.1, resolution=5).label.shape == (5, 5)
    assert (unnamed_entries(), unwritten_optimizers()) == ([SIGN.name], [(SIGN.name, "")])


def test_what_an_optimizer_says_of_itself_is_used(monkeypatch):
    said = {
        "tex": (r"\theta_{k+1}=\theta_k-\eta\,\mathrm{sign}\,g_k",),
        "worked": lambda step: [rf"\theta_{{1}}={value(float(step.theta[0]))},\dots"],
        "colour": "#8844aa",
        "in_race": True,
    }
    monkeypatch.setitem(OPTIMIZERS, SIGN.name, replace(SIGN, **said))
    run = ls.Run((0.0, 0.0), SIGN.name, 0.01, 3)
    scenario = ls.Scenario("himmelblau", resolution=21, runs=(run,))
    assert describe_run(solve(scenario), run)["colour"] == "#8844aa"
    assert default_racers("himmelblau") == ["gd", "momentum", "rmsprop", "adam", SIGN.name]
    panel = panel_of(scenario, 0)
    assert said["tex"][0] in panel
    assert r"\theta_{1}=0.01,\dots" in panel
    assert r"\Delta" not in panel


@pytest.mark.parametrize(
    ("spec", "minimum"), [(BOOTH, (1.0, 3.0)), (LOG_COSH, None)], ids=["function", "loss"]
)
def test_a_function_and_a_loss_are_one_entry_each(spec, minimum, monkeypatch, client, capfd):
    monkeypatch.setitem(PROBLEMS, spec.name, spec)
    assert spec.label in layout()
    scenario = a_run(spec.name)
    drawn = page_shows(scenario)
    # Its data have no view of their own: J is cut along both axes.
    assert (drawn["data_heading"], drawn["data"].layout.meta["view"]) == ("Slices", "slices")
    solved = solve(scenario)
    assert len(solved.minima) == 1
    if minimum:
        assert solved.minima.theta[0] == pytest.approx(minimum, abs=1e-9)
    by_default = default_run(solved.scenario).run
    assert describe_run(solved, by_default)["reached"]
    panel = panel_works_out(scenario)
    assert text(spec.written(scenario.aggregation)) in panel
    exports_hold(scenario)
    links_open(scenario, client)
    written = command_writes(capfd, "--problem", spec.name)
    assert written == replace(scenario, runs=(by_default,))
    assert unnamed_entries() == [spec.name]


def test_what_a_problem_says_of_itself_is_used(monkeypatch):
    said = {"data_view": "line", "is_symmetric": True, "cost": lambda n_samples: 7 * n_samples}
    monkeypatch.setitem(PROBLEMS, LOG_COSH.name, replace(LOG_COSH, **said))
    scenario = a_run(LOG_COSH.name)
    drawn = page_shows(scenario)
    assert (drawn["data_heading"], drawn["data"].layout.meta["view"]) == ("Data", "line")
    assert drawn["data_title"] == "fitted line at this step"
    assert "mirror" in [trace.meta["role"] for trace in drawn["contour"].data]
    assert len(pieces(scenario, scenario.runs[0])) > 1
    monkeypatch.setitem(PROBLEMS, LOG_COSH.name, LOG_COSH)
    assert len(pieces(scenario, scenario.runs[0])) == 1
    assert "mirror" not in [trace.meta["role"] for trace in page_shows(scenario)["contour"].data]


def test_a_dataset_is_one_entry(monkeypatch, client, capfd):
    monkeypatch.setitem(DATASETS, STAIRS.name, STAIRS)
    assert STAIRS.name in ls.problems()["linear"].datasets
    scenario = a_run("linear", dataset=STAIRS.name)
    drawn = page_shows(scenario)
    assert STAIRS.description in drawn["note"]
    (points,) = [trace for trace in drawn["data"].data if trace.meta["role"] == "data"]
    assert list(points.y) == np.floor(np.linspace(0.0, 4.0, 21)).tolist()
    panel_works_out(scenario)
    exports_hold(scenario)
    links_open(scenario, client)
    written = command_writes(capfd, "--problem", "linear", "--data", STAIRS.name)
    assert written.dataset == STAIRS.name
    assert unnamed_entries() == [STAIRS.name]


def test_a_format_is_a_module_and_one_entry(monkeypatch, client, capfd, tmp_path):
    module = ModuleType("components.export.formats.markdown")
    monkeypatch.setattr(module, "write", write_markdown, raising=False)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(FORMATS, MARKDOWN.name, MARKDOWN)
    assert f'"data-format": "{MARKDOWN.name}"' in layout()
    scenario = a_run("peaks")
    expected = write_markdown(Request(scenario), lambda *_: None)
    answer = client.get(f"/export?format=markdown&{scenario.to_query()}")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, "text/markdown", expected)
    main(["export", "--scenario", scenario.to_query(), "--to", str(tmp_path / "runs.md")])
    assert (tmp_path / "runs.md").read_bytes() == expected
    with pytest.raises(SystemExit):
        main(["export", "--help"])
    assert "Markdown" in capfd.readouterr().out
    assert unnamed_formats() == [MARKDOWN.name]


def test_the_test_leaves_nothing_registered():
    assert not {SIGN.name, BOOTH.name, LOG_COSH.name, STAIRS.name} & {
        *ls.problems(),
        *ls.datasets(),
        *ls.optimizers(),
    }
    assert MARKDOWN.name not in FORMATS
