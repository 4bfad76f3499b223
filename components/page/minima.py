"""The table of minima, with the numbers that certify them and what they mean."""

from __future__ import annotations

from typing import Any

import numpy as np
from dash import html

import losscore as ls
from components.figures.theme import TWIN_COLOURS
from components.page.fields import aria
from components.session.solved import Solved
from components.session.text import MAX_NAMED, fixed, letter, number


def build_minima(solved: Solved) -> list[Any]:
    """The table and the sentences for the minima of a scenario."""
    minima = solved.minima
    sentence = html.P(minima.message, className="note")
    if not len(minima):
        return [sentence]
    return [_table(solved), *_rest(minima), *_proof(solved), sentence]


def _table(solved: Solved) -> html.Div:
    symbols = ls.problems()[solved.scenario.problem].symbols
    heads = ("name", *symbols, "J", "‖∇J‖", "λ of ∇²J", "kind")
    rows = [_row(solved.minima, index) for index in range(min(len(solved.minima), MAX_NAMED))]
    return html.Div(
        html.Table(
            [
                html.Thead(html.Tr([html.Th(head, scope="col") for head in heads])),
                html.Tbody(rows),
            ],
            className="numbers",
        ),
        className="scroll",
        tabIndex=0,
        role="region",
        **aria(label="Minima"),
    )


def _rest(minima: ls.Minima) -> list[html.P]:
    """A note if the table does not have room for all minima."""
    if len(minima) <= MAX_NAMED:
        return []
    return [html.P(f"These are the {MAX_NAMED} lowest of {len(minima)} minima.", className="note")]


def _row(minima: ls.Minima, index: int) -> html.Tr:
    low, high = minima.eigenvalues[index]
    place = "lowest" if minima.is_global[index] else "local"
    cells = (
        fixed(minima.theta[index, 0]),
        fixed(minima.theta[index, 1]),
        fixed(minima.loss[index]),
        number(minima.grad_norm[index], 1),
        f"{number(low)}, {number(high)}",
        place if minima.kind[index] == "minimum" else f"{place}, {minima.kind[index]}",
    )
    return html.Tr(
        [html.Th(_name(minima, index), scope="row"), *(html.Td(cell) for cell in cells)],
    )


def _name(minima: ls.Minima, index: int) -> list[Any]:
    """The letter of a minimum; a twin has a diamond in the colour of its pair before it."""
    group = int(minima.group[index])
    is_twin = int(np.sum(minima.group == group)) > 1
    colour = {"color": TWIN_COLOURS[group % len(TWIN_COLOURS)]}
    mark = [html.Span("◆", className="twin", style=colour, **aria(hidden="true"))]
    return [*(mark if is_twin else []), letter(index)]


def _proof(solved: Solved) -> list[html.P]:
    """For clusters, the numbers that show that two mirror images are one clustering."""
    exchange, minima = ls.problems()[solved.scenario.problem].exchange, solved.minima
    if exchange is None:
        return []
    pairs = [np.flatnonzero(minima.group == group)[:2] for group in np.unique(minima.group)]
    return [
        _same(exchange(solved.problem, *minima.theta[pair]), *map(letter, pair))
        for pair in pairs
        if len(pair) == 2
    ]


def _same(proof: ls.LabelExchange, first: str, second: str) -> html.P:
    names = f"{first} and {second}"
    claim = "are the same clustering" if proof.same_clustering else "differ"
    sizes = " and ".join(str(size) for size in sorted(proof.sizes))
    change = number(proof.loss_difference)
    return html.P(
        [
            html.B(f"{names} {claim}"),
            (
                f" with the labels exchanged: {proof.agreeing} of {proof.n_samples} points stay in "
                f"the same cluster (sizes {sizes}), and J "
                f"{'is equal' if change == '0' else f'differs by {change}'}."
            ),
        ],
        className="same",
    )
