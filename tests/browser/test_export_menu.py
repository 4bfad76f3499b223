"""The export menu, and the files that it gives."""

import json
import os
from pathlib import Path

import pytest
from PIL import Image
from selenium.webdriver.common.keys import Keys

import losscore as ls

SEARCH = "?v=1&problem=valley&run=0.5,0.6,gd,0.05,30&run=-1.5,-0.5,adam,0.1,30"
READY = "return document.querySelectorAll('#runs-table tbody tr').length"
IN_VIEW = """
const box = document.getElementById("export-panel").getBoundingClientRect();
return box.left >= 0 && box.right <= innerWidth && box.bottom <= innerHeight;
"""


@pytest.fixture
def menu(lab):
    return Menu(lab)


@pytest.fixture
def phone_menu(phone):
    return Menu(phone)


class Menu:
    """The page with two runs, and what its menu saves."""

    def __init__(self, lab):
        self.lab, self.driver = lab, lab.driver
        self.folder = Path(lab.duo.download_path)
        for file in self.folder.iterdir():
            os.remove(file)
        lab.follow(SEARCH)
        lab.wait(lambda: lab.driver.execute_script(READY) == 2)
        lab.wait(lambda: lab.driver.current_url == f"{lab.duo.server_url}/{SEARCH}")

    def open(self):
        self.lab.click("export-menu")
        assert self.is_open

    @property
    def is_open(self):
        return self.lab.duo.find_element("#export-panel").is_displayed()

    @property
    def status(self):
        return self.lab.text("export-status")

    def press(self, name, ratio=""):
        which = f"[data-pixel-ratio='{ratio}']" if ratio else ":not([data-pixel-ratio])"
        self.lab.duo.find_element(f"#export-panel [data-format='{name}']{which}").click()

    def choose_view(self, name):
        script = "document.querySelector(`#export-view input[value='${arguments[0]}']`).click()"
        self.driver.execute_script(script, name)

    def saved(self, name):
        """The file, once all of it is there."""
        self.lab.wait(lambda: self.status == f"Saved {name}.", 120)
        return self.lab.wait(lambda: (path := self.folder / name).exists() and path)


def show_code(lab):
    """Open the menu, with the code that draws what is on the page."""
    lab.click("export-menu")
    lab.duo.find_element("#export-panel [data-format='py']").click()
    lab.wait(lambda: lab.text("export-code"))


def test_a_picture_of_the_surface_is_drawn_by_the_page_itself(menu):
    menu.open()
    menu.press("png", "2")
    path = menu.saved("losscore-valley-surface-2x.png")
    picture = Image.open(path)
    assert (picture.format, picture.size) == ("PNG", (2000, 1500))
    colours = picture.convert("RGB").resize((400, 300)).getcolors(200_000)
    assert len(colours) > 1000


def test_the_files_of_a_scenario_say_what_is_on_the_page(menu):
    scenario = ls.Scenario.from_query(SEARCH)
    menu.open()
    menu.press("csv")
    lines = menu.saved("losscore-valley-runs.csv").read_text().splitlines()
    last = scenario.runs[1].descend(scenario.build()).theta[-1]
    assert any(repr(float(last[0])) in line for line in lines)
    menu.choose_view("contour")
    menu.press("svg")
    svg = menu.saved("losscore-valley-contour.svg").read_text()
    assert svg.startswith("<svg")
    assert "<image" not in svg
    menu.press("json-plotly1")
    figure = json.loads(menu.saved("losscore-valley-contour-plotly1.json").read_text())
    assert {"contour", "scatter"} == {trace["type"] for trace in figure["data"]}


def test_a_hidden_run_is_not_exported(menu):
    menu.lab.click("runs-table [data-action=hide]")
    menu.open()
    menu.press("csv")
    lines = menu.saved("losscore-valley-runs.csv").read_text().splitlines()
    assert {line.split(",")[3] for line in lines[1:]} == {"adam"}
    menu.press("link")
    menu.lab.wait(lambda: "run=-1.5,-0.5,adam" in menu.lab.text("export-code"))
    assert "gd" not in menu.lab.text("export-code")


def test_an_animation_reports_progress_and_can_be_cancelled(menu):
    menu.open()
    menu.choose_view("loss")
    menu.press("gif")
    bar = menu.lab.duo.find_element("#export-progress")
    menu.lab.wait(lambda: float(bar.get_property("value")) > 0, 120)
    assert bar.is_displayed()
    menu.press("csv")  # one after the other
    assert menu.status == "Making GIF …"
    menu.lab.click("export-cancel")
    menu.lab.wait(lambda: menu.status == "Cancelled.")
    assert not bar.is_displayed()
    assert list(menu.folder.iterdir()) == []
    menu.press("gif")
    gif = Image.open(menu.saved("losscore-valley-loss.gif"))
    assert (gif.n_frames, gif.size) == (31, (1000, 750))


def test_code_is_shown_copied_and_runs(menu):
    menu.driver.execute_cdp_cmd(
        "Browser.grantPermissions",
        {"permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"]},
    )
    menu.open()
    copied = {}
    for name in ("py", "iframe", "link"):
        menu.press(name)
        menu.lab.wait(lambda: not menu.status)
        menu.lab.click("export-copy")
        menu.lab.wait(lambda: menu.status == "Copied.")
        copied[name] = menu.driver.execute_async_script(
            "navigator.clipboard.readText().then(arguments[0])"
        )
    assert copied["link"] == f"{menu.lab.duo.server_url}/{SEARCH}"
    assert copied["iframe"].startswith(f'<iframe src="{menu.lab.duo.server_url}/embed?v=1&amp;')
    assert "import losscore as ls" in copied["py"]
    compile(copied["py"], "copied", "exec")
    menu.lab.click("export-save")
    assert menu.saved("losscore-valley-link.txt").read_text().strip() == copied["link"]


def test_the_menu_works_by_keyboard(menu):
    button = menu.lab.duo.find_element("#export-menu")
    button.send_keys(Keys.ENTER)
    assert menu.is_open
    assert button.get_attribute("aria-expanded") == "true"
    active = menu.driver.switch_to.active_element
    assert active.get_attribute("id") == "export-panel"
    active.send_keys(Keys.TAB, Keys.TAB)
    within = "return document.activeElement.closest('#export-panel') !== null"
    assert menu.driver.execute_script(within)
    menu.driver.switch_to.active_element.send_keys(Keys.ESCAPE)
    assert not menu.is_open
    assert menu.driver.switch_to.active_element == button
    assert button.get_attribute("aria-expanded") == "false"


def test_a_click_elsewhere_closes_the_menu(menu):
    menu.open()
    menu.lab.duo.find_element(".brand").click()
    assert not menu.is_open
    menu.open()
    menu.lab.click("export-menu")
    assert not menu.is_open


def test_on_a_phone_the_menu_fits_the_screen(phone_menu):
    phone_menu.open()
    assert phone_menu.driver.execute_script(IN_VIEW)
    phone_menu.press("py")
    phone_menu.lab.wait(lambda: not phone_menu.status)
    assert phone_menu.driver.execute_script(IN_VIEW)
    assert phone_menu.lab.duo.find_element("#export-copy").is_displayed()
