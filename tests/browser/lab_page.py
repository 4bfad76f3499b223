"""Drives the lab as a person does: look, point, click, drag, type.

Tests read what the page shows, and apart from that only the camera and the traces of the plots.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from selenium.webdriver.common.actions.action_builder import ActionBuilder
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.select import Select

# A link within the page, like the links to the lessons.
FOLLOW = """
const link = document.createElement("a");
link.setAttribute("href", arguments[0]);
document.body.append(link);
link.click();
link.remove();
"""
READY = """
const gd = document.querySelector('#surface-graph .js-plotly-plot');
return Boolean(gd?._fullLayout?.scene?._scene?.glplot?.cameraParams) && gd.data.length > 3;
"""
# Where a point of the scene is on the screen: clip = projection · view · model · scaled point.
PROJECT = """
const scene = document.querySelector('#surface-graph .js-plotly-plot')._fullLayout.scene._scene;
const { model, view, projection } = scene.glplot.cameraParams;
const times = (m, v) =>
  [0, 1, 2, 3].map((row) => v.reduce((sum, value, column) => sum + m[4 * column + row] * value, 0));
const point = [0, 1, 2].map((i) => arguments[i] * scene.dataScale[i]).concat(1);
const [x, y, , w] = [model, view, projection].reduce((v, m) => times(m, v), point);
const box = scene.container.getBoundingClientRect();
return [box.left + (0.5 + 0.5 * x / w) * box.width, box.top + (0.5 - 0.5 * y / w) * box.height];
"""
CAMERA = """
const { _scene } = document.querySelector('#surface-graph .js-plotly-plot')._fullLayout.scene;
const { eye } = _scene.getCamera();
return [eye.x, eye.y, eye.z];
"""
TRACE = """
const gd = document.querySelector(`#${arguments[0]} .js-plotly-plot`);
const isUsed = ({ x }) => x === undefined || Array.from(x).some((value) => value !== null);
const traces = gd.data.filter((t) => t.meta?.role === arguments[1]);
const trace = traces.findLast(isUsed) ?? traces[0];
const values = (axis) => (trace?.[axis] === undefined ? null : Array.from(trace[axis]));
return ['x', 'y', 'z'].map(values);
"""
ROWS = """
const rows = document.querySelectorAll("#runs-table tbody tr");
return Array.from(rows, (row) => row.innerText);
"""
MAP_PIXEL = """
const gd = document.querySelector('#contour-graph .js-plotly-plot');
const { xaxis, yaxis } = gd._fullLayout;
const box = gd.getBoundingClientRect();
const [px, py] = [xaxis.d2p(arguments[0]), yaxis.d2p(arguments[1])];
return [box.left + xaxis._offset + px, box.top + yaxis._offset + py];
"""
PLAY_TO_THE_END = """
const done = arguments[0];
const count = document.getElementById('frame-count');
const isAtEnd = () => new Set(count.textContent.split('/').map(Number)).size === 1;
document.getElementById('play-button').click();
const start = performance.now();
const look = () => (isAtEnd() ? done((performance.now() - start) / 1000) : setTimeout(look, 10));
look();
"""
RECORD_STEPS = """
const count = document.getElementById('frame-count');
window.recordedSteps = [];
const record = () => window.recordedSteps.push(parseInt(count.textContent.trim()));
window.recording = new MutationObserver(record);
window.recording.observe(count, { childList: true, characterData: true });
"""
FORGET_STEPS = """
window.recording?.disconnect();
delete window.recording;
delete window.recordedSteps;
"""


class LabPage:
    """The page in a running browser."""

    def __init__(self, duo: Any) -> None:
        self.duo = duo
        self.driver = duo.driver

    # ------------------------------------------------------------------ looking

    def wait(self, condition: Callable[[], Any], seconds: float = 30.0) -> Any:
        """The first true value of ``condition``."""
        end = time.monotonic() + seconds
        while not (value := condition()):
            assert time.monotonic() < end, f"waited {seconds} s in vain"
            time.sleep(0.05)
        return value

    def prefer(self, *, motion: str = "reduce", scheme: str = "light") -> None:
        """Set the system's preferences for motion and colours."""
        features = {"prefers-reduced-motion": motion, "prefers-color-scheme": scheme}
        listed = [{"name": name, "value": value} for name, value in features.items()]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": listed})

    def open(self) -> None:
        """Load the page and wait for its surface and its default run."""
        self.driver.get(self.duo.server_url)
        self.wait(lambda: self.driver.execute_script(READY))
        self.wait(lambda: self.steps is not None)

    def follow(self, search: str) -> None:
        """Open the address ``search`` as a link on the page does, without a load."""
        self.driver.execute_script(FOLLOW, search)

    def text(self, identifier: str) -> str:
        return self.duo.find_element(f"#{identifier}").text

    def value(self, identifier: str) -> str:
        return self.duo.find_element(f"#{identifier}").get_property("value")

    @property
    def steps(self) -> tuple[int, int] | None:
        """Step shown and last step, or None without a run."""
        parts = self.text("frame-count").split("/")
        return (int(parts[0]), int(parts[1])) if len(parts) == 2 else None

    def wait_for_end(self) -> None:
        """The run has been played to its end."""
        self.wait(lambda: self.steps and self.steps[0] == self.steps[1] > 0)
        self.wait(lambda: self.chip not in ("", "running", "paused"))

    def seconds_to_play(self) -> float:
        """Press Play and measure, in the page, how long it takes to the last step."""
        return self.driver.execute_async_script(PLAY_TO_THE_END)

    def record_steps(self) -> None:
        """Record every step shown from now on."""
        self.driver.execute_script(RECORD_STEPS)

    def recorded_steps(self) -> list[int]:
        return self.driver.execute_script("return window.recordedSteps")

    def forget_steps(self) -> None:
        """Stop recording steps, and drop those recorded."""
        self.driver.execute_script(FORGET_STEPS)

    @property
    def chip(self) -> str:
        return self.text("readout-status")

    def trace(self, graph: str, role: str) -> list[Any]:
        """x, y, z of the newest run's trace with ``role``; None for an axis it does not have."""
        return self.driver.execute_script(TRACE, graph, role)

    def path(self) -> list[tuple[float, float]]:
        x, y, _ = self.trace("surface-graph", "path")
        return list(zip(x, y, strict=True))

    def runs(self) -> list[str]:
        """The rows of the table of runs."""
        return self.driver.execute_script(ROWS)

    def camera(self) -> list[float]:
        return self.driver.execute_script(CAMERA)

    def console(self) -> list[str]:
        """Errors and failed requests since the last call."""
        log = self.driver.get_log("browser")
        return [entry["message"] for entry in log if entry["level"] == "SEVERE"]

    # ------------------------------------------------------------------ doing

    def pointer(self, *steps: tuple[Any, ...]) -> None:
        """Steps: ("move", x, y), ("down",), ("up",), ("pause", seconds)."""
        builder = ActionBuilder(self.driver)
        mouse = builder.pointer_action
        doing: dict[str, Callable[..., Any]] = {
            "move": lambda x, y: mouse.move_to_location(round(x), round(y)),
            "down": mouse.pointer_down,
            "up": mouse.pointer_up,
            "pause": mouse.pause,
        }
        for name, *arguments in steps:
            doing[name](*arguments)
        builder.perform()

    def rest_pointer(self) -> None:
        """Move the mouse away from everything that reacts to it."""
        self.pointer(("move", 0, 0))

    def click_at(self, x: float, y: float) -> None:
        """Click as a hand does: move, rest, press, release."""
        self.pointer(("move", x, y), ("pause", 0.1), ("down",), ("pause", 0.06), ("up",))

    def drag(self, x: float, y: float, dx: float, dy: float) -> None:
        """Drag as a hand does; with software WebGL, the scene takes up to 0.3 s to follow."""
        moves = [(("move", x + i * dx / 5, y + i * dy / 5), ("pause", 0.3)) for i in range(1, 6)]
        steps = [step for move in moves for step in move]
        self.pointer(("move", x, y), ("pause", 0.3), ("down",), ("pause", 0.3), *steps, ("up",))

    def turn_wheel(self, x: float, y: float, amount: float) -> None:
        """Turn the mouse wheel over a place."""
        event = {"type": "mouseWheel", "x": x, "y": y, "deltaX": 0, "deltaY": amount}
        self.driver.execute_cdp_cmd("Input.dispatchMouseEvent", event)

    def touch(self, *places: tuple[float, float]) -> None:
        """A finger comes down at the first place, moves over the others and is lifted."""
        down, *moves = ([{"x": round(x), "y": round(y)}] for x, y in places)
        for kind, points in (
            ("touchStart", down),
            *(("touchMove", move) for move in moves),
            ("touchEnd", []),
        ):
            event = {"type": kind, "touchPoints": points}
            self.driver.execute_cdp_cmd("Input.dispatchTouchEvent", event)
            time.sleep(0.05)

    def pixel(self, theta1: float, theta2: float, loss: float) -> list[float]:
        return self.driver.execute_script(PROJECT, theta1, theta2, loss)

    def click_surface(self, theta1: float, theta2: float, loss: float) -> None:
        self.click_at(*self.pixel(theta1, theta2, loss))

    def map_pixel(self, theta1: float, theta2: float) -> list[float]:
        return self.driver.execute_script(MAP_PIXEL, theta1, theta2)

    def click_map(self, theta1: float, theta2: float) -> None:
        self.click_at(*self.map_pixel(theta1, theta2))

    def choose(self, identifier: str, value: str) -> None:
        Select(self.duo.find_element(f"#{identifier}")).select_by_value(value)

    def type(self, identifier: str, text: str) -> None:
        """Replace what is in the field, and press Enter."""
        self.fill(identifier, text)
        self.duo.find_element(f"#{identifier}").send_keys(Keys.ENTER)

    def fill(self, identifier: str, text: str) -> None:
        """Replace what is in the field."""
        field = self.duo.find_element(f"#{identifier}")
        field.send_keys(Keys.CONTROL, "a")
        field.send_keys(text or Keys.DELETE)

    def click(self, identifier: str) -> None:
        self.duo.find_element(f"#{identifier}").click()
