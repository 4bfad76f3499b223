"""losscore: loss surfaces, certified minima and descent on them. It needs numpy alone.

>>> import losscore as ls
>>> p = ls.problem("kmeans", dataset="two-clumps")
>>> m = ls.minima(p)
>>> t = ls.descend(p, (0.2, 1.8), learning_rate=0.001)
>>> s = ls.surface(p)
"""

from losscore.analysis.basins import Basins, basins
from losscore.analysis.curvature import (
    Curvature,
    condition_number,
    curvature,
    eigenvalues,
    stable_learning_rate,
)
from losscore.analysis.learning_rate import suggest_learning_rate
from losscore.analysis.minima import Minima, minima
from losscore.analysis.surface import Surface, surface
from losscore.checks import InputError
from losscore.data.dataset import Dataset
from losscore.data.generators import DatasetSpec, dataset, datasets
from losscore.descent.replay import Step, replay
from losscore.descent.stopping import Status
from losscore.descent.trajectory import Trajectory, descend
from losscore.methods import OptimizerSpec, optimizers
from losscore.objectives import Problem, ProblemSpec, problem, problems
from losscore.objectives.kmeans import LabelExchange, label_exchange
from losscore.registry import Choice, Parameter
from losscore.scenario.display import DISPLAY
from losscore.scenario.lenient import nearest_scenario
from losscore.scenario.scenario import Run, Scenario

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
