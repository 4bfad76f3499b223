"""Every id in a callback is in the layout, and the layout keeps the ids that others rely on."""

import json

from dash.development.base_component import Component

from app import create_app
from components import ids

CONTRACT = {
    "problem-dropdown",
    "dataset-dropdown",
    "aggregation-radio",
    "optimizer-dropdown",
    "learning-rate-input",
    "n-steps-input",
    "surface-graph",
    "contour-graph",
    "data-graph",
    "loss-graph",
    "play-button",
    "frame-slider",
    "run-readout",
    "minima-table",
    "runs-table",
    "share-button",
    "start-x-input",
    "start-y-input",
    "run-button",
    "theme-switch",
}


def components_of(app) -> dict[str, Component]:
    layout = app.layout()
    found = [component for component in layout._traverse() if getattr(component, "id", None)]
    assert len({component.id for component in found}) == len(found), "an id occurs twice"
    return {component.id: component for component in found}


def places(callback) -> list[tuple[str, str]]:
    """(id, property) of everything that a callback reads or writes."""
    read = [(one["id"], one["property"]) for one in callback["inputs"] + callback["state"]]
    # A callback without outputs has a hash in their place.
    outputs = [output for output in callback["output"].strip(".").split("...") if "." in output]
    return read + [tuple(output.split("@")[0].rsplit(".", 1)) for output in outputs]


def test_callbacks_name_existing_properties():
    app = create_app()
    found = components_of(app)
    app._setup_server()
    for callback in app._callback_list:
        for identifier, name in places(callback):
            assert identifier in found, f"{identifier} is not in the layout"
            assert name in found[identifier].available_properties, (identifier, name)


def test_the_layout_keeps_its_contract():
    assert set(components_of(create_app())) >= CONTRACT


def test_every_id_is_used():
    names = {value for name, value in vars(ids).items() if name.isupper()}
    assert names <= set(components_of(create_app()))


def test_the_layout_is_json():
    json.loads(
        json.dumps(create_app().layout().to_plotly_json(), default=lambda c: c.to_plotly_json())
    )


def test_apps_do_not_share_state():
    one, other = create_app(), create_app()
    assert one.server is not other.server
    assert len(one._callback_list) == len(other._callback_list) > 0
