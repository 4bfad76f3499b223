"""Resets the page to its default state without a reload.

A load takes seconds where WebGL is drawn in software. So the default address is opened like a link
on the page, everything that an address does not contain is reset by hand, and all that is visible
is compared with a freshly loaded page. If anything differs, the page is loaded after all.
"""

from __future__ import annotations

import time
from typing import Any

SECONDS = 12.0  # until a page that has not returned to its default is loaded
PAUSE = 0.6  # seconds without a change after which the page is at rest
LOOK = """
const all = (selector) => [...document.querySelectorAll(selector)];
const isTick = ({ type }) => type === "checkbox" || type === "radio";
const axis = ({ range, type }) => [type, ...range];
const eye = (scene) => Object.values(scene.getCamera().eye).map((part) => part.toFixed(4));
const plot = (gd) => {
  const { xaxis, yaxis, scene, width, height } = gd._fullLayout;
  const traces = gd.data.map(({ meta, x }) => [meta?.role, x?.length ?? null]);
  const axes = [xaxis, yaxis, scene?.zaxis].filter((one) => one?.range).map(axis);
  return { traces, axes, size: [width, height], eye: scene?._scene && eye(scene._scene) };
};
return {
  globals: Object.keys(window).filter((name) => isNaN(name) && name !== "MathJax").sort(),
  storage: Object.keys(localStorage),
  theme: document.documentElement.dataset.bsTheme,
  address: location.pathname + location.search,
  controls: all("input, select, textarea").map((one) => isTick(one) ? one.checked : one.value),
  pressed: all("[aria-pressed]").map((one) => one.getAttribute("aria-pressed")),
  expanded: all("[aria-expanded]").map((one) => one.getAttribute("aria-expanded")),
  folds: all("details").map(({ open }) => open),
  text: document.body.innerText,
  score: document.getElementById("predict-score")?.textContent,
  plots: all(".js-plotly-plot").filter(({ offsetParent }) => offsetParent).map(plot),
};
"""
# Buttons and folds by a click, controls by their events.
PUT_BACK = """
const wanted = arguments[0];
localStorage.clear();
const all = (selector) => [...document.querySelectorAll(selector)];
const isTick = ({ type }) => type === "checkbox" || type === "radio";
const enter = (control, value) => {
  const { prototype } = control.constructor;
  Object.getOwnPropertyDescriptor(prototype, "value").set.call(control, value);
  for (const type of ["input", "change"]) control.dispatchEvent(new Event(type, { bubbles: true }));
};
const click = (selector, states, stateOf, part = (one) => one) =>
  all(selector).forEach((one, i) => { if (stateOf(one) !== states[i]) part(one).click(); });
all("input, select, textarea").forEach((control, i) => {
  const value = wanted.controls[i];
  if (!isTick(control)) { if (control.value !== value) enter(control, value); }
  else if (control.checked !== value && (value || control.type === "checkbox")) control.click();
});
click("[aria-pressed]", wanted.pressed, (one) => one.getAttribute("aria-pressed"));
click("[aria-expanded]", wanted.expanded, (one) => one.getAttribute("aria-expanded"));
click("details", wanted.folds, ({ open }) => open, (one) => one.querySelector("summary"));
document.querySelector("[data-view=first]").click();
const score = document.getElementById("predict-score").textContent;
if (score) document.getElementById("predict-reset-button").click();
document.activeElement?.blur();
scrollTo({ top: 0, behavior: "instant" });
"""
SET_THEME = """
const { dataset } = document.documentElement;
if (dataset.bsTheme !== arguments[0]) document.getElementById("theme-switch").click();
"""


class DefaultPage:
    """The default page on a screen: how it looks, and how to return to it."""

    def __init__(self, *, keeps_page: bool) -> None:
        self._keeps_page = keeps_page
        self._screen: Any = None
        self._look: dict[str, Any] = {}

    def show(self, page: Any, screen: Any) -> None:
        """Load the page, or reset it if it may be kept and looks as it did."""
        if self._keeps_page and screen == self._screen and self._goes_back(page):
            return
        self._screen = None
        page.open()
        self._look = look_at_rest(page)
        self._screen = screen

    def _goes_back(self, page: Any) -> bool:
        """Reset the page; whether it looks again as it did when it was loaded."""
        if not page.driver.current_url.startswith(page.duo.server_url + "/?"):
            return False
        page.forget_steps()
        if look_at(page)["globals"] != self._look["globals"]:
            return False  # a test has left something in it
        page.rest_pointer()
        page.driver.execute_script(SET_THEME, self._look["theme"])
        page.follow("?")
        return self._is_back(page, time.monotonic() + SECONDS)

    def _is_back(self, page: Any, end: float) -> bool:
        next_try = 0.0
        while (look := look_at(page)) != self._look:
            now = time.monotonic()
            if now > end:
                return False
            # The address is written once everything in it has arrived.
            if look["address"] == self._look["address"] and now > next_try:
                page.driver.execute_script(PUT_BACK, self._look)
                next_try = now + 2.0
            time.sleep(0.05)
        return True


def look_at(page: Any) -> dict[str, Any]:
    """Everything visible on the page, and what tests have left in it."""
    look: dict[str, Any] = page.driver.execute_script(LOOK)
    return look


def look_at_rest(page: Any) -> dict[str, Any]:
    """The same, once nothing changes any more."""
    page.wait_for_end()
    look, since = look_at(page), time.monotonic()
    while "run=" not in look["address"] or time.monotonic() - since < PAUSE:
        time.sleep(0.1)
        if (now := look_at(page)) != look:
            look, since = now, time.monotonic()
    return look
