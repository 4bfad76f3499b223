"""Pictures of the steps of a run, one after the other, taken in one page of Chromium.

A figure is drawn once; what changes from step to step goes into the page by the lab's own modules,
so that a step costs a picture and not a new surface.
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

# Seconds: to open the page, and for one picture.
TO_OPEN, A_PICTURE = 60.0, 3.0

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
  await frame(); // on the way
  await frame(); // on the screen
  return true;
};
</script>
"""


def shoot(request: Request, steps: list[int], progress: Progress) -> list[bytes]:
    """One PNG for each of ``steps``; ``progress`` is told of each."""
    picture = FigureTimeline(request)

    async def work(kaleido: Kaleido) -> list[bytes]:
        # Where a Chromium is kept apart from other files, too.
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

    return BROWSER.run(work, timeout=TO_OPEN + A_PICTURE * len(steps))


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
    """The size of the page; and it is in front, because others are not animated."""
    size = {
        "width": request.width,
        "height": request.height,
        "deviceScaleFactor": request.pixel_ratio,
    }
    await tab.send_command("Emulation.setDeviceMetricsOverride", {**size, "mobile": False})
    await tab.send_command("Page.bringToFront")


async def _show(tab: choreographer.Tab, changes: Changes) -> None:
    """Wait until ``changes`` are on the screen."""
    await _evaluate(tab, f"window.step({json.dumps(changes)})")


async def _is_ready(tab: choreographer.Tab) -> bool:
    return bool(await _evaluate(tab, "typeof window.step === 'function'"))


async def _evaluate(tab: choreographer.Tab, expression: str) -> Any:
    asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    answer = (await tab.send_command("Runtime.evaluate", asked))["result"]
    if "exceptionDetails" in answer:
        told = answer["exceptionDetails"].get("exception", {}).get("description", "")
        raise ChromiumFailed(f"Chromium could not draw this: {told or answer}")
    return answer["result"].get("value")


async def _picture(tab: choreographer.Tab) -> bytes:
    how = {"format": "png", "optimizeForSpeed": True}
    taken = await tab.send_command("Page.captureScreenshot", how)
    return base64.b64decode(taken["result"]["data"])
