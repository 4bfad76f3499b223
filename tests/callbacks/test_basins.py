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


def touched(look):
    """The attributes that a look changes."""
    return {path.rpartition(".")[2] for attributes in look.values() for path in attributes}


def test_basins_come_and_go_by_changing_colours_alone():
    on, off = coloured(), coloured(OFF)
    colours = {"surfacecolor", "colorscale", "cmin", "cmax", "color"}
    looks, back = on["answer"].pop("looks"), off["answer"].pop("looks")
    assert set(looks) == set(back) == {"surface", "contour"}
    assert touched(looks["surface"]) == touched(back["surface"]) == colours
    assert on["answer"] == {"n": 1, "piece": 0, "of": 1, "shown": "surface"}
    assert off == {"legend": None, "rival_legend": None, "answer": {"n": 1}}
    assert set(coloured(None).values()) == {no_update}


def test_both_surfaces_of_a_comparison_have_their_own_basins():
    duel = ls.Scenario("linear", duel="aggregation")
    first, second = (coloured(ON | {"piece": k}, duel, learning_rate="0.1") for k in range(2))
    assert (first["answer"]["shown"], second["answer"]["shown"]) == ("surface", "rival")
    legends = {duel.aggregation: first["legend"], duel.rival().aggregation: second["rival_legend"]}
    assert "diverged" in str(legends["sum"])
    assert "diverged" not in str(legends["mean"])
    looks, others = first["answer"]["looks"], second["answer"]["looks"]
    assert (set(looks), set(others)) == ({"surface", "contour"}, {"rival"})
    assert touched(others["rival"]) == touched(looks["surface"])
    assert changed(second) == {"rival_legend", "answer"}
    assert set(coloured(OFF, duel)["answer"]["looks"]) == {"surface", "contour", "rival"}


def test_basins_stay_unchanged_while_a_field_is_invalid():
    assert changed(coloured(learning_rate="fast")) == {"answer"}


def test_switching_basins_off_restores_the_colours_of_the_display():
    update = coloured(OFF, ls.Scenario(display={"colours": "viridis"}))
    surface = update["answer"]["looks"]["surface"]["surface"]
    assert surface["colorscale"][0] == [0.0, "#440154"]
    assert surface["surfacecolor"] is None


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
