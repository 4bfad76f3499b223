"""Requests have bounds, and refuse other values in one sentence."""

import pytest

import losscore as ls
from components.export import FORMATS, VIEWS, Request, export

SCENARIO = ls.Scenario("peaks", runs=(ls.Run((0.5, 0.5), learning_rate=0.01, n_steps=20),))


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"view": "front"}, "view must be one of surface, contour, data, loss"),
        ({"theme": "blue"}, "theme must be one of light, dark"),
        ({"width": 99}, "width must be ≥ 100"),
        ({"height": 4001}, "height must be ≤ 4000"),
        ({"width": 640.5}, "width must be a whole number"),
        ({"pixel_ratio": 0}, "pixel-ratio must be ≥ 1"),
        ({"pixel_ratio": 5}, "pixel-ratio must be ≤ 4"),
        ({"title": "x" * 201}, "title must have at most 200 characters"),
        ({"title": "two\nlines"}, "title must be one line"),
        ({"title": 3}, "title must be one line"),
        ({"loss_axis": "yes"}, "loss-axis must be one of linear, log"),
        ({"camera": (1, 2)}, "camera must be X,Y,Z"),
        ({"camera": (1, 2, float("nan"))}, "camera must be finite"),
        ({"camera": (0, 0, 0)}, "camera must not be at the centre"),
        ({"base_url": "javascript:alert(1)"}, "base-url must have the form"),
        ({"base_url": 'http://host/"><script>'}, "base-url must have the form"),
    ],
)
def test_what_is_out_of_bounds_is_refused(options, reason):
    with pytest.raises(ValueError, match=reason):
        Request(SCENARIO, **options)


def test_a_request_needs_a_scenario():
    with pytest.raises(ValueError, match="scenario must be a Scenario"):
        Request("problem=peaks")


def test_what_is_given_is_kept_in_one_form():
    request = Request(SCENARIO, width=640.0, title=" J ", base_url="https://lab.example/notes")
    assert (request.width, request.title) == (640, "J")
    assert request.base_url == "https://lab.example/notes/"
    assert request == Request(SCENARIO, width=640, title="J", base_url="https://lab.example/notes/")


def test_unknown_formats_are_refused_with_those_there_are():
    with pytest.raises(ValueError, match=f"format must be one of {', '.join(FORMATS)}"):
        export("tiff", Request(SCENARIO))


def test_a_view_that_a_format_cannot_show_is_refused():
    for entry in FORMATS.values():
        for view in set(VIEWS) - set(entry.views) if entry.views else ():
            with pytest.raises(ValueError, match=f"view of {entry.name} must be one of"):
                export(entry.name, Request(SCENARIO, view=view))


def test_file_names_are_sensible():
    named = FORMATS["json-plotly1"].file_name
    assert named(Request(ls.Scenario())) == "losscore-kmeans-two-clumps-sum-surface-plotly1.json"
    assert named(Request(SCENARIO, view="loss")) == "losscore-peaks-loss-plotly1.json"


def test_file_names_tell_formats_and_views_apart():
    names = {
        entry.file_name(Request(SCENARIO, view=view))
        for entry in FORMATS.values()
        for view in entry.views or ("surface",)
    }
    assert len(names) == sum(max(1, len(entry.views)) for entry in FORMATS.values())
