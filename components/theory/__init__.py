"""What is computed, as formulas with the current numbers in them; for a pocket calculator."""

from components.theory.panel import build_theory
from components.theory.problems import FORMULAS
from components.theory.rows import Row
from components.theory.updates import UPDATES

__all__ = ["FORMULAS", "UPDATES", "Row", "build_theory"]
