"""The four views of a scene: an empty figure each, and what fills it at a step.

``blank(scene)`` has one trace for each thing that is drawn; ``frame(scene, step)`` gives their
attributes at a step by role, one entry for each trace of the role, as the modules in assets/lab do.
"""

from __future__ import annotations

from components.export.views import contour, data, loss, surface

VIEWS = {"surface": surface, "contour": contour, "data": data, "loss": loss}
