"""Many samples: memory stays bounded for every problem whose surface is asked for."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
MEGABYTE = 1024 * 1024
GROWTH = """
import resource, sys
import numpy as np
import losscore as ls

rng, n, d = np.random.default_rng(0), 100_000, int(sys.argv[2])
dataset = ls.Dataset(rng.normal(size=(n, d)), rng.integers(0, 2, n))
problem = ls.problem(sys.argv[1], dataset=dataset)
ls.surface(problem, resolution=2)

def peak():
    return 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

before = peak()
surface = ls.surface(problem, resolution=(200, int(sys.argv[3])))
assert np.isfinite(surface.z).all()
print(peak() - before)
"""


def memory_growth(problem, features, rows, code=GROWTH):
    """Bytes by which a surface of 200 × rows nodes over the samples raises the peak."""
    run = subprocess.run(
        [sys.executable, "-c", code, problem, str(features), str(rows)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return int(run.stdout)


def test_a_kmeans_surface_of_a_hundred_thousand_samples_stays_under_500_mb():
    assert memory_growth("kmeans", 1, rows=200) < 500 * MEGABYTE


@pytest.mark.parametrize(("problem", "features"), [("logistic", 2), ("linear", 1)])
def test_a_tenth_of_a_surface_takes_a_tenth_of_the_memory(problem, features):
    # A tenth, for time. Memory grows at most in proportion to the nodes, so that all 200 × 200
    # stay under 500 MB; nodes × samples at once would take 3.2 GB here.
    assert memory_growth(problem, features, rows=20) < 50 * MEGABYTE


def test_a_surface_of_a_million_samples_needs_no_table_of_them():
    # One feature alone is 8 MB, and one row of nodes × samples would be 1.6 GB.
    code = GROWTH.replace("100_000", "1_000_000")
    assert memory_growth("logistic", 2, rows=20, code=code) < 200 * MEGABYTE
