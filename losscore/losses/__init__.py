"""Per-sample losses with their derivatives, one in each module; ``base`` has the conventions."""

from losscore.losses.base import PointwiseLoss
from losscore.losses.logistic_function import sigmoid, softplus
from losscore.losses.negative_log_likelihood import NEGATIVE_LOG_LIKELIHOOD
from losscore.losses.sigmoid_squared_error import SIGMOID_SQUARED_ERROR
from losscore.losses.squared_error import SQUARED_ERROR
from losscore.losses.wcss import within_cluster_squares

__all__ = [
    "NEGATIVE_LOG_LIKELIHOOD",
    "SIGMOID_SQUARED_ERROR",
    "SQUARED_ERROR",
    "PointwiseLoss",
    "sigmoid",
    "softplus",
    "within_cluster_squares",
]
