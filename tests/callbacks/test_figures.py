"""The callback that draws a scenario, called as a plain function."""

import pytest

import losscore as ls
from callbacks.figures import draw
from components.session.runs import describe_runs
from components.session.solved import solve


def keys_of(drawn):
    return {drawn[name].layout.meta["scenario"] for name in ("surface", "contour", "data")}


def test_figures_carry_the_key_of_their_scenario():
    drawn = draw(ls.Scenario().to_dict(), "dark")
    (run,) = describe_runs(ls.Scenario(), (ls.Run((1.2, 1.9), "gd", 0.0014),))
    assert keys_of(drawn) == {run["scenario"]}


def test_another_display_is_drawn_and_runs_follow_its_height():
    view = ls.Scenario(display={"height": "log", "colours": "magma"}, duel="aggregation")
    drawn = draw(view.to_dict(), "light")
    for name in ("surface", "rival"):
        assert drawn[name].data[0].colorscale[-1][1] == "#fcfdbf"
        assert drawn[name].layout.annotations[0].text.startswith("height: log₁₀(J")
    (run,) = describe_runs(view, (ls.Run((0.2, 1.8), "gd", 0.001),))
    assert keys_of(drawn) == {run["scenario"]}
    for one in (run, run["rival"]):
        # With linear heights, the path would lie just above J.
        assert one["path"]["z"][0] < one["loss"][0]


def test_a_comparison_shows_two_surfaces_with_runs_on_both():
    duel = ls.Scenario(problem="logistic", dataset="blobs", duel="loss")
    (run,) = describe_runs(duel, (ls.Run((1.2, 1.9), "gd", 0.1),))
    assert run["rival"]["settings"] == run["settings"]
    assert run["rival"]["loss"][0] == pytest.approx(duel.rival().build().loss([1.2, 1.9]))
    drawn = draw(duel.to_dict(), "light")
    assert drawn["arena"] == "arena is-duel"
    z = drawn["rival"].data[0].z
    assert z == pytest.approx(solve(duel.rival()).surface.z, rel=1e-6)
    assert drawn["rival"].layout.meta["scenario"] == run["scenario"]


def test_the_notes_on_the_data_and_the_surface_are_shown():
    note = draw(ls.Scenario(problem="mlp").to_dict(), "light")["note"]
    assert note.startswith(ls.datasets()["blobs"].description)
    assert note.endswith(ls.problem("mlp").note)


def test_a_table_that_leaves_out_minima_says_how_many_there_are():
    table = str(draw(ls.Scenario(problem="rastrigin").to_dict(), "light"))
    assert "These are the 12 lowest of 121 minima." in table


@pytest.mark.parametrize(
    "payload", [{"problem": "nonsense"}, {"resolution": 10**9}, {"extra": 1}, [], "kmeans", None]
)
def test_a_forged_scenario_is_refused_in_a_sentence(payload):
    with pytest.raises(ValueError, match=r"."):
        draw(payload, "light")
