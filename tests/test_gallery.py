"""The published figures: figures.toml rebuilds them all, and they hold the published numbers."""

import json
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from components.export import export
from components.export.command.batch import read_batch
from components.export.jsonable import plain
from components.session.solved import solve

ROOT = Path(__file__).parent.parent
JOBS = read_batch(ROOT / "figures.toml", Path("out"))
REQUESTS = {job.path.stem: job.request for job in JOBS if job.path and job.format == "png"}
PAGE = (ROOT / "docs" / "gallery.md").read_text()
# Corner J(x_lo, y_lo) and lowest node of the published surfaces, and how well they agree.
PUBLISHED = {
    "kmeans": (126.40805136084069, 1.0137976854597222, 1e-12),
    "logistic": (3.7677595958347787, 0.708408391256835, 1e-9),
}


def test_every_figure_is_written_as_png_and_in_both_dialects():
    for name in REQUESTS:
        formats = {job.format for job in JOBS if job.request == REQUESTS[name]}
        assert formats == {"png", "json", "json-plotly1"}


def test_the_gallery_shows_every_figure():
    shown = re.findall(r"\]\(images/gallery/([a-z-]+)\.png\)", PAGE)
    assert sorted(shown) == sorted(REQUESTS)


def test_the_pictures_are_of_their_sizes_and_small_together():
    folder = ROOT / "docs" / "images" / "gallery"
    for name, request in REQUESTS.items():
        with Image.open(folder / f"{name}.png") as picture:
            assert picture.size == (request.width, request.height)
    assert {path.stem for path in folder.iterdir()} == set(REQUESTS)
    assert sum(path.stat().st_size for path in folder.iterdir()) < 1_000_000


@pytest.mark.parametrize("name", PUBLISHED)
def test_published_surfaces_have_the_published_values(name):
    corner, lowest, precision = PUBLISHED[name]
    z = solve(REQUESTS[name].scenario).surface.z
    assert z[0, 0] == pytest.approx(corner, rel=precision)
    assert z.min() == pytest.approx(lowest, rel=precision)
    written = json.loads(export("json-plotly1", REQUESTS[name]))["data"][0]["z"]
    assert np.shape(written) == z.shape
    assert written[0][0] == pytest.approx(corner, abs=2e-5 * np.ptp(z))


def test_peaks_ends_where_it_was_published_after_41_stops():
    (run,) = REQUESTS["peaks"].scenario.runs
    end = run.descend(solve(REQUESTS["peaks"].scenario).problem)
    assert end.theta[-1] == pytest.approx((0.231, -1.617), abs=5e-4)
    assert end.loss[-1] == pytest.approx(-6.55, abs=5e-3)
    layout = json.loads(export("json-plotly1", REQUESTS["peaks"]))["layout"]
    assert len(layout["sliders"][0]["steps"]) == 41


def test_the_valleys_runs_are_at_the_published_rates():
    rates = (1.0, 0.8, 0.6, 0.5, 0.1, 0.05, 0.01)
    for name in ("learning-rates", "convergence"):
        runs = REQUESTS[name].scenario.runs
        assert tuple(run.learning_rate for run in runs) == rates
        assert {run.start for run in runs} == {(0.5, 0.6)}
    minima = solve(REQUESTS["convergence"].scenario).minima
    assert minima.loss[0] == pytest.approx(0.435038, abs=5e-7)


def test_arrows_are_arrows_in_both_dialects():
    current = json.loads(export("json", REQUESTS["arrows"]))
    paths = [trace for trace in current["data"] if trace["meta"]["role"] == "path"]
    assert {path["marker"]["symbol"] for path in paths} == {"arrow"}
    frozen = json.loads(export("json-plotly1", REQUESTS["arrows"]))
    arrows = frozen["layout"]["annotations"]
    steps = sum(len(plain(path["x"])) - 1 for path in paths)
    assert len(arrows) == steps
    assert (arrows[0]["ax"], arrows[0]["ay"]) == (0.5, 0.6)
