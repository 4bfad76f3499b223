"""Clock and encoders of animations, with frames made without a browser."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

import losscore as ls
from components.export import Request, export
from components.export.formats import animation
from components.export.formats.animation import MAX_FPS, MAX_FRAMES, REST, Clock, clock_of
from components.session.palette import GREEN, VERMILLION
from tests.films import decoded

GROUND = (255, 255, 255)


def pictures(count, size=(121, 81)):
    """A grey ramp, and a ball that moves on it."""
    for index in range(count):
        image = Image.new("RGB", size, GROUND)
        for x in range(20, 100):
            image.paste((x, x + 10, x + 20), (x, 20, x + 1, 60))
        draw = ImageDraw.Draw(image)
        draw.rectangle((30 + 4 * index, 30, 40 + 4 * index, 40), fill=VERMILLION)
        draw.line((20, 70, 100, 70), fill=GREEN, width=2)
        stream = io.BytesIO()
        image.save(stream, "PNG")
        yield stream.getvalue()


@pytest.mark.parametrize("last", [1, 2, 7, 30, 45, 90, 143, 200, 2000])
def test_the_clock_shows_first_and_last_step_in_the_page_s_time(last):
    clock = clock_of(last)
    steps = np.array(clock.steps)
    assert (steps[0], steps[-1]) == (0, last)
    gaps = np.diff(steps)
    assert gaps.min() >= 1
    assert gaps.max() - gaps.min() <= 1
    assert len(steps) <= MAX_FRAMES
    assert 1 <= clock.fps <= MAX_FPS
    seconds = (len(steps) - 1) / clock.fps
    assert seconds == pytest.approx(min(max(0.033 * last, 1.5), 5.0), rel=0.5 if last < 3 else 0.1)


def test_a_run_without_steps_is_one_picture():
    assert clock_of(0) == Clock((0,), 1)


def test_a_gif_has_all_frames_the_time_and_the_colours_of_the_runs():
    gif = Image.open(io.BytesIO(animation._gif(list(pictures(6)), Clock(tuple(range(6)), 20))))
    assert (gif.n_frames, gif.size, gif.info["loop"]) == (6, (121, 81), 0)
    durations = []
    for index in range(6):
        gif.seek(index)
        durations.append(gif.info["duration"])
        frame = gif.convert("RGB")
        assert frame.getpixel((2, 2)) == GROUND
        for place, colour in (((35 + 4 * index, 35), VERMILLION), ((60, 70), GREEN)):
            expected = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
            assert np.abs(np.subtract(frame.getpixel(place), expected)).max() <= 4
    assert durations == [50] * 5 + [50 + 1000 * REST]


def test_a_gif_takes_as_long_as_its_clock_says():
    gif = Image.open(io.BytesIO(animation._gif(list(pictures(13)), Clock(tuple(range(13)), 24))))
    durations = []
    for index in range(gif.n_frames):
        gif.seek(index)
        durations.append(gif.info["duration"])
    assert set(durations[:-1]) == {40, 50}
    assert sum(durations[:12]) == 500


def test_colours_do_not_flicker():
    gif = Image.open(io.BytesIO(animation._gif(list(pictures(3)), Clock((0, 1, 2), 10))))
    ramps = []
    for index in range(3):
        gif.seek(index)
        ramps.append(np.asarray(gif.convert("RGB"))[50, 20:100])
    assert (ramps[0] == ramps[1]).all()
    assert (ramps[0] == ramps[2]).all()


@pytest.mark.parametrize(("encode", "codec"), [("_mp4", "h264"), ("_webm", "vp9")])
def test_a_film_has_all_frames_a_rest_and_an_even_size(encode, codec, tmp_path):
    clock = Clock(tuple(range(6)), 10)
    path = tmp_path / f"film.{encode[1:]}"
    path.write_bytes(getattr(animation, encode)(list(pictures(6)), clock))
    told, frames = decoded(path)
    assert told == (codec, 120, 80, 10.0)
    assert len(frames) == 6 + clock.rest
    for index in (0, 3, 5, 17):
        ball = frames[index, 35, 35 + 4 * min(index, 5)]
        assert ball[0] - ball[2] > 120
        assert frames[index, 2, 2].min() > 245


@pytest.mark.parametrize("name", ["gif", "mp4", "webm"])
def test_what_cannot_be_played_is_refused_at_once(name):
    with pytest.raises(ValueError, match="an animation needs a run"):
        export(name, Request(ls.Scenario()))
    moving = ls.Scenario(runs=(ls.Run((0.2, 1.8)),))
    with pytest.raises(ValueError, match=r"at most 2073600 pixels .* got 2000 × 1500"):
        export(name, Request(moving, pixel_ratio=2))
