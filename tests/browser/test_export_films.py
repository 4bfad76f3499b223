"""Animations of real runs, from Chromium to the frames of the file."""

import io
import itertools

import numpy as np
import pytest
from PIL import Image

import losscore as ls
from components.export import Cancelled, Request, export
from components.export.chromium.browser import BROWSER
from components.export.formats.animation import clock_of
from tests.films import decoded, extent

STEPS = 8
RUNS = f"run=0.2,1.8,gd,0.002,{STEPS}"
SCENARIO = ls.Scenario.from_query(f"problem=kmeans&resolution=61&{RUNS}")
SIZE = {"width": 401, "height": 321}


def reaches_farther(frames):
    """Whether each picture shows the run at least about as far, and the last clearly farther."""
    extents = [extent(frame) for frame in frames]
    rest = 0.15 * extents[-1]
    grows = all(later > earlier - rest for earlier, later in itertools.pairwise(extents))
    return grows and extents[-1] > 1.5 * extents[0]


def frames_of(gif):
    for index in range(gif.n_frames):
        gif.seek(index)
        yield np.asarray(gif.convert("RGB")).astype(int)


def test_a_gif_of_a_surface_shows_the_path_grow():
    told = []
    request = Request(SCENARIO, title="K-means", **SIZE)
    gif = Image.open(io.BytesIO(export("gif", request, lambda *part: told.append(part))))
    count = len(clock_of(STEPS).steps)
    assert (gif.n_frames, gif.size) == (count, (401, 321))
    frames = list(frames_of(gif))
    assert reaches_farther(frames)
    # Opaque ground, a title, and the grey surface in the middle.
    assert all((frame[2, 2] == 255).all() for frame in frames)
    assert (frames[0][10:40] < 120).any()
    assert 20 < frames[0][160, 140:260].mean() < 220
    assert told == [(done, count + 1) for done in range(1, count + 2)]


@pytest.mark.parametrize(("name", "codec"), [("mp4", "h264"), ("webm", "vp9")])
def test_a_film_of_the_loss_shows_the_curve_grow(name, codec, tmp_path):
    path = tmp_path / f"film.{name}"
    path.write_bytes(export(name, Request(SCENARIO, "loss", **SIZE)))
    clock = clock_of(STEPS)
    told, frames = decoded(path)
    assert told == (codec, 400, 320, clock.fps)
    assert len(frames) == len(clock.steps) + clock.rest
    assert reaches_farther([frames[0], frames[len(clock.steps) // 2], frames[-1]])


@pytest.mark.parametrize("view", ["contour", "data"])
def test_other_views_move_as_well(view):
    gif = Image.open(io.BytesIO(export("gif", Request(SCENARIO, view, **SIZE))))
    first, *_, last = frames_of(gif)
    assert gif.n_frames == STEPS + 1
    changed = np.abs(first - last).max(axis=2) > 60
    # The ball, the centroids and the line are wider than a speck.
    assert min(np.ptp(places) for places in np.nonzero(changed)) > 5


def test_a_cancelled_film_leaves_nothing_behind():
    def cancel_at_two(done, _):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        export("gif", Request(SCENARIO, "loss", **SIZE), cancel_at_two)
    assert BROWSER.run(pages) == 1


async def pages(kaleido):
    """How many pages are open."""
    answer = await kaleido.send_command("Target.getTargets")
    return sum(target["type"] == "page" for target in answer["result"]["targetInfos"])
