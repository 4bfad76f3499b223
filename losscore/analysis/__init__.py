"""What can be found out about J: its surface, minima, basins and curvature."""
