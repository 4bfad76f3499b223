"""The benchmarks: turns and medians, gates, agreement with the peers, tables, the command line."""

from dataclasses import replace
from functools import partial
from types import SimpleNamespace

import numpy as np
import pytest

import losscore as ls
from benchmarks import data, machine, peers, report, scaling
from benchmarks import rows as all_rows
from benchmarks.__main__ import main
from benchmarks.contest import (
    Contest,
    FailedError,
    Measurement,
    NotMeasuredError,
    Outcome,
    Result,
    Row,
    judge,
    measure,
)
from benchmarks.gates import Faster, Memory, Within, seconds
from benchmarks.rows import basins, builtin, descents, memory, surfaces
from benchmarks.timing import QUICK, Effort, Side, lap, race

ONCE = Effort(seconds=0.0, least=1, most=1)
GATES = {
    "nll-1e2": "≥ 70× faster",
    "nll-1e4-exact": "≥ 8× faster",
    "nll-1e4": "≥ 50× faster",
    "nll-1e6": "≥ 600× faster",
    "nll-1e7": "≤ 80× the time",
    "wcss-1e6": "≥ 3000× faster",
    "wcss-1e7": "≤ 30× the time",
    "linear-1e7": "≤ 5× the time",
    "basins-logistic-squared-error": "≥ 60× faster",
    "basins-kmeans": "≥ 100× faster",
    "mlp-1e3": "≥ 5× faster",
    "descend-logistic": "≤ 3× the time",
    "descend-logistic-squared-error": "≤ 3× the time",
    "descend-kmeans": "≤ 3× the time",
    "descend-linear": "≤ 3× the time",
    "memory-nll": "≤ 1.00 GB",
    "memory-wcss": "≤ 1.00 GB",
}


class Clock:
    """A clock that stands still unless somebody waits."""

    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now

    def wait(self, duration):
        self.now += duration


def row(measured, gate=Faster(10.0)):  # noqa: B008 - immutable
    return Row("some-row", "some work", "some peer", gate, measured)


def outcome(ours, peer, gate):
    return judge(row(lambda effort: Measurement(ours, peer, "remark"), gate), ONCE)


# --------------------------------------------------------------------------------------- timing


def test_a_race_gives_medians_of_the_runs_alone():
    clock, durations = Clock(), iter([5.0, 1.0, 3.0])
    slow = Side(run=lambda _: clock.wait(next(durations)), prepare=lambda: clock.wait(100.0))
    fast = Side(run=lambda _: clock.wait(0.5))
    assert race([slow, fast], 3, np.random.default_rng(0), clock) == [3.0, 0.5]


def test_the_sides_take_turns_in_changing_order():
    turns = []
    sides = [Side(run=lambda _, name=name: turns.append(name)) for name in "ab"]
    race(sides, 20, np.random.default_rng(0))
    rounds = ["".join(turns[i : i + 2]) for i in range(0, 40, 2)]
    assert set(rounds) == {"ab", "ba"}


def test_every_round_prepares_anew_and_runs_on_that():
    built, ran = [], []
    side = Side(run=ran.append, prepare=lambda: built.append(object()) or built[-1])
    race([side], 3, np.random.default_rng(0))
    assert len(built) == 3
    assert ran == built


def test_a_lap_tells_preparation_from_running():
    clock = Clock()
    turn = lap(Side(lambda given: clock.wait(2.0) or given, lambda: clock.wait(7.0) or "it"), clock)
    assert (turn.prepared, turn.ran, turn.value) == (7.0, 2.0, "it")


@pytest.mark.parametrize(
    ("one_round", "rounds"), [(100.0, 3), (1.0, 5), (0.6, 8), (1e-6, 25), (0.0, 25)]
)
def test_the_rounds_fill_the_time_within_bounds(one_round, rounds):
    assert Effort(seconds=5.0, least=3, most=25).rounds(one_round) == rounds


# ---------------------------------------------------------------------------------------- gates


@pytest.mark.parametrize(
    ("gate", "ours", "peer", "ratio", "result"),
    [
        (Faster(70.0), 1.0, 143.0, "143× faster", Result.PASS),
        (Faster(70.0), 1.0, 70.0, "70× faster", Result.PASS),
        (Faster(70.0), 1.0, 69.9, "69.9× faster", Result.FAIL),
        (Faster(3000.0), 1e-3, 6.0, "6000× faster", Result.PASS),
        (Within(80.0), 51.0, 1.0, "51× the time", Result.PASS),
        (Within(80.0), 80.1, 1.0, "80.1× the time", Result.FAIL),
        (Memory(1e9), 4e8, np.nan, "0.40 GB", Result.PASS),
        (Memory(1e9), 1.1e9, np.nan, "1.10 GB", Result.FAIL),
    ],
)
def test_a_gate_bounds_a_ratio_that_says_what_it_means(gate, ours, peer, ratio, result):
    judged = outcome(ours, peer, gate)
    assert judged.result is result
    assert judged.cells[5] == ratio


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.0, "1234 s"), (2.5, "2.5 s"), (0.0123, "12.3 ms"), (4.56e-6, "4.56 µs"), (2e-9, "2 ns")],
)
def test_times_have_the_unit_that_suits_them(value, text):
    assert seconds(value) == text


def test_every_row_has_the_gate_that_was_agreed():
    gates = {row.name: str(row.gate) for row in all_rows.rows()}
    expected = GATES | {f"surface-{name}": "≤ 10× the time" for name in ls.problems()}
    assert gates == expected


def test_names_are_unique():
    names = [row.name for row in (*all_rows.rows(), *scaling.sweeps())]
    assert len(names) == len(set(names))


# ------------------------------------------------------------------------------------- contests


def contest(error=0.0, **options):
    return Contest(
        Side(lambda _: "ours"), Side(lambda _: "theirs"), lambda *_: error, 1e-6, **options
    )


@pytest.mark.parametrize("error", [2e-6, np.nan, np.inf])
def test_a_wrong_result_fails_the_benchmark_however_fast(error):
    judged = judge(row(partial(measure, lambda: contest(error))), ONCE)
    assert judged.result is Result.FAIL
    assert judged.cells[3:6] == ("–", "–", "–")
    assert judged.note == f"wrong: error {error:.1e}, allowed 1e-06"


def test_both_results_are_compared():
    seen = []
    measure(lambda: replace(contest(), error=lambda *pair: seen.append(pair) or 0.0), ONCE)
    assert seen == [("ours", "theirs")]


def test_a_part_of_the_work_is_scaled_and_stated(monkeypatch):
    monkeypatch.setattr("benchmarks.contest.race", lambda *_: [2.0, 3.0])
    measured = measure(lambda: contest(scale=64.0, note="peer on 25 × 25 nodes, scaled"), ONCE)
    assert (measured.ours, measured.peer) == (2.0, 192.0)
    assert measured.note == "peer on 25 × 25 nodes, scaled; error 0e+00; 1 rounds"


@pytest.mark.parametrize(
    ("reason", "result"),
    [
        (NotMeasuredError("needs PyTorch (CPU)"), Result.NOT_MEASURED),
        (FailedError("ls.basins is missing"), Result.FAIL),
        (ValueError("two\nlines"), Result.FAIL),
    ],
)
def test_what_cannot_be_measured_is_one_line(reason, result):
    def fails(effort):
        raise reason

    judged = judge(row(fails), ONCE)
    assert judged.result is result
    assert judged.note == str(reason).splitlines()[0]


def test_a_missing_torch_is_reported(monkeypatch):
    monkeypatch.setattr(surfaces, "find_spec", lambda name: None)
    with pytest.raises(NotMeasuredError, match="needs PyTorch"):
        surfaces.torch_contest()


def test_missing_basins_and_a_missing_network_are_reported(monkeypatch):
    monkeypatch.delattr(ls, "basins", raising=False)
    with pytest.raises(FailedError, match=r"ls\.basins is missing"):
        basins.contest(basins.KMEANS)
    monkeypatch.setattr(ls, "problems", dict)
    with pytest.raises(FailedError, match="mlp is missing"):
        surfaces.mlp_contest()


# --------------------------------------------------------------------------- agreement with peers


@pytest.fixture
def small_tiles(monkeypatch):
    """Tiles so small that even small work takes several along both axes."""
    monkeypatch.setattr(peers, "BLOCK_SAMPLES", 64)
    monkeypatch.setattr(peers, "TILE_ENTRIES", 256)


@pytest.mark.usefixtures("small_tiles")
@pytest.mark.parametrize(
    ("name", "dataset", "peer"),
    [
        ("logistic", data.classes, peers.broadcast_nll),
        ("logistic", data.classes, peers.chunked_nll),
        ("kmeans", data.mixture, peers.chunked_wcss),
        ("linear", data.line, peers.chunked_line),
    ],
)
def test_the_surfaces_of_the_peers_are_those_of_losscore(name, dataset, peer):
    samples = dataset(150)
    surface = ls.surface(
        ls.problem(name, dataset=samples, aggregation="mean"), resolution=(13, 10), exact=True
    )
    assert peer(samples, surface.x, surface.y) == pytest.approx(surface.z, rel=1e-12)


@pytest.mark.parametrize("per_axis", [10, surfaces.NODES])
def test_a_surface_contest_compares_the_same_nodes(per_axis):
    built = surfaces.against_peer(
        "kmeans", partial(data.mixture, 50), peers.chunked_wcss, per_axis=per_axis
    )
    ours, theirs = lap(built.ours).value, lap(built.peer).value
    assert theirs.shape == (per_axis, per_axis)
    assert built.scale * theirs.size == ours.z.size
    assert built.error(ours, theirs) <= 1e-13
    assert built.error(ours, theirs + np.ptp(ours.z)) == pytest.approx(1.0)
    assert built.error(ours, theirs.T[::-1]) > 0.01


def test_a_bound_is_checked_against_direct_evaluation():
    built = surfaces.against_reading("linear", partial(data.line, 50), peers.chunked_line)
    ours, samples = lap(built.ours).value, data.line(50)
    assert built.error(ours, None) <= 1e-12
    assert lap(built.peer).value == pytest.approx(samples.X.sum() + samples.y.sum())
    assert built.error(replace(ours, z=ours.z + 1.0), None) > 1e-6


@pytest.mark.usefixtures("small_tiles")
def test_the_networks_peer_is_the_textbooks_forward_pass():
    rng, samples = np.random.default_rng(0), data.classes(70)
    basis, alpha, beta = rng.normal(size=(3, 9)), np.array([-1.0, 0.5, 2.0]), np.array([0.0, 1.5])

    def nll(phi):
        w, b, v = phi[[0, 1, 4, 5]].reshape(2, 2), phi[[2, 6]], phi[[3, 7]]
        p = 1.0 / (1.0 + np.exp(-(np.tanh(samples.X @ w.T + b) @ v + phi[8])))
        return -np.mean(samples.y * np.log(p) + (1.0 - samples.y) * np.log(1.0 - p))

    expected = [[nll(np.array([1.0, a, b]) @ basis) for a in alpha] for b in beta]
    found = peers.direct_mlp(basis, samples, alpha, beta)
    assert found == pytest.approx(np.array(expected), rel=1e-9)


@pytest.mark.parametrize("descent", descents.DESCENTS, ids=lambda descent: descent.problem)
def test_the_plain_loops_walk_the_paths_of_losscore(descent):
    built = descents.contest(descent)
    ours, plain = lap(built.ours).value, lap(built.peer).value
    assert ours.n_steps == descents.N_STEPS
    assert built.error(ours, plain) <= built.tol
    assert built.error(ours, (plain[0] + 1e-3, *plain[1:])) > built.tol
    assert built.error(ours, (*plain[:2], 1.001 * plain[2])) > built.tol


@pytest.mark.parametrize("name", ls.problems())
def test_the_first_view_is_the_default_surface(name):
    built = builtin.contest(name)
    ours = lap(built.ours).value
    assert ours.z.shape == (161, 161)
    assert built.error(ours, None) <= built.tol
    assert built.error(replace(ours, z=np.roll(ours.z, 40, axis=0)), None) > built.tol


@pytest.mark.usefixtures("small_tiles")
@pytest.mark.parametrize("field", [basins.LOGISTIC, basins.KMEANS], ids=lambda field: field.problem)
def test_many_descents_end_where_single_ones_do(field):
    samples = field.dataset(60)
    problem = ls.problem(field.problem, dataset=samples, aggregation="mean")
    _, starts = basins._some_starts(samples, 20, 9)
    single = [
        ls.descend(problem, start, learning_rate=0.3, n_steps=15, tol=0.0).theta[-1]
        for start in starts
    ]
    assert field.peer(samples, starts, 0.3, 15) == pytest.approx(np.array(single), abs=1e-12)


def test_a_basins_contest_judges_labels_by_where_descents_end(monkeypatch):
    field = replace(
        basins.KMEANS,
        dataset=lambda n: data.mixture(80),
        resolution=12,
        peer_starts=5,
        peer_steps=2,
    )

    def by_side(problem, *, resolution, **options):
        (low, high), _ = problem.window
        centroids = np.linspace(low, high, resolution)
        return SimpleNamespace(label=(centroids[:, None] > centroids).astype(int))

    monkeypatch.setattr(ls, "basins", by_side, raising=False)
    built = basins.contest(field)
    assert built.scale == 12**2 / 5 * 100 / 2
    assert lap(built.peer).value.shape == (5, 2)
    right = lap(built.ours).value
    # The nodes of the diagonal belong to neither side.
    assert built.error(right, None) <= 0.2
    assert built.error(SimpleNamespace(label=0 * right.label), None) == 1.0


def test_labels_are_counted_wrong_by_hand():
    at_first, at_second, nowhere = (0.0, 0.5), (0.5, 0.0), (0.3, 0.4)
    distance = np.array([at_first, at_first, at_first, at_second, nowhere])
    assert basins.mislabelled(np.array([7, 7, 7, 3, -1]), distance) == 0.0
    assert basins.mislabelled(np.array([7, 7, 3, 3, -1]), distance) == 0.2
    assert basins.mislabelled(np.array([7, 7, 7, 3, 7]), distance) == 0.2
    assert basins.mislabelled(np.array([7, 7, 7, 7, -1]), distance) == 1.0
    assert basins.mislabelled(np.array([-1]), distance[-1:]) == 1.0


def test_memory_is_measured_in_a_process_of_its_own():
    measured = memory.measured("kmeans", 1000, QUICK)
    assert 8 * memory.NODES**2 <= measured.ours <= 1e8
    with pytest.raises(FailedError, match="KeyError"):
        memory.measured("peaks", 1000, QUICK)


# -------------------------------------------------------------------------------------- scaling


def test_the_exponent_is_the_slope_of_the_logarithms():
    assert scaling.exponent((10, 100, 1000), (3.0, 12.0, 48.0)) == pytest.approx(np.log10(4.0))
    assert np.isnan(scaling.exponent((10,), (1.0,)))


def test_a_sweep_ends_before_a_size_that_takes_too_long():
    clock = Clock()
    work = scaling.Sweep(
        "some", "some work", "N", (1, 10, 100, 1000), lambda n: Side(lambda _: clock.wait(0.1 * n))
    )
    growth = scaling.sweep(work, QUICK, clock)
    assert growth.times == pytest.approx((0.1, 1.0, 10.0))
    assert growth.exponent == pytest.approx(1.0)


def test_every_sweep_measures_the_surface_of_its_size():
    curves = {curve.name: curve for curve in scaling.sweeps()}
    samples = curves["scaling-nll-samples-exact"].side(100)
    assert len(samples.prepare().dataset) == 100
    assert lap(samples).value.z.shape == (200, 200)
    nodes = curves["scaling-wcss-nodes"].side(10_000)
    assert len(nodes.prepare().dataset) == scaling.FIXED_SAMPLES
    assert lap(nodes).value.z.shape == (100, 100)


def test_a_quick_benchmark_sweep_stops_at_fewer_samples():
    assert max(scaling.sweeps()[0].sizes) == 10**7
    assert max(scaling.sweeps(10**5)[0].sizes) == 10**5


# --------------------------------------------------------------------------------------- report


def outcomes():
    missing = row(lambda effort: None, Within(5.0))
    return [
        outcome(2e-3, 0.5, Faster(100.0)),
        Outcome(missing, Result.NOT_MEASURED, None, "needs PyTorch (CPU)"),
    ]


def test_the_text_table_is_aligned():
    rows = outcomes()
    table = report.TextTable([one.row for one in rows])
    head = table.line(report.HEADINGS)
    first, second = (table.outcome(one) for one in rows)
    assert first.split("  ")[0] == "pass"
    for heading, text in (("work", "some work"), ("gate", "≥ 100× faster"), ("remarks", "remark")):
        assert head.index(heading) == first.index(text)
    assert head.index("gate") == second.index("≤ 5× the time")
    assert second.startswith("not measured")


def test_the_page_gets_rows_and_growth_as_tables():
    curve = scaling.Sweep("some", "NLL", "N", (100, 1000, 10**7), lambda n: Side(lambda _: None))
    lines = report.markdown(
        outcomes(), [scaling.Growth(curve, (1e-3, 1e-2))], "a machine"
    ).splitlines()
    assert lines[0] == "Measured on a machine."
    assert (
        "| pass | some work | some peer | 2 ms | 500 ms | 250× faster | ≥ 100× faster | remark |"
        in lines
    )
    assert "| surface | N = 100 | N = 1e+03 | N = 1e+07 | exponent |" in lines
    assert lines[-1] == "| NLL | 1 ms | 10 ms | – | 1.00 |"


@pytest.mark.parametrize("command", [report.BENCH, report.BROWSER])
def test_the_tables_replace_what_is_between_the_markers(command):
    first, last = report.markers(command)
    page = f"before\n{first}\nold\n{last}\nafter\n"
    assert report.replaced(page, "new", command) == f"before\n{first}\nnew\n{last}\nafter\n"
    with pytest.raises(ValueError, match="must hold the markers"):
        report.replaced("no markers", "new", command)
    assert report.replaced(report.PAGE.read_text(), "new", command).count("\nnew\n") == 1


def test_the_machine_is_described():
    text = machine.description()
    assert f"numpy {np.__version__} with " in text
    assert " cores, " in text


# ---------------------------------------------------------------------------------- command line


@pytest.fixture
def three_rows(monkeypatch):
    """A row that passes, one that fails and one that is not measured; no sweeps."""

    def absent(effort):
        raise NotMeasuredError("needs something")

    rows = [
        Row("good", "work", "peer", Faster(2.0), lambda effort: Measurement(1.0, 3.0, "")),
        Row("bad", "work", "peer", Faster(2.0), lambda effort: Measurement(1.0, 1.0, "")),
        Row("absent", "work", "peer", Faster(2.0), absent),
    ]
    monkeypatch.setattr("benchmarks.__main__.rows", lambda: rows)
    monkeypatch.setattr("benchmarks.__main__.sweeps", lambda *_: [])


@pytest.mark.usefixtures("three_rows")
@pytest.mark.parametrize(
    ("arguments", "status"),
    [([], 1), (["--only", "good"], 0), (["--only", "bad"], 1), (["--only", "a*sent"], 0)],
)
def test_the_status_is_1_when_a_gate_fails(arguments, status):
    assert main(arguments) == status


@pytest.mark.usefixtures("three_rows")
def test_the_whole_run_may_be_written(monkeypatch, tmp_path, capsys):
    page = tmp_path / "performance.md"
    page.write_text("\n".join(report.markers(report.BENCH)))
    monkeypatch.setattr(report, "PAGE", page)
    assert main(["--write"]) == 1
    assert "| FAIL | work | peer | 1 s | 1 s | 1× faster | ≥ 2× faster |" in page.read_text()
    assert capsys.readouterr().out.count("\n") == 5


@pytest.mark.usefixtures("three_rows")
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--only", "nothing"], "--only must match a row, got nothing"),
        (["--write", "--quick"], "--write needs the whole run"),
        (["--write", "--only", "good"], "--write needs the whole run"),
    ],
)
def test_what_cannot_be_done_is_refused(arguments, message, capsys):
    with pytest.raises(SystemExit, match="2"):
        main(arguments)
    assert message in capsys.readouterr().err


def test_the_list_names_every_row_and_measures_nothing(capsys):
    assert main(["--list"]) == 0
    names = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert names == [row.name for row in (*all_rows.rows(), *scaling.sweeps())]
