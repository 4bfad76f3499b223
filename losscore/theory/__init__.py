"""Formulas with the current numbers in them, as LaTeX: for a pocket calculator.

Specs refer to the functions here that write their formulas; what has none is written by ``plain``.
"""
