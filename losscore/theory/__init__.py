"""Formulas with the current numbers in them, as LaTeX; a pocket calculator can check them.

Specs name the functions here that write their formulas; ``plain`` writes all others.
"""
