"""The loss surface in 3-D with its minima; the browser adds the run."""

from __future__ import annotations

from typing import Any

import numpy as np
import plotly.graph_objects as go

from components.figures import guess, parts
from components.figures.box import box_sides
from components.figures.curvature import surface_traces
from components.figures.motion import moving
from components.figures.scales import colour_scale
from components.figures.theme import FONT, Theme
from components.session.display import DEFAULT, Display
from components.session.elevation import Elevation
from components.session.motion import MAX_RUNS
from losscore import Minima, Surface
from losscore.checks import FloatArray

WIDTH = 7
# The columns of a run's path on the surface.
PATH = ("path.x", "path.y", "path.z")
# On a logarithmic height, a bowl is a funnel below this share of the height.
FUNNEL_END = 0.2
# An invisible point, because plotly makes no object for an empty trace, and the browser could not
# move it later.
_UNSEEN: dict[str, Any] = {axis: [None] for axis in "xyz"}


def build_surface(  # noqa: PLR0913 - what is drawn, how, and from where
    surface: Surface,
    minima: Minima,
    symbols: tuple[str, str],
    theme: Theme,
    display: Display = DEFAULT,
    *,
    camera: dict[str, Any],
    camera_key: str,
) -> go.Figure:
    """The surface, its certified minima, and empty traces for the paths, starts and balls of runs.

    ``camera`` is the initial view. While ``camera_key`` stays the same, the camera stays where the
    person left it.
    """
    figure = go.Figure(
        [
            _surface(surface, symbols, theme, display),
            _minima(surface, minima, symbols, theme, display),
            *surface_traces(),
            *map(_path, range(MAX_RUNS)),
            _marker("start", "start", 4, theme),
            _marker("ball", "head", 6, theme),
            *guess.surface_traces(theme),
        ]
    )
    return figure.update_layout(
        margin={"l": 0, "r": 0, "t": 0, "b": 0},
        paper_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 12, "color": theme.muted},
        showlegend=False,
        uirevision=camera_key,
        hoverlabel={"bgcolor": theme.card, "font": {"color": theme.ink}},
        meta={"camera": camera},
        annotations=_notes(Elevation.of(surface, display)) or None,
        scene={
            **_scene(surface, symbols, theme, display),
            "camera": camera,
            "uirevision": camera_key,
        },
    )


def _surface(
    surface: Surface, symbols: tuple[str, str], theme: Theme, display: Display
) -> go.Surface:
    elevation = Elevation.of(surface, display)
    return go.Surface(
        # float32 takes half the bytes, and a GPU draws no more.
        x=surface.x.astype("f4"),
        y=surface.y.astype("f4"),
        z=elevation(surface.z).astype("f4"),
        # J where z is not J. Only for surfaces, plotly.js expects [column][row].
        customdata=surface.z.T.astype("f4") if elevation.floor else None,
        colorscale=colour_scale(display, theme),
        showscale=False,
        contours={
            "z": {
                "show": display.contours == "lines",
                "usecolormap": False,
                "color": theme.contour_line,
                "width": 1,
                "highlight": False,
                **elevation.levels(),
            },
            "x": {"highlight": False},
            "y": {"highlight": False},
        },
        lighting={"ambient": 0.75, "diffuse": 0.55, "specular": 0.06, "roughness": 0.85},
        hovertemplate=parts.hover(symbols, "customdata" if elevation.floor else "z"),
        meta=parts.role("surface"),
    )


def _minima(
    surface: Surface,
    minima: Minima,
    symbols: tuple[str, str],
    theme: Theme,
    display: Display,
) -> go.Scatter3d:
    elevation = Elevation.of(surface, display)
    indices = parts.visible(minima, surface)
    theta, loss = minima.theta[indices], minima.loss[indices]
    return go.Scatter3d(
        # A new identity makes plotly redraw the labels, because reused ones can have wrong sizes.
        uid=f"minima-{len(indices)}-{display.height}",
        x=theta[:, 0].tolist(),
        y=theta[:, 1].tolist(),
        z=elevation.of_markers(loss).tolist(),
        visible=display.minima == "shown",
        mode="markers+text",
        textposition=_side(elevation, loss),
        textfont=parts.letter_font(theme, display, 19),
        marker={
            "symbol": "diamond-open",
            "size": 7,
            "color": parts.minimum_colours(minima, indices, theme),
            "line": {"color": theme.marker_edge, "width": 1},
        },
        meta=parts.role("minimum"),
        **parts.minimum_texts(minima, indices, symbols),
    )


def _side(elevation: Elevation, loss: FloatArray) -> str:
    """Where letters stand: above their marks, but below the ends of funnels, with walls above.

    All letters are on the same side, because plotly.js misplaces them if each has its own.
    """
    shares = (elevation(loss) - elevation.bounds[0]) / elevation.span
    is_funnel = elevation.floor and len(loss) and np.median(shares) < FUNNEL_END
    return "bottom center" if is_funnel else "top center"


def _path(nth: int) -> go.Scatter3d:
    return go.Scatter3d(
        **_UNSEEN,
        mode="lines",
        line=parts.run_line(WIDTH),
        hoverinfo="skip",
        meta=moving("path", "run", "trail", *PATH, nth=nth, width=WIDTH),
    )


def _marker(name: str, show: str, size: float, theme: Theme) -> go.Scatter3d:
    return go.Scatter3d(
        **_UNSEEN,
        mode="markers",
        marker=parts.run_marker(size, theme.marker),
        hoverinfo="skip",
        meta=moving(name, "runs", show, *PATH),
    )


def _notes(elevation: Elevation) -> list[dict[str, Any]]:
    """The formula of the height if it is not J, in a corner because the axis has no room."""
    if not elevation.floor:
        return []
    corner = {"x": 0, "xanchor": "left", "xshift": 12, "y": 0, "yanchor": "bottom", "yshift": 6}
    frame = {"xref": "paper", "yref": "paper", "showarrow": False}
    return [{"text": f"height: {elevation.formula}", **corner, **frame}]


def _scene(
    surface: Surface, symbols: tuple[str, str], theme: Theme, display: Display
) -> dict[str, Any]:
    elevation = Elevation.of(surface, display)
    low, high = elevation.bounds
    margin = 0.04 * (high - low)
    return {
        "bgcolor": theme.card,
        "aspectmode": "manual",
        "aspectratio": box_sides(surface, display),
        # Fixed ranges: a growing path must never rescale the scene.
        "xaxis": _axis(symbols[0], (surface.x[0], surface.x[-1]), theme),
        "yaxis": _axis(symbols[1], (surface.y[0], surface.y[-1]), theme),
        "zaxis": _axis("J", (low - margin, high + margin), theme) | elevation.ticks,
    }


def _axis(title: str, bounds: tuple[Any, Any], theme: Theme) -> dict[str, Any]:
    return {
        "title": {"text": title, "font": {"size": 14, "color": theme.ink}},
        "range": [float(np.float32(bound)) for bound in bounds],
        "gridcolor": theme.line,
        "zerolinecolor": theme.line,
        "showbackground": False,
        "showspikes": False,
        "color": theme.muted,
        "nticks": 6,
    }
