"""The callback that colours basins, called as a plain function."""

from dash import no_update

import losscore as ls
from callbacks.basins import colour, give_up
from components.session.basins import SLOTS


def changed(update):
    return {name for name, value in update.items() if value is not no_update}


ON, OFF = {"n": 1, "isOn": True, "piece": 0}, {"n": 1, "isOn": False, "piece": 0}


def coloured(request=ON, scenario=None, **settings):
    given = {"optimizer": "gd", "learning_rate": "0.0014", "n_steps": "200", "theme": "light"}
    scenario_data = (scenario or ls.Scenario()).to_dict()
    return colour(request, scenario_data, **given | settings)


def touched(patch):
    """The attributes that a patch changes."""
    return {step["location"][-1] for step in patch.to_plotly_json()["operations"]}


def test_basins_come_and_go_by_patching_colours_alone():
    on, off = coloured(), coloured(OFF)
    colours = {"surfacecolor", "colorscale", "cmin", "cmax", "color"}
    assert touched(on["surface"]) == touched(off["surface"]) == colours
    assert on["answer"] == {"n": 1, "piece": 0, "of": 1, "shown": "surface"}
    assert off["legend"] is None
    assert set(coloured(None).values()) == {no_update}


def test_both_surfaces_of_a_comparison_have_their_own_basins():
    duel = ls.Scenario("linear", duel="aggregation")
    first, second = (coloured(ON | {"piece": k}, duel, learning_rate="0.1") for k in range(2))
    assert (first["answer"]["shown"], second["answer"]["shown"]) == ("surface", "rival")
    legends = {duel.aggregation: first["legend"], duel.rival().aggregation: second["rival_legend"]}
    assert "diverged" in str(legends["sum"])
    assert "diverged" not in str(legends["mean"])
    assert touched(second["rival"]) == touched(first["surface"])
    assert changed(second) == {"rival", "rival_legend", "answer"}


def test_basins_stay_unchanged_while_a_field_is_invalid():
    assert changed(coloured(learning_rate="fast")) == {"answer"}


def test_switching_basins_off_restores_the_colours_of_the_display():
    update = coloured(OFF, ls.Scenario(display={"colours": "viridis"}))
    changes = update["surface"].to_plotly_json()["operations"]
    values = {change["location"][-1]: change["params"]["value"] for change in changes}
    assert values["colorscale"][0] == [0.0, "#440154"]
    assert values["surfacecolor"] is None


def test_basins_answer_busy_while_all_slots_are_taken():
    with SLOTS:
        answer = coloured(learning_rate="0.00141421")["answer"]
    assert answer["busy"]
    assert "busy" not in coloured(learning_rate="0.00141421")["answer"]


def test_a_failure_is_reported_and_stops_further_requests(monkeypatch):
    reported = []
    monkeypatch.setattr("callbacks.basins.report_error", reported.append)
    error = ValueError("no")
    assert give_up(error)["answer"] == {"failed": True}
    assert reported == [error]
