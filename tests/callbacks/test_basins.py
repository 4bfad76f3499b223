"""The callback that colours basins, as a plain function."""

from dash import no_update

import losscore as ls
from callbacks.basins import colour, give_up
from components.session.basins import SLOTS


def changed(update):
    return {name for name, value in update.items() if value is not no_update}


ON, OFF = {"n": 1, "isOn": True, "piece": 0}, {"n": 1, "isOn": False, "piece": 0}


def coloured(asked=ON, scenario=None, **settings):
    given = {"optimizer": "gd", "learning_rate": "0.0014", "n_steps": "200", "theme": "light"}
    described = (scenario or ls.Scenario()).to_dict()
    return colour(asked, described, **given | settings)


def touched(look):
    """Attributes that a look changes."""
    return {path.rpartition(".")[2] for attributes in look.values() for path in attributes}


def test_basins_need_no_new_figure_and_leave_as_they_came():
    on, off = coloured(), coloured(OFF)
    colours = {"surfacecolor", "colorscale", "cmin", "cmax", "color"}
    looks, back = on["answer"].pop("looks"), off["answer"].pop("looks")
    assert set(looks) == set(back) == {"surface", "contour"}
    assert touched(looks["surface"]) == touched(back["surface"]) == colours
    assert on["answer"] == {"n": 1, "piece": 0, "of": 1, "shown": "surface"}
    assert off == {"legend": None, "rival_legend": None, "answer": {"n": 1}}
    assert set(coloured(None).values()) == {no_update}


def test_both_surfaces_of_a_duel_have_basins_of_their_own():
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


def test_basins_stay_as_they_are_while_a_field_cannot_be_read():
    assert changed(coloured(learning_rate="fast")) == {"answer"}


def test_colours_of_the_display_come_back_when_basins_go():
    update = coloured(OFF, ls.Scenario(display={"colours": "viridis"}))
    surface = update["answer"]["looks"]["surface"]["surface"]
    assert surface["colorscale"][0] == [0.0, "#440154"]
    assert surface["surfacecolor"] is None


def test_who_asks_for_basins_while_others_are_served_is_told_to_come_again():
    with SLOTS:
        answer = coloured(learning_rate="0.00141421")["answer"]
    assert answer["busy"]
    assert "busy" not in coloured(learning_rate="0.00141421")["answer"]


def test_basins_that_fail_say_that_nothing_more_comes(monkeypatch):
    told = []
    monkeypatch.setattr("callbacks.basins.report_error", told.append)
    error = ValueError("no")
    assert give_up(error)["answer"] == {"failed": True}
    assert told == [error]
