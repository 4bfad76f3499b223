"""Screenshots of the steps of a run, taken one after another in one page of Chromium.

The figure is drawn once. The lab's own modules apply what changes from step to step, so that a
step costs a screenshot and not a new surface.
"""

from __future__ import annotations

import asyncio
import base64
import json
from typing import Any

import choreographer
from choreographer.utils import TmpDirectory
from kaleido import Kaleido

from components.export.chromium.browser import BROWSER, ChromiumFailed
from components.export.figure_timeline import Changes, FigureTimeline
from components.export.js_bundle import bundle, filled, in_script, plotly_js
from components.export.progress import Progress
from components.export.request import Request

# Seconds to open the page, and for one frame.
OPEN_TIMEOUT, FRAME_TIMEOUT = 60.0, 3.0

_PAGE = """<!doctype html>
<meta charset="utf-8">
<style>body { margin: 0; overflow: hidden }</style>
<div id="plot" style="width: {{width}}px; height: {{height}}px"></div>
<script>{{plotly}}</script>
<script id="figure" type="application/json">{{figure}}</script>
<script type="module">
{{modules}}
const { data, layout } = JSON.parse(document.getElementById("figure").textContent);
const config = { displayModeBar: false, plotGlPixelRatio: {{scale}} };
const plotted = Plotly.newPlot("plot", data, layout, config);
const frame = () => new Promise((done) => requestAnimationFrame(done));
window.step = async (changes) => {
  await applyFrame(await plotted, changes);
  await frame(); // the frame that draws the changes
  await frame(); // the next one: the changes are on the screen
  return true;
};
</script>
"""


def shoot(request: Request, steps: list[int], progress: Progress) -> list[bytes]:
    """One PNG for each of ``steps``; reports each one to ``progress``."""
    picture = FigureTimeline(request)

    async def work(kaleido: Kaleido) -> list[bytes]:
        # Chromium in a sandbox (snap) cannot read /tmp.
        folder = TmpDirectory(sneak=kaleido.is_isolated())
        try:
            page = folder.path / "film.html"
            page.write_text(_page(picture, request), encoding="utf-8")
            tab = await kaleido.create_tab(page.as_uri())
            try:
                return await _pictures(tab, picture, request, steps, progress)
            finally:
                await tab.close()
        finally:
            folder.clean()

    return BROWSER.run(work, timeout=OPEN_TIMEOUT + FRAME_TIMEOUT * len(steps))


def _page(picture: FigureTimeline, request: Request) -> str:
    parts = {
        "width": str(request.width),
        "height": str(request.height),
        "scale": str(request.pixel_ratio),
        "plotly": plotly_js(),
        "modules": bundle("plotly/apply_frame"),
        "figure": in_script(picture.at(0).to_json()),
    }
    return filled(_PAGE, parts)


async def _pictures(
    tab: choreographer.Tab,
    picture: FigureTimeline,
    request: Request,
    steps: list[int],
    progress: Progress,
) -> list[bytes]:
    await _adjust(tab, request)
    while not await _is_ready(tab):
        await asyncio.sleep(0.1)
    pictures: list[bytes] = []
    for step in steps:
        await _show(tab, picture.changes(step))
        pictures.append(await _picture(tab))
        progress(len(pictures), len(steps))
    return pictures


async def _adjust(tab: choreographer.Tab, request: Request) -> None:
    """Set the page's size and bring it to the front: Chromium does not animate hidden pages."""
    size = {
        "width": request.width,
        "height": request.height,
        "deviceScaleFactor": request.pixel_ratio,
    }
    await tab.send_command("Emulation.setDeviceMetricsOverride", {**size, "mobile": False})
    await tab.send_command("Page.bringToFront")


async def _show(tab: choreographer.Tab, changes: Changes) -> None:
    """Apply ``changes`` and wait until they are on the screen."""
    await _evaluate(tab, f"window.step({json.dumps(changes)})")


async def _is_ready(tab: choreographer.Tab) -> bool:
    return bool(await _evaluate(tab, "typeof window.step === 'function'"))


async def _evaluate(tab: choreographer.Tab, expression: str) -> Any:
    parameters = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    answer = (await tab.send_command("Runtime.evaluate", parameters))["result"]
    if "exceptionDetails" in answer:
        description = answer["exceptionDetails"].get("exception", {}).get("description", "")
        raise ChromiumFailed(f"Chromium could not draw this: {description or answer}")
    return answer["result"].get("value")


async def _picture(tab: choreographer.Tab) -> bytes:
    how = {"format": "png", "optimizeForSpeed": True}
    taken = await tab.send_command("Page.captureScreenshot", how)
    return base64.b64decode(taken["result"]["data"])
