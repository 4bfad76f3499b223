"""The contour map: the surface from above, where a click also starts a run."""

from __future__ import annotations

import plotly.graph_objects as go

from components.figures import guess, parts
from components.figures.curvature import map_traces
from components.figures.motion import moving
from components.figures.scales import colour_scale
from components.figures.theme import Theme
from components.session.display import DEFAULT, Display
from components.session.elevation import Elevation
from components.session.motion import MAX_RUNS
from losscore import Minima, Surface

WIDTH = 2.5
# The map may be zoomed out, so a path there is not cut off at the window.
THETA = ("theta.0", "theta.1")


def build_contour(
    surface: Surface,
    minima: Minima,
    symbols: tuple[str, str],
    theme: Theme,
    display: Display = DEFAULT,
    *,
    mirror: bool = False,
) -> go.Figure:
    """Contour lines of J with its minima, and empty traces for paths, starts and balls of runs.

    It is the surface from above, with the same colours and levels, for any ``display``. ``mirror``
    draws the diagonal about which the surface of K-means is symmetric.
    """
    x, y = surface.x, surface.y
    traces = [
        _contour(surface, symbols, theme, display),
        _basins(surface),
        _minima(surface, minima, symbols, theme, display),
        *([_mirror(surface, theme)] if mirror else []),
        *map_traces(),
        *map(_path, range(MAX_RUNS)),
        _marker("start", "start", 8, theme),
        _marker("ball", "head", 10, theme),
        *guess.map_traces(theme),
    ]
    figure = go.Figure(traces)
    return figure.update_layout(
        **parts.flat_layout(theme, margin={"l": 44, "r": 10, "t": 6, "b": 36}),
        xaxis=parts.flat_axis(
            theme, symbols[0], range=[float(x[0]), float(x[-1])], constrain="domain"
        ),
        yaxis=parts.flat_axis(
            theme,
            symbols[1],
            range=[float(y[0]), float(y[-1])],
            scaleanchor="x",
            constrain="domain",
        ),
    )


def _contour(
    surface: Surface, symbols: tuple[str, str], theme: Theme, display: Display
) -> go.Contour:
    elevation = Elevation.of(surface, display)
    # Every second node: the map is small, and lines are interpolated between nodes anyway.
    loss = surface.z[::2, ::2]
    return go.Contour(
        x=surface.x[::2].astype("f4"),
        y=surface.y[::2].astype("f4"),
        z=elevation(loss).astype("f4"),
        colorscale=colour_scale(display, theme),
        showscale=False,
        autocontour=False,
        contours={"coloring": "heatmap", **elevation.levels()},
        line={"width": 0.7, "color": theme.contour_line},
        hovertemplate=parts.hover(symbols, "customdata" if elevation.floor else "z"),
        customdata=loss.astype("f4") if elevation.floor else None,
        meta=parts.role("surface"),
    )


def _basins(surface: Surface) -> go.Heatmap:
    """An empty trace, until basins are painted between the contour lines."""
    return go.Heatmap(
        x=surface.x[::2].astype("f4"),
        y=surface.y[::2].astype("f4"),
        visible=False,
        showscale=False,
        hoverinfo="skip",
        meta=parts.role("basin"),
    )


def _minima(
    surface: Surface,
    minima: Minima,
    symbols: tuple[str, str],
    theme: Theme,
    display: Display,
) -> go.Scatter:
    indices = parts.visible(minima, surface)
    theta = minima.theta[indices]
    return go.Scatter(
        x=theta[:, 0].tolist(),
        y=theta[:, 1].tolist(),
        visible=display.minima == "shown",
        mode="markers+text",
        textposition="top right",
        textfont=parts.letter_font(theme, display, 13) | {"shadow": _shadow(display)},
        marker={
            "symbol": "diamond",
            "size": 9,
            "color": parts.minimum_colours(minima, indices, theme),
            "line": {"color": theme.marker_edge, "width": 1},
        },
        meta=parts.role("minimum"),
        **parts.minimum_texts(minima, indices, symbols),
    )


def _shadow(display: Display) -> str:
    """A shadow that keeps letters legible where rings of many shades lie close together."""
    return "auto" if display.height == "log" else "none"


def _mirror(surface: Surface, theme: Theme) -> go.Scatter:
    low = float(max(surface.x[0], surface.y[0]))
    high = float(min(surface.x[-1], surface.y[-1]))
    return go.Scatter(
        x=[low, high],
        y=[low, high],
        mode="lines",
        line={"color": theme.marker, "width": 1, "dash": "dot"},
        opacity=0.6,
        hoverinfo="skip",
        meta=parts.role("mirror"),
    )


def _path(nth: int) -> go.Scatter:
    return go.Scatter(
        x=[],
        y=[],
        mode="lines",
        line=parts.run_line(WIDTH),
        hoverinfo="skip",
        meta=moving("path", "run", "trail", *THETA, nth=nth, width=WIDTH, dashed=True),
    )


def _marker(name: str, show: str, size: float, theme: Theme) -> go.Scatter:
    return go.Scatter(
        x=[],
        y=[],
        mode="markers",
        marker=parts.run_marker(size, theme.marker),
        hoverinfo="skip",
        meta=moving(name, "runs", show, *THETA),
    )
