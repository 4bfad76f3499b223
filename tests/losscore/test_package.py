"""What importing losscore imports, and which names it exports."""

import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import losscore as ls

ROOT = Path(__file__).parents[2]
NEW_MODULES = """
import sys
before = set(sys.modules)
import losscore
new = {name.split(".")[0] for name in set(sys.modules) - before}
print(*sorted(new - set(sys.stdlib_module_names)))
"""


def test_importing_losscore_imports_numpy_and_nothing_else_outside_the_standard_library():
    run = subprocess.run(
        [sys.executable, "-c", NEW_MODULES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert run.stdout.split() == ["losscore", "numpy"]


def test_every_exported_name_exists_and_has_a_docstring():
    assert [name for name in ls.__all__ if not getattr(ls, name).__doc__] == []


def test_the_interface_that_the_design_fixes_for_this_stage_is_exported():
    fixed = (
        "problem problems dataset datasets optimizers Dataset surface descend minima Scenario Run"
    )
    assert set(fixed.split()) <= set(ls.__all__)


MODULES = [name for _, name, _ in pkgutil.walk_packages(ls.__path__, "losscore.")]


@pytest.mark.parametrize("name", MODULES)
def test_no_function_hides_a_module(name):
    """``import losscore.data.dataset as d`` gives the module, whatever ``ls`` exports."""
    module = importlib.import_module(name)
    parent, _, last = name.rpartition(".")
    assert getattr(importlib.import_module(parent), last) is module
