"""Analyses of J: its surface, minima, basins and curvature."""
