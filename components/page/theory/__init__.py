"""What is computed, as formulas with the current numbers in them; for a pocket calculator."""

from components.page.theory.panel import build_theory
from components.page.theory.problems import FORMULAS
from components.page.theory.rows import Row
from components.page.theory.updates import UPDATES

__all__ = ["FORMULAS", "UPDATES", "Row", "build_theory"]
