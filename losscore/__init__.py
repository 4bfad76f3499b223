"""losscore: loss surfaces, certified minima and descent on them. It needs numpy alone.

>>> import losscore as ls
>>> p = ls.problem("kmeans", dataset="two-clumps")
>>> m = ls.minima(p)
>>> t = ls.descend(p, (0.2, 1.8), learning_rate=0.001)
>>> s = ls.surface(p)
"""

from losscore.attraction import Basins, basins
from losscore.certificates import Minima, minima
from losscore.checks import InputError
from losscore.curvature import (
    Curvature,
    condition_number,
    curvature,
    eigenvalues,
    stable_learning_rate,
)
from losscore.dataset import Dataset
from losscore.datasets import DatasetSpec, dataset, datasets
from losscore.descent import Trajectory, descend
from losscore.display import DISPLAY
from losscore.nearest import nearest_scenario
from losscore.optimizers import OptimizerSpec, optimizers
from losscore.problems import Problem, ProblemSpec, problem, problems
from losscore.problems.kmeans import LabelExchange, label_exchange
from losscore.registry import Choice, Parameter
from losscore.replay import Step, replay
from losscore.scenario import Run, Scenario
from losscore.stopping import Status
from losscore.suggestion import suggest_learning_rate
from losscore.surfaces import Surface, surface

__version__ = "0.1.0"

__all__ = [
    "DISPLAY",
    "Basins",
    "Choice",
    "Curvature",
    "Dataset",
    "DatasetSpec",
    "InputError",
    "LabelExchange",
    "Minima",
    "OptimizerSpec",
    "Parameter",
    "Problem",
    "ProblemSpec",
    "Run",
    "Scenario",
    "Status",
    "Step",
    "Surface",
    "Trajectory",
    "basins",
    "condition_number",
    "curvature",
    "dataset",
    "datasets",
    "descend",
    "eigenvalues",
    "label_exchange",
    "minima",
    "nearest_scenario",
    "optimizers",
    "problem",
    "problems",
    "replay",
    "stable_learning_rate",
    "suggest_learning_rate",
    "surface",
]
