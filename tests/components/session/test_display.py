"""Colours, height, contour lines, minima, proportions: what they change, and what they do not."""

import math
from dataclasses import asdict

import numpy as np
import plotly.colors
import pytest
from hypothesis import given
from hypothesis import strategies as st

import losscore as ls
from components.figures import THEMES, build_contour, build_surface
from components.figures.box import CUBE, MAX_RATIO, box_sides
from components.figures.scales import scale_named
from components.session.display import DEFAULT, Display
from components.session.elevation import Elevation
from components.session.solved import solve

LIGHT = THEMES["light"]
CAMERA = {"eye": {"x": 1.0, "y": 1.0, "z": 1.0}}
LOG = Display(height="log")
PROBLEMS = list(ls.problems())
RANGES = [(1.0, 126.4), (-6.5, 8.1), (0.0, 2509.0), (-4.0, 4.0), (1e6, 1e6 + 1.0), (-1e-9, 1e-9)]


def solved(name, **more):
    return solve(ls.Scenario(problem=name, **more))


def surface_of(case, display, theme=LIGHT):
    return build_surface(
        case.surface, case.minima, ("a", "b"), theme, display, camera=CAMERA, camera_key="k"
    )


def map_of(case, display, theme=LIGHT):
    return build_contour(case.surface, case.minima, ("a", "b"), theme, display)


def trace(figure, role):
    return next(trace for trace in figure.data if trace.meta["role"] == role)


def written_log(loss, low, high):
    """The definition, number by number."""
    return math.log10(max(loss - low, 0.0) + (high - low) / 1000)


# ------------------------------------------------------------------ the registry


def test_a_display_is_the_registered_options():
    assert asdict(DEFAULT) == {option.name: option.default for option in ls.DISPLAY}
    for option in ls.DISPLAY:
        for choice in option.choices:
            view = ls.Scenario(display={option.name: choice})
            assert asdict(Display.of(view)) == asdict(DEFAULT) | {option.name: choice}


# ------------------------------------------------------------------ the height


@pytest.mark.parametrize(("low", "high"), RANGES)
def test_the_logarithm_is_the_one_that_is_written(low, high):
    z = np.linspace(low, high, 9).reshape(3, 3)
    surface = ls.Surface(np.arange(3.0), np.arange(3.0), z, "direct", 0.0)
    elevation = Elevation.of(surface, LOG)
    loss = np.array([low - 1.0, low, low + 0.003 * (high - low), (low + high) / 2, high, 9 * high])
    expected = [written_log(value, low, high) for value in loss]
    np.testing.assert_allclose(elevation(loss), expected, rtol=1e-9, atol=1e-9)
    assert elevation.bounds == pytest.approx((expected[1], expected[4]))
    assert elevation.span == pytest.approx(math.log10(1001))


def test_the_linear_height_is_the_loss():
    elevation = Elevation.of(solved("peaks").surface, DEFAULT)
    loss = np.array([-7.0, 0.0, 3.5])
    np.testing.assert_array_equal(elevation(loss), loss)
    assert (elevation.formula, elevation.ticks) == ("", {})


@given(
    low=st.floats(-1e6, 1e6),
    span=st.floats(1e-3, 1e9),
    shares=st.lists(st.floats(-0.5, 2.0), min_size=2, max_size=2),
)
def test_what_is_lower_is_never_drawn_higher(low, span, shares):
    elevation = Elevation(low, low + span, 1e-3 * span)
    first, second = elevation(low + span * np.sort(shares))
    assert np.isfinite([first, second]).all()
    assert first <= second


@pytest.mark.parametrize(("low", "high"), RANGES)
def test_every_tick_stands_at_the_height_of_its_number(low, high):
    elevation = Elevation(low, high, 1e-3 * (high - low))
    texts = [float(text.replace("−", "-")) for text in elevation.ticks["ticktext"]]
    heights = elevation.ticks["tickvals"]
    assert len(set(texts)) == len(texts) >= 3
    bottom, top = elevation.bounds
    assert all(bottom <= height <= top + 1e-9 for height in heights)
    # Rounded as they are, neighbours are not mistaken for each other.
    shown = elevation(np.array(texts))
    assert np.abs(shown - heights).max() < 0.5 * np.diff(heights).min()


@pytest.mark.parametrize(
    ("low", "high", "distances", "texts"),
    [
        (1.0, 131.0, [0.0, 1.0, 10.0, 100.0], ["1", "2", "11", "101"]),
        (-6.5, 8.1, [0.0, 0.1, 1.0, 10.0], ["−6.5", "−6.4", "−5.5", "3.5"]),
        (1e6, 1e6 + 1.0, [0.0, 0.01, 0.1, 1.0], ["1000000", "1000000.01", "1000000.1", "1000001"]),
    ],
)
def test_ticks_stand_at_the_lowest_loss_and_at_decades_above_it(low, high, distances, texts):
    ticks = Elevation(low, high, 1e-3 * (high - low)).ticks
    assert ticks["ticktext"] == texts
    heights = [written_log(low + distance, low, high) for distance in distances]
    assert ticks["tickvals"] == pytest.approx(heights, abs=1e-6)


def test_the_formula_of_the_height_has_its_numbers():
    formulas = [Elevation(low, high, 1e-3 * (high - low)).formula for low, high in RANGES[:4]]
    assert formulas == [
        "log₁₀(J − 1 + 0.13)",
        "log₁₀(J + 6.5 + 0.015)",
        "log₁₀(J + 2.5)",
        "log₁₀(J + 4 + 0.008)",
    ]
    rounded = Elevation(1234.567, 1358.023, 0.123456).formula
    assert rounded == "log₁₀(J − 1.23e3 + 0.12)"
    note = surface_of(solved("rosenbrock"), LOG).layout.annotations[0]
    assert note.text == "height: log₁₀(J + 2.5)"
    assert not surface_of(solved("rosenbrock"), DEFAULT).layout.annotations


@pytest.mark.parametrize("name", PROBLEMS)
def test_all_that_lies_on_a_surface_follows_its_height(name):
    case = solved(name)
    low, high = float(case.surface.z.min()), float(case.surface.z.max())
    figure = surface_of(case, LOG)
    drawn, marks = trace(figure, "surface"), trace(figure, "minimum")
    for j, i in ((0, 0), (17, 80), (160, 3)):
        expected = written_log(case.surface.z[j, i], low, high)
        assert drawn.z[j, i] == pytest.approx(expected, abs=1e-5)
        assert trace(map_of(case, LOG), "surface").z[j // 2, i // 2] == pytest.approx(
            written_log(case.surface.z[j // 2 * 2, i // 2 * 2], low, high), abs=1e-5
        )
    heights = [written_log(loss, low, high) for loss in case.minima.loss]
    above = np.array(marks.z) - heights
    assert ((above > 0.02) & (above < 0.2)).all()
    bottom, top = figure.layout.scene.zaxis.range
    assert bottom < drawn.z.min() < drawn.z.max() < top


def test_the_hover_text_shows_the_loss_itself():
    case = solved("kmeans")
    drawn, flat = trace(surface_of(case, LOG), "surface"), trace(map_of(case, LOG), "surface")
    for one in (drawn, flat):
        assert "J = %{customdata:.5g}" in one.hovertemplate
    # Plotly reads the customdata of a surface by column and row, that of a map by row and column.
    np.testing.assert_array_equal(drawn.customdata, case.surface.z.T.astype("f4"))
    np.testing.assert_array_equal(flat.customdata, case.surface.z[::2, ::2].astype("f4"))
    for one in (
        trace(surface_of(case, DEFAULT), "surface"),
        trace(map_of(case, DEFAULT), "surface"),
    ):
        assert "J = %{z:.5g}" in one.hovertemplate
        assert one.customdata is None


def test_contour_lines_are_evenly_spaced_in_height_and_the_same_on_the_map():
    case = solved("himmelblau")
    lines = trace(surface_of(case, LOG), "surface").contours.z
    flat = trace(map_of(case, LOG), "surface").contours
    assert (lines.start, lines.end, lines.size) == (flat.start, flat.end, flat.size)
    assert lines.size == pytest.approx(math.log10(1001) / 22)


def test_letters_stand_under_funnels_and_else_over_their_marks():
    def side(name, display):
        return trace(surface_of(solved(name), display), "minimum").textposition

    assert [side("himmelblau", display) for display in (DEFAULT, LOG)] == [
        "top center",
        "bottom center",
    ]
    # Two of the three minima of peaks are far above the lowest.
    assert side("peaks", LOG) == "top center"


def test_a_flat_surface_has_a_logarithm():
    flat = ls.Surface(np.arange(3.0), np.arange(3.0), np.full((3, 3), 7.0), "direct", 0.0)
    nothing = ls.minima(ls.problem("logistic", dataset="one-point"))
    case = type("Case", (), {"surface": flat, "minima": nothing})
    drawn = trace(surface_of(case, LOG), "surface")
    assert np.isfinite(drawn.z).all()


# ------------------------------------------------------------------ the colours


@pytest.mark.parametrize("name", ["viridis", "cividis", "magma"])
def test_published_scales_are_as_published(name):
    places, colours = zip(*scale_named(name, LIGHT), strict=True)
    assert list(colours) == getattr(plotly.colors.sequential, name.capitalize())
    np.testing.assert_allclose(places, np.linspace(0, 1, len(places)))


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("name", ls.DISPLAY[0].choices)
def test_every_scale_rises_from_dark_to_light(name, theme):
    def luminance(colour):
        parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
        return sum(w * part**2.2 for w, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))

    shades = [luminance(colour) for _, colour in scale_named(name, theme)]
    assert shades == sorted(shades)
    # White letters stand on the lowest places.
    assert 1.05 / (shades[0] + 0.05) > 7


@pytest.mark.parametrize("name", ls.DISPLAY[0].choices)
def test_surface_and_map_have_the_same_colours(name):
    case, display = solved("valley"), Display(colours=name)
    expected = scale_named(name, THEMES["dark"])
    for figure in (
        surface_of(case, display, THEMES["dark"]),
        map_of(case, display, THEMES["dark"]),
    ):
        assert trace(figure, "surface").colorscale == expected


# ------------------------------------------------------------------ lines, minima, proportions


def test_contour_lines_can_be_left_out_of_the_surface():
    case = solved("peaks")
    assert trace(surface_of(case, DEFAULT), "surface").contours.z.show is True
    assert trace(surface_of(case, Display(contours="none")), "surface").contours.z.show is False


def test_hidden_minima_leave_all_traces_in_their_places():
    case = solved("peaks")
    for build in (surface_of, map_of):
        shown, hidden = build(case, DEFAULT), build(case, Display(minima="hidden"))
        assert [t.meta for t in shown.data] == [t.meta for t in hidden.data]
        assert trace(shown, "minimum").visible is True
        assert trace(hidden, "minimum").visible is False


@pytest.mark.parametrize(
    ("window", "proportion"),
    [(((-1, 1), (-1, 1)), 1.0), (((-3, 3), (-1, 1)), 3.0), (((0, 1), (0, 2)), 0.5)],
)
def test_one_unit_on_both_axes(window, proportion):
    surface = solved("peaks", window=window).surface
    sides = box_sides(surface, Display(aspect="data"))
    assert sides["x"] / sides["y"] == pytest.approx(proportion)
    assert max(sides["x"], sides["y"]) == CUBE["x"]
    assert sides["z"] == CUBE["z"]
    assert box_sides(surface, DEFAULT) == CUBE


@pytest.mark.parametrize("window", [((-1e6, 1e6), (0, 1)), ((0, 1), (-1e6, 1e6))])
def test_no_window_makes_the_box_too_thin(window):
    sides = box_sides(solved("peaks", window=window).surface, Display(aspect="data"))
    assert max(sides["x"], sides["y"]) / min(sides["x"], sides["y"]) == MAX_RATIO
