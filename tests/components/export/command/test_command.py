"""The command line, from arguments to files, in the formats that need no browser."""

import argparse
import csv
import io
import json
import os
import shlex
import sys
from contextlib import redirect_stderr

import pytest

import losscore as ls
from app import main
from components.export import FORMATS, Request, export
from components.export.chromium.browser import ChromiumMissing
from components.export.command import MISUSED, add_command, joined, output_file
from components.export.command import main as command
from components.session.lessons import BY_SLUG
from components.session.solved import default_rate, default_run, default_start, solve

FAILED = 1


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments):
    main(["export", *arguments])


def refusal(*arguments, status=MISUSED):
    """The sentence with which the command ends, which starts with its name."""
    said = io.StringIO()
    with pytest.raises(SystemExit) as end, redirect_stderr(said):
        run(*arguments)
    assert end.value.code == status, said.getvalue()
    name, _, sentence = said.getvalue().partition(": ")
    assert name == "python app.py export"
    assert sentence.count("\n") == 1
    return sentence


def scenario_of(*arguments, capfd):
    """What the arguments mean, by the link that is written for them."""
    run(*arguments, "--format", "link", "--to", "-")
    link = capfd.readouterr().out.strip()
    return ls.Scenario.from_query(link.partition("?")[2])


def test_the_issues_example_writes_its_file(here, capfd):
    run("--problem", "kmeans", "--start", "0.2,1.8", "--to", "figure.json")
    scenario = ls.Scenario("kmeans")
    rate = default_rate(solve(scenario), "gd")
    expected = ls.Scenario("kmeans", runs=(ls.Run((0.2, 1.8), "gd", rate, 200),))
    assert (here / "figure.json").read_bytes() == export("json", Request(expected))
    assert capfd.readouterr().err.startswith("figure.json: ")


@pytest.mark.parametrize(
    "name", [name for name, entry in FORMATS.items() if not entry.needs_chromium]
)
def test_every_format_without_chromium_is_written(here, name):
    run("--problem", "valley", "--resolution", "21", "--format", name)
    scenario = ls.Scenario("valley", resolution=21)
    request = Request(ls.Scenario("valley", resolution=21, runs=(default_run(scenario).run,)))
    (written,) = here.iterdir()
    assert written.name == FORMATS[name].file_name(request)
    assert written.read_bytes() == export(name, request)


def test_the_extension_selects_the_format_and_format_overrides_it(here):
    run("--problem", "peaks", "--to", "runs.csv")
    assert (here / "runs.csv").read_text().startswith("run,problem,")
    run("--problem", "peaks", "--resolution", "11", "--to", "table.csv", "--format", "surface-csv")
    assert (here / "table.csv").read_text().startswith("x,y,J\n")
    run("--problem", "peaks", "--to", "script.py")
    assert "ls.descend" in (here / "script.py").read_text()


def test_standard_output_holds_nothing_else(capfd):
    run("--problem", "peaks", "--format", "csv", "--to", "-")
    told = capfd.readouterr()
    assert told.err == ""
    assert {row["problem"] for row in csv.DictReader(io.StringIO(told.out))} == {"peaks"}


def test_every_option_of_a_scenario_and_its_look_arrives(here):
    run(
        *("--problem", "logistic", "--data", "blobs", "--aggregation", "sum"),
        *("--window", "-2,2,-3,3", "--resolution", "31", "--duel", "loss", "--basins"),
        *("--problem.bias", "-0.2", "--data.noise", "0.7", "--display.colours", "viridis"),
        *("--start", "-1,0.5", "--optimizer", "momentum", "--learning-rate", "0.01"),
        *("--steps", "20", "--batch-size", "10", "--seed", "3", "--hyper", "momentum=0.8"),
        *(
            "--view",
            "loss",
            "--theme",
            "dark",
            "--title",
            "T",
            "--loss-axis",
            "log",
            "--to",
            "all.json",
        ),
    )
    scenario = ls.Scenario(
        "logistic",
        "blobs",
        (("noise", 0.7),),
        "sum",
        (("bias", -0.2),),
        ((-2.0, 2.0), (-3.0, 3.0)),
        31,
        (ls.Run((-1.0, 0.5), "momentum", 0.01, 20, (("momentum", 0.8),), 10, 3),),
        basins=True,
        duel="loss",
        display=(("colours", "viridis"),),
    )
    request = Request(scenario, view="loss", theme="dark", title="T", loss_axis="log")
    assert (here / "all.json").read_bytes() == export("json", request)


def test_a_query_can_be_given_whole_or_as_an_address(capfd):
    text = "problem=peaks&run=-0.27,-0.69,gd,0.001,200"
    expected = ls.Scenario.from_query(text)
    for written in (text, f"?{text}", f"http://127.0.0.1:8050/?{text}"):
        assert scenario_of("--scenario", written, capfd=capfd) == expected


def test_a_lesson_can_be_given_and_changed(capfd):
    lesson = BY_SLUG["two-minima"].scenario
    assert scenario_of("--scenario", "lesson=two-minima", capfd=capfd) == lesson
    changed = scenario_of("--scenario", "lesson=two-minima", "--aggregation", "mean", capfd=capfd)
    assert changed.aggregation == "mean"
    assert changed.runs == lesson.runs


def test_another_problem_drops_what_belonged_to_the_old_one(capfd):
    text = "problem=logistic&data=blobs&problem.bias=1&data.noise=0.3&run=0.2,0.8"
    changed = scenario_of("--scenario", text, "--problem", "valley", capfd=capfd)
    assert changed == ls.Scenario("valley", runs=(default_run(ls.Scenario("valley")).run,))


def test_starts_optimizers_and_rates_are_combined(capfd):
    scenario = scenario_of(
        *("--problem", "valley", "--start", "0.5,0.6", "--start", "-1,0.5"),
        *("--optimizer", "gd,adam", "--learning-rate", "0.1,0.01"),
        capfd=capfd,
    )
    seen = {(run.start, run.optimizer, run.learning_rate) for run in scenario.runs}
    assert len(seen) == 8
    assert ((-1.0, 0.5), "adam", 0.01) in seen


def test_omitted_run_options_suit_the_problem(capfd):
    scenario = scenario_of("--problem", "himmelblau", "--optimizer", "adam", capfd=capfd)
    solved = solve(ls.Scenario("himmelblau"))
    rate = default_rate(solved, "adam")
    assert scenario.runs == (ls.Run(default_start(solved), "adam", rate, 200),)


def test_runs_can_be_written_as_in_links_or_be_none(capfd):
    scenario = scenario_of(
        "--problem", "peaks", "--run", "1,2,gd,0.01,5", "--run", "-1,2", capfd=capfd
    )
    assert scenario.runs == (ls.Run((1.0, 2.0), "gd", 0.01, 5), ls.Run((-1.0, 2.0)))
    assert scenario_of("--problem", "peaks", "--run", "none", capfd=capfd).runs == ()


def test_several_files_without_a_name_are_named_after_their_content(here):
    run(
        *("--problem", "peaks", "--problem", "valley", "--resolution", "11", "--format", "json"),
        *("--view", "contour", "--theme", "light", "--theme", "dark"),
    )
    assert sorted(os.listdir(here)) == [
        f"losscore-{problem}-contour-{theme}.json"
        for problem in ("peaks", "valley")
        for theme in ("dark", "light")
    ]


def test_files_are_not_overwritten_without_force(here):
    (here / "x.csv").write_text("precious")
    assert "x.csv already exists: --force" in refusal("--to", "x.csv", status=FAILED)
    assert (here / "x.csv").read_text() == "precious"
    run("--to", "x.csv", "--force")
    assert (here / "x.csv").read_text().startswith("run,")


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--problem", "kmean", "--to", "x.csv"), "problem must be one of kmeans, logistic"),
        (("--data", "line", "--to", "x.csv"), "dataset must be one of two-clumps"),
        (("--optimizer", "sgd", "--to", "x.csv"), "optimizer must be one of gd, momentum"),
        (("--problem", "peaks", "--optimizer", "lloyd", "--to", "x.csv"), "lloyd"),
        (("--to", "x.tiff"), "x.tiff must end in one of .png, .svg"),
        (("--to", "x"), "x must end in one of"),
        (("--to", "-"), "--format is missing: use one of png"),
        ((), "--format is missing"),
        (("--format", "npz", "--to", "-"), "npz is not text: --to - takes"),
        (("--start", "1", "--to", "x.csv"), "start must be X,Y"),
        (("--start", "1,b", "--to", "x.csv"), "start must be a number, got 'b'"),
        (("--learning-rate", "0", "--to", "x.csv"), "learning-rate must be ≥ 1e-09, got 0"),
        (("--steps", "-5", "--to", "x.csv"), "steps must be ≥ 1, got -5"),
        (("--steps", "5000", "--to", "x.csv"), "steps must be ≤ 2000, got 5000"),
        (("--steps", "9" * 5000, "--to", "x.csv"), "steps is too large"),
        (
            ("--seed", "1", "--to", "x.csv"),
            "seed needs batch-size: it selects the samples of each batch",
        ),
        (("--hyper", "momentum", "--to", "x.csv"), "hyper must be NAME=VALUE"),
        (("--hyper", "b3=1", "--to", "x.csv"), "b3"),
        (("--hyper", "a=1", "--hyper", "a=2", "--to", "x.csv"), "hyper a must be given once"),
        (("--hyper", "momentum=0,5", "--to", "x.csv"), "hyper momentum must have a decimal point"),
        (("--learning-rate", "0,01", "--to", "x.csv"), "learning-rate must have a decimal point"),
        (("--learning-rate", "1,05", "--to", "x.csv"), "must have a decimal point, as in 0.01"),
        (("--start", "0,2,1,8", "--to", "x.csv"), "start must have a decimal point"),
        (("--window", "0,0,2,5,0,0,2,5", "--to", "x.csv"), "window must have a decimal point"),
        (("--steps", "1,000", "--to", "x.csv"), "steps must be a whole number, got '1,000'"),
        (("--steps", "20,5", "--to", "x.csv"), "steps must be a whole number, got '20,5'"),
        (("--steps", "1e9", "--to", "x.csv"), "steps must be ≤ 2000, got 1000000000"),
        (("--start", "0,5;0,6", "--to", "x.csv"), "start must be X,Y; got '0,5;0,6'"),
        (("--resolution", "4,1", "--to", "x.csv"), "resolution must be a whole number"),
        (("--run", "1", "--to", "x.csv"), "run must be X,Y,optimizer,learning rate,steps,name="),
        (("--duel", "mean", "--to", "x.csv"), "duel must be aggregation, got 'mean'"),
        (("--problem.bias", "0,2", "--to", "x.csv"), "problem.bias must have a decimal point"),
        (("--batch", "x.toml", "--theme", "light"), "--theme cannot be combined with --batch"),
        (("--batch", "x.toml", "--log"), "--log cannot be combined with --batch"),
        (
            ("--run", "0,1", "--start", "1,2", "--to", "x.csv"),
            "run cannot be combined with start",
        ),
        (("--width", "9", "--to", "x.csv"), "width must be ≥ 100"),
        (("--learning-rate", ",".join(["0.1"] * 13), "--to", "x.csv"), "runs must be at most 12"),
        (
            ("--scenario", "lesson=two-minima&lesson=momentum", "--to", "x.csv"),
            "lesson must be given once",
        ),
        (("--scenario", "colour=red", "--to", "x.csv"), "unknown option 'colour'"),
        (("--resolution", "9999", "--to", "x.csv"), "resolution must be ≤ 401"),
        (("--out-dir", "d", "--to", "x.csv"), "--out-dir goes with --batch"),
    ],
)
def test_errors_are_one_clear_sentence(arguments, reason):
    assert reason in refusal(*arguments)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("--to", "nowhere/x.csv"), "there is no folder nowhere"),
        (("--batch", "nothing.toml"), "nothing.toml: No such file or directory"),
    ],
)
def test_failed_work_has_another_exit_status(arguments, reason):
    assert reason in refusal(*arguments, status=FAILED)


def test_without_chromium_the_sentence_says_what_to_install(monkeypatch):
    def missing(*_):
        raise ChromiumMissing

    monkeypatch.setattr(output_file, "export", missing)
    assert "install" in refusal("--to", "x.png", status=FAILED)


def test_an_interrupted_export_says_so_and_leaves_no_file(here, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(output_file, "export", interrupted)
    assert refusal("--to", "x.csv", status=FAILED) == "cancelled\n"
    assert list(here.iterdir()) == []


def help_text(capfd):
    with pytest.raises(SystemExit) as end:
        run("--help")
    assert end.value.code == 0
    return " ".join(capfd.readouterr().out.replace("-\n", "-").split())


def test_the_help_names_everything_that_is_registered(capfd, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    text = help_text(capfd)
    for entry in FORMATS.values():
        assert f" {entry.name} .{entry.extension} {entry.label}" in text
        assert entry.note in text
    for name in (*ls.problems(), *ls.datasets(), *ls.optimizers()):
        assert name in text
    for spec in ls.problems().values():
        assert all(f"--problem.{option.name} " in text for option in spec.parameters)
    for spec in ls.datasets().values():
        assert all(f"--data.{option.name} " in text for option in spec.parameters)
    for option in ls.DISPLAY:
        assert f"--display.{option.name} " in text
        assert ", ".join(option.choices) in text


def test_the_helps_examples_can_be_parsed(capfd, here):
    (here / "figures.toml").write_text("[[figures]]\nname = 'x'\nformats = 'link'\n")
    text = help_text(capfd)
    examples = text.partition("examples:")[2].partition("formats (")[0]
    commands = examples.replace("\\", "").split("python app.py export ")[1:]
    assert len(commands) == 5
    for line in commands:
        arguments = shlex.split(line.partition(">")[0])
        options = parsed(arguments)
        assert command._jobs(options) is not None


def parsed(arguments):
    parser = argparse.ArgumentParser()
    add_command(parser.add_subparsers())
    return parser.parse_args(joined(["export", *arguments]))


def test_progress_is_live_on_a_terminal_alone(capfd, monkeypatch):
    monkeypatch.setattr(command, "REPORT_INTERVAL", 0.0)
    reporter = command.Reporter("film.gif")
    reporter(1, 4)
    reporter.end("9 kB")
    assert capfd.readouterr().err == "film.gif: 9 kB\n"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    reporter(2, 4)
    assert "film.gif: 2/4" in capfd.readouterr().err


BATCH = {
    "defaults": {"theme": "dark", "formats": ["json", "csv"]},
    "figures": [
        {"name": "one", "problem": "peaks", "run": ["0.5,0.5,gd,0.01,10", "-1,1,adam,0.05,10"]},
        {"name": "two", "scenario": "problem=valley", "theme": "light", "formats": "link"},
    ],
}
TOML = """
[defaults]
theme = "dark"
formats = ["json", "csv"]
[[figures]]
name = "one"
problem = "peaks"
run = ["0.5,0.5,gd,0.01,10", "-1,1,adam,0.05,10"]
[[figures]]
name = "two"
scenario = "problem=valley"
theme = "light"
formats = "link"
"""
YAML = """
defaults: {theme: dark, formats: [json, csv]}
figures:
  - name: one
    problem: peaks
    run: ["0.5,0.5,gd,0.01,10", "-1,1,adam,0.05,10"]
  - {name: two, scenario: problem=valley, theme: light, formats: link}
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [("f.toml", TOML), ("f.json", json.dumps(BATCH)), ("f.yaml", YAML), ("f.yml", YAML)],
)
def test_a_batch_writes_all_its_figures(here, capfd, name, text):
    (here / name).write_text(text)
    run("--batch", name, "--out-dir", "new/out")
    out = here / "new" / "out"
    assert sorted(os.listdir(out)) == ["one-runs.csv", "one.json", "two-link.txt"]
    runs = (ls.Run((0.5, 0.5), "gd", 0.01, 10), ls.Run((-1.0, 1.0), "adam", 0.05, 10))
    request = Request(ls.Scenario("peaks", runs=runs), theme="dark")
    assert (out / "one.json").read_bytes() == export("json", request)
    assert "[1/3] new/out/one.json: " in capfd.readouterr().err


def test_a_batch_that_would_overwrite_a_file_writes_nothing(here):
    (here / "f.json").write_text(json.dumps(BATCH))
    (here / "two-link.txt").write_text("precious")
    assert "two-link.txt already exists" in refusal("--batch", "f.json", status=FAILED)
    assert sorted(os.listdir(here)) == ["f.json", "two-link.txt"]
    run("--batch", "f.json", "--force")
    assert len(os.listdir(here)) == 4


def runs_of(here, capfd, **options):
    """The runs of a figure that a batch describes."""
    described = {"name": "x", "formats": "link", "problem": "valley"} | options
    (here / "f.json").write_text(figures(described))
    run("--batch", "f.json", "--force")
    link = (here / "x-link.txt").read_text().strip()
    return ls.Scenario.from_query(link.partition("?")[2])


@pytest.mark.parametrize(
    "rates",
    [[0.8, 0.1], "0.8,0.1", ["0.8", "0.1"], ["0.8,0.1"], [0.8, "0.1"]],
)
def test_a_list_of_rates_makes_one_run_per_rate(here, capfd, rates):
    for name in ("learning-rate", "learning_rate"):
        scenario = runs_of(here, capfd, start=[0.2, 1.8], **{name: rates})
        assert [one.learning_rate for one in scenario.runs] == [0.8, 0.1]
        assert {one.start for one in scenario.runs} == {(0.2, 1.8)}


@pytest.mark.parametrize(
    "starts", [[[0, 1], [2, 3]], ["0,1", "2,3"], [[0, 1], "2,3"], [["0", "1"], [2, "3"]]]
)
def test_a_list_of_starts_makes_one_run_per_start(here, capfd, starts):
    scenario = runs_of(here, capfd, start=starts, optimizer=["gd", "adam"])
    assert [(one.start, one.optimizer) for one in scenario.runs] == [
        ((0.0, 1.0), "gd"),
        ((0.0, 1.0), "adam"),
        ((2.0, 3.0), "gd"),
        ((2.0, 3.0), "adam"),
    ]


@pytest.mark.parametrize(
    ("name", "value"),
    [("window", [0, 2, -1, 2]), ("window", [[0, 2], [-1, 2]]), ("window", "0,2,-1,2")],
)
def test_a_place_can_be_written_as_a_list(here, capfd, name, value):
    scenario = runs_of(here, capfd, camera=[1, 1, 0.5], **{name: value})
    assert scenario.window == ((0.0, 2.0), (-1.0, 2.0))


@pytest.mark.parametrize("start", [["0.2", "1.8"], ["−0.2", 1.8], "−0.2,1.8", ["-0.2", "1.8"]])
def test_a_start_may_be_two_texts_and_have_a_printed_minus(here, capfd, start):
    (one,) = runs_of(here, capfd, start=start).runs
    assert one.start == (0.2 if start == ["0.2", "1.8"] else -0.2, 1.8)


def test_a_typographic_minus_is_a_minus(capfd):
    scenario = scenario_of(
        *("--problem", "logistic", "--window", "−2,2,−3,3", "--start", "−1,0.5"),
        *("--problem.bias", "−0.2", "--learning-rate", "1e−3"),
        capfd=capfd,
    )
    assert scenario.window == ((-2.0, 2.0), (-3.0, 3.0))
    assert scenario.options == (("bias", -0.2),)
    assert (scenario.runs[0].start, scenario.runs[0].learning_rate) == ((-1.0, 0.5), 0.001)


def test_a_run_and_options_can_be_written_as_lists_and_tables(here, capfd):
    scenario = runs_of(here, capfd, run=[0.2, 1.8, "gd", 0.1, 20], display={"colours": "magma"})
    assert scenario.runs == (ls.Run((0.2, 1.8), "gd", 0.1, 20),)
    assert scenario.display == (("colours", "magma"),)
    table = runs_of(here, capfd, optimizer="momentum", hyper={"momentum": 0.5})
    assert table.runs[0].hyper == (("momentum", 0.5),)


def test_null_omits_an_option_and_cancels_a_default(here, capfd):
    described = {"title": "T", "learning_rate": 0.3, "formats": "json"}
    entry = {"name": "x", "problem": "valley", "title": None, "learning-rate": [0.1, 0.2]}
    (here / "f.json").write_text(json.dumps({"defaults": described, "figures": [entry]}))
    run("--batch", "f.json")
    start = default_start(solve(ls.Scenario("valley")))
    runs = tuple(ls.Run(start, "gd", rate, 200) for rate in (0.1, 0.2))
    assert (here / "x.json").read_bytes() == export(
        "json", Request(ls.Scenario("valley", runs=runs))
    )


def figures(*entries):
    return json.dumps({"figures": list(entries)})


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "f.json is not valid json"),
        ('{"x": 1}', "f.json must hold a list of figures"),
        ('{"figures": [], "other": 1}', "unknown option 'other'"),
        (figures("x"), "figure 1 must be a mapping"),
        (figures({"name": "../x", "formats": "csv"}), "figure 1: name must be letters"),
        (figures({"name": ".x", "formats": "csv"}), "figure 1: name must be letters"),
        (figures({"formats": "csv"}), "figure 1: name must be letters"),
        (figures({"name": "x"}), "figure 1: format must be one or more of png, svg"),
        (figures({"name": "x", "formats": ["tiff"]}), "formats must be one of png"),
        (figures({"name": "x", "formats": "csv", "problem": "y"}), "problem must be one of"),
        (figures({"name": "x", "formats": "csv", "colour": 1}), "unknown key colour"),
        ("[]", "f.json must hold at least one figure"),
        (figures({"name": "x", "formats": "csv", "lerning": 1}), "figure 1: unknown key lerning"),
        (
            figures({"name": "x", "formats": "csv", "learning-rate": True}),
            "figure 1: learning-rate must be a number, got True",
        ),
        (
            figures({"name": "x", "formats": "csv", "learning-rate": []}),
            "learning-rate must not be an empty list",
        ),
        (
            figures({"name": "x", "formats": "csv", "log": "yes"}),
            "log must be one of on, off; got 'yes'",
        ),
        (
            figures({"name": "x", "formats": "csv", "width": "1,5"}),
            "figure 1: width must be a whole number, got '1,5'",
        ),
        (figures({"name": "x", "formats": "csv", "to": "/etc/x"}), "unknown key to"),
        (
            figures({"name": "x", "formats": "csv", "view": "top"}),
            "figure 1: view must be one of surface, contour, data, loss; got 'top'",
        ),
        (figures({"name": "x", "formats": "csv", "width": [200, 300]}), "width must be given once"),
        (figures({"name": "x", "formats": "csv", "steps": [10, 20]}), "given once"),
        (figures({"name": "x", "formats": "csv", "format": "png"}), "format must be given once"),
        (
            figures({"name": "x", "formats": "csv", "batch_size": 1, "batch-size": 2}),
            "batch-size must be given once",
        ),
        (figures({"name": "x", "formats": "csv", "start": {"x": 1}}), "start must not be a table"),
        (figures({"name": "x", "formats": "csv", "learning-rate": "0,01"}), "a decimal point"),
        ('{"figures": [{"name": "x", "steps": 1, "steps": 2}]}', "'steps' is given twice"),
        ("[" * 100_000, "nested too deeply"),
        (figures(*[{"name": "x", "formats": "csv"}] * 2), "two figures would be written"),
        (figures(*[{"name": "x", "formats": "csv"}] * 501), "at most 500 figures"),
    ],
)
def test_a_bad_batch_says_which_figure_is_wrong(here, text, reason):
    (here / "f.json").write_text(text)
    assert reason in refusal("--batch", "f.json")
    assert os.listdir(here) == ["f.json"]


def test_batches_are_toml_json_or_yaml(here):
    (here / "f.ini").write_text("")
    assert "f.ini must end in one of .toml, .json" in refusal("--batch", "f.ini")


def test_yaml_may_use_anchors(here):
    (here / "f.yaml").write_text(
        "figures:\n"
        "  - &one {name: one, problem: valley, steps: 10, formats: link}\n"
        "  - {<<: *one, name: two, steps: 20}\n"
    )
    run("--batch", "f.yaml")
    assert ",20\n" in (here / "two-link.txt").read_text()


def test_nothing_is_given_twice_in_yaml(here):
    (here / "f.yaml").write_text("figures: [{name: x, steps: 1, steps: 2}]")
    assert "'steps' is given twice" in refusal("--batch", "f.yaml")


def test_a_single_output_does_not_go_with_a_batch(here):
    assert "--batch names its files itself" in refusal("--batch", "f.toml", "--to", "x.csv")
