"""Any batch file gives either jobs or one sentence."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from components.export.command.batch import read_batch
from components.export.options import OLD_IN_BATCHES, OPTIONS
from losscore.checks import InputError

PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
WORDS = st.sampled_from(["0,1", "0.5", "on", "none", "gd,adam", "momentum=0.5", "peaks", "log"])
ANYTHING = st.recursive(
    PLAIN | WORDS, lambda x: st.lists(x, max_size=4) | st.dictionaries(st.text(max_size=5), x)
)
KEYS = sorted({*OPTIONS, *OLD_IN_BATCHES, "hyper", "display", "data", "problem"})


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.dictionaries(st.sampled_from(KEYS), ANYTHING, max_size=3))
def test_any_value_of_any_option_is_files_or_a_sentence(tmp_path, options):
    figure = {"problem": "valley", "resolution": 11, "formats": "link"} | options
    path = tmp_path / "f.json"
    path.write_text(json.dumps([figure | {"name": "x"}]))
    try:
        jobs = read_batch(path, tmp_path)
    except InputError as error:
        jobs, told = [], str(error)
    else:
        told = ""
    assert "\n" not in told
    assert bool(told) != bool(jobs)
    assert all(job.path and job.path.parent == tmp_path for job in jobs)


@pytest.mark.parametrize("key", ["dialect", "to", "force", "batch"])
def test_what_is_no_option_of_a_figure_is_an_unknown_key(tmp_path, key):
    (tmp_path / "f.json").write_text(json.dumps([{"name": "x", "format": "link", key: "plotly"}]))
    with pytest.raises(InputError, match=f"unknown key {key}"):
        read_batch(tmp_path / "f.json", tmp_path)


def test_views_and_problems_in_a_list_are_files_with_names_of_their_own(tmp_path):
    figure = {
        "name": "all",
        "format": ["json", "csv"],
        "resolution": 11,
        "view": ["contour", "loss"],
        "problem": ["peaks", "valley"],
        "display": {"height": "log"},
    }
    (tmp_path / "f.json").write_text(json.dumps([figure]))
    jobs = read_batch(tmp_path / "f.json", tmp_path)
    assert [job.path.name for job in jobs] == [
        *(
            f"all-{view}-{name}.json"
            for view in ("contour", "loss")
            for name in ("peaks", "valley")
        ),
        "all-peaks-runs.csv",
        "all-valley-runs.csv",
    ]
    shown = {(job.request.view, job.request.scenario.problem) for job in jobs[:4]}
    assert shown == {(v, p) for v in ("contour", "loss") for p in ("peaks", "valley")}
    assert all(job.request.scenario.display == (("height", "log"),) for job in jobs)


def test_a_figure_replaces_what_the_defaults_say_in_older_words(tmp_path):
    described = {
        "defaults": {"log": True, "scale": 2, "formats": "json", "basins": True},
        "figures": [
            {"name": "a", "problem": "valley"},
            {
                "name": "b",
                "problem": "valley",
                "loss-axis": "linear",
                "pixel_ratio": 3,
                "format": "link",
                "basins": False,
            },
        ],
    }
    (tmp_path / "f.json").write_text(json.dumps(described))
    one, other = read_batch(tmp_path / "f.json", tmp_path)
    assert (one.request.loss_axis, one.request.pixel_ratio, one.format) == ("log", 2.0, "json")
    assert (other.request.loss_axis, other.request.pixel_ratio) == ("linear", 3.0)
    assert (other.format, other.request.scenario.basins) == ("link", False)
