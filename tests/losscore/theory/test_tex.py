"""Numbers and text as LaTeX."""

import pytest

from losscore.theory.tex import combination, factor, text, value


@pytest.mark.parametrize(
    ("number", "written"),
    [(0.0014, "0.0014"), (-3.1e-9, r"-3.1\cdot 10^{-9}"), (1e-8, "10^{-8}"), (-0.0, "0")],
)
def test_numbers_are_written_as_people_read_them(number, written):
    assert value(number) == written


def test_signs_and_brackets_stand_where_they_are_needed():
    assert factor(-2.0) == "(-2)"
    assert factor(2.5) == "2.5"
    assert combination([(1.2, "x"), (-0.5, "y")], -1.0) == r"1.2\,x-0.5\,y-1"


@pytest.mark.parametrize(
    ("plain", "written"),
    [
        ("θ ← θ − η ∇J(θ)", r"\text{θ ← θ − η ∇J(θ)}"),
        ("x_1", r"\text{x}\_\text{1}"),
        ("{100 %}", r"\{\text{100 }\%\}"),
        (r"$a \ b$", r"\$\text{a }\backslash \text{ b}\$"),
    ],
)
def test_text_is_never_read_as_latex(plain, written):
    assert text(plain) == written
