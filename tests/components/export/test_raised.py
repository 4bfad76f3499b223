"""Raised marks are clear of the surface, seen from the initial camera."""

import numpy as np
import plotly.graph_objects as go
import pytest

import losscore as ls
from components.export import Request
from components.export.figure_timeline import FigureTimeline
from components.export.raised import HIGHEST, RADIUS


def mark(trace):
    return np.array([trace.x[0], trace.y[0], trace.z[0]])


def disc(centre, towards, radius):
    """Points of a disc that faces ``towards``, in units of the scene."""
    across = np.cross(towards, [0.0, 0.0, 1.0])
    across /= np.linalg.norm(across)
    up = np.cross(across, towards)
    turn = np.linspace(0.0, 2 * np.pi, 64)[:, None]
    return centre + radius * (np.cos(turn) * across + np.sin(turn) * up)


@pytest.mark.parametrize("start", [(0.2, 0.1), (0.9, -0.9), (-0.9, 0.9), (-0.7, -0.9), (0.0, 0.95)])
@pytest.mark.parametrize("eye", [(1.2, 1.2, 1.0), (-1.3, -1.6, 0.9), (0.3, 0.2, 2.0)])
def test_a_disc_that_faces_the_eye_is_above_the_surface(start, eye):
    scenario = ls.Scenario("valley", runs=(ls.Run(start, "gd", 0.01, 3),))
    figure = FigureTimeline(Request(scenario, camera=eye), raised=True).at(0)
    (drawn,) = [trace for trace in figure.data if trace.meta["role"] == "start"]
    scene = figure.layout.scene
    ratio = np.array([scene.aspectratio[axis] for axis in "xyz"])
    ranges = np.array([scene[f"{axis}axis"].range for axis in "xyz"])
    unit = ratio / np.ptp(ranges, axis=1)
    span = np.ptp(figure.data[0].z)
    theta = np.array(start)
    np.testing.assert_array_equal([drawn.x[0], drawn.y[0]], theta)
    rise = drawn.z[0] - float(ls.problem("valley").loss(theta))
    assert 0.99 * RADIUS < rise / span < HIGHEST * RADIUS + 0.02
    towards = np.array(eye) / np.linalg.norm(eye)
    radius = 0.9 * RADIUS * span * unit[2]
    points = disc(np.array([*theta, drawn.z[0]]) * unit, towards, radius) / unit
    gradient = ls.problem("valley").grad(theta)
    plane = float(ls.problem("valley").loss(theta)) + (points[:, :2] - theta) @ gradient
    is_steepest = rise / span > 0.95 * HIGHEST * RADIUS
    assert is_steepest or (points[:, 2] >= plane).all()


def test_only_pictures_for_others_are_raised():
    request = Request(ls.Scenario("valley", runs=(ls.Run((0.5, 0.5), "gd", 0.01, 3),)))
    plain, raised = (FigureTimeline(request, raised=raise_).at(0) for raise_ in (False, True))
    assert isinstance(plain, go.Figure)
    for one, other in zip(plain.data, raised.data, strict=True):
        is_mark = one.meta["role"] in {"minimum", "start", "ball"}
        assert (mark(one)[2] < mark(other)[2]) if is_mark else (one == other)
