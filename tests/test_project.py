"""The project's own promises: its arrows, its versions and its lock files."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
RUFF = shutil.which("ruff", path=str(ROOT / ".venv" / "bin")) or "ruff"


def banned_imports(folder, statement):
    """What ruff says of a module in `folder` that makes one import."""
    run = subprocess.run(
        [RUFF, "check", "--no-cache", "--select=TID251", "--stdin-filename", f"{folder}/stub.py"],
        input=f"def late():\n    {statement}\n",
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode in (0, 1), run.stderr
    return run.stdout.count("TID251")


@pytest.mark.parametrize(
    ("folder", "modules"),
    [
        ("losscore", "app callbacks components dash dash_bootstrap_components flask plotly scipy"),
        ("losscore/objectives", "components dash plotly"),
        ("components", "app callbacks"),
        ("components/session", "app callbacks dash dash_bootstrap_components flask plotly"),
        ("components/session", "components.figures components.page components.export"),
        ("components/figures", "app callbacks dash dash_bootstrap_components flask"),
        ("components/figures", "components.page components.export components.site"),
        ("components/page", "app callbacks components.site components.export.formats"),
        ("components/page", "components.export.chromium components.export.command"),
        ("components/export", "app callbacks dash flask components.page components.site"),
        ("components/site", "app callbacks"),
        ("callbacks", "app"),
    ],
)
def test_imports_against_the_arrows_fail_the_lint(folder, modules):
    for module in modules.split():
        assert banned_imports(folder, f"import {module}") == 1, module
        assert banned_imports(folder, f"from {module}.part import name") == 1, module


@pytest.mark.parametrize(
    ("folder", "modules"),
    [
        ("losscore", "numpy losscore"),
        ("components", "dash plotly losscore components"),
        ("components/session", "numpy losscore components.session"),
        ("components/figures", "plotly losscore components.session"),
        ("components/page", "dash components.session components.figures"),
        ("components/page", "components.export.registry"),
        ("components/export", "plotly components.session components.figures kaleido"),
        ("components/site", "components.page components.export"),
        ("callbacks", "dash components losscore"),
        (".", "app callbacks components dash losscore plotly"),
        ("tests", "app callbacks components dash losscore plotly"),
    ],
)
def test_imports_along_the_arrows_pass_the_lint(folder, modules):
    for module in modules.split():
        assert banned_imports(folder, f"import {module}") == 0, module


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_lock_files_hold_exact_versions_and_nothing_of_one_machine(name):
    lines = (ROOT / name).read_text().splitlines()
    pins = [line for line in lines if not line.startswith("#") and line != "-r requirements.txt"]
    exact = re.compile(r'[a-z0-9-]+==[0-9a-z.]+( ; python_version < "3\.\d+")?')
    assert pins
    assert [pin for pin in pins if not exact.fullmatch(pin)] == []


def test_the_lock_files_pin_no_package_twice():
    pins = [
        line.split("==")[0]
        for name in ("requirements.txt", "requirements-dev.txt")
        for line in (ROOT / name).read_text().splitlines()
        if "==" in line
    ]
    assert len(pins) == len(set(pins))


def test_the_lock_file_of_npm_pins_versions_and_hashes_and_names_no_registry():
    tools = json.loads((ROOT / "package.json").read_text())["devDependencies"]
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    assert packages.pop("")["devDependencies"] == tools
    for name, version in tools.items():
        assert packages[f"node_modules/{name}"]["version"] == version
    assert all("integrity" in package for package in packages.values())
    assert not any("resolved" in package for package in packages.values())
