/** The export menu, which turns the page's scenario into files and code. One export at a time. */
import { copy } from "../page/clipboard.mjs";
import * as ids from "../page/ids.mjs";
import { draw, fetchFile, Refusal, save, textOf } from "./export_files.mjs";
import { exportQuery, written } from "./export_query.mjs";

const element = (id) => document.getElementById(id);
const checked = (id) => document.querySelector(`#${id} input:checked`)?.value;
const say = (text) => {
  element(ids.EXPORT_STATUS).textContent = text;
};

/** The query of an export: the scenario from the address, shown as the page shows it. */
function queryOf({ format, pixelRatio = null }) {
  const view = checked(ids.EXPORT_VIEW) ?? "surface";
  const theme = document.documentElement.dataset.bsTheme ?? "light";
  const axis = view === "loss" && checked(ids.LOSS_SCALE) === "log" ? "log" : null;
  const camera = view === "surface" ? eyeOf(document.querySelector(`#${ids.SURFACE} .js-plotly-plot`)) : null;
  // The address and the table list runs in the same order, oldest first.
  const rows = document.querySelectorAll(`#${ids.RUNS} tbody tr`);
  const hidden = Array.from(rows, ({ classList }) => classList.contains("is-hidden"));
  const shown = { "pixel-ratio": pixelRatio, "loss-axis": axis, camera };
  return exportQuery(location.search, hidden, { format, view, theme, ...shown });
}

/** Where the camera is; null while nothing is drawn. */
function eyeOf(gd) {
  const eye = gd?._fullLayout?.scene?._scene?.getCamera?.().eye;
  return eye ? written(eye) : null;
}

/** How long an export waits for pending runs (ms). */
const WAIT_TIMEOUT = 20_000;

/** @param {{catchUp: (limit: number) => Promise<boolean>}} address */
export function attachExportMenu(address) {
  let work = null; // stops the current export
  let shown = null; // the query of the shown code

  const setOpen = (isOpen) => {
    element(ids.EXPORT_PANEL).hidden = !isOpen;
    element(ids.EXPORT).setAttribute("aria-expanded", isOpen);
    if (isOpen) element(ids.EXPORT_PANEL).focus();
  };
  const isOpen = () => element(ids.EXPORT_PANEL)?.hidden === false;

  function showProgress(done, total) {
    const bar = element(ids.EXPORT_PROGRESS);
    if (total) [bar.value, bar.max] = [done, total];
    else bar.removeAttribute("value"); // in progress, but of unknown length
  }

  function setWorking(isWorking) {
    element(ids.EXPORT_PROGRESS).parentElement.hidden = !isWorking;
    const buttons = document.querySelectorAll(`#${ids.EXPORT_PANEL} [data-format]`);
    for (const button of buttons) button.ariaDisabled = String(isWorking);
  }

  /** @param {(signal: AbortSignal) => Promise<string>} task resolves to the message to show */
  async function run(label, task) {
    if (work) return;
    work = new AbortController();
    setWorking(true);
    showProgress();
    say(`Making ${label} …`);
    try {
      say(await task(work.signal));
    } catch (error) {
      const isKnown = error instanceof Refusal;
      say(isKnown ? error.message : work.signal.aborted ? "Cancelled." : "Export failed in this browser.");
      if (!isKnown && !work.signal.aborted) throw error;
    } finally {
      work = null;
      setWorking(false);
    }
  }

  function start({ dataset, textContent }) {
    element(ids.EXPORT_CODE).hidden = true;
    run(textContent, async (signal) => {
      const isWhole = await address.catchUp(WAIT_TIMEOUT);
      if (signal.aborted) return "Cancelled.";
      const query = queryOf(dataset);
      if (dataset.action === "show") return showCode(query, signal);
      const file = await (dataset.action === "draw"
        ? draw(query, dataset.format, signal)
        : fetchFile(query, signal, showProgress));
      if (signal.aborted) return "Cancelled.";
      save(file);
      return isWhole ? `Saved ${file.name}.` : `Saved ${file.name}, without the newest run.`;
    });
  }

  async function showCode(query, signal) {
    element(ids.EXPORT_CODE).firstElementChild.textContent = await textOf(query, signal);
    element(ids.EXPORT_CODE).hidden = false;
    element(ids.EXPORT_COPY).scrollIntoView({ block: "nearest" });
    shown = query;
    return "";
  }

  async function copyCode() {
    const isCopied = await copy(element(ids.EXPORT_CODE).firstElementChild.textContent.trimEnd());
    say(isCopied ? "Copied." : "Select the code and copy it.");
  }

  const saveCode = () =>
    run("the file", async (signal) => {
      const file = await fetchFile(shown, signal, showProgress);
      save(file);
      return `Saved ${file.name}.`;
    });

  const onClick = {
    [ids.EXPORT]: () => setOpen(!isOpen()),
    [ids.EXPORT_CANCEL]: () => work?.abort(),
    [ids.EXPORT_COPY]: copyCode,
    [ids.EXPORT_SAVE]: saveCode,
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("button");
    if (button && onClick[button.id]) onClick[button.id]();
    else if (button?.dataset.format && button.closest(`#${ids.EXPORT_PANEL}`)) start(button);
    else if (isOpen() && !target.closest?.(".export")) setOpen(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    const isInside = element(ids.EXPORT_PANEL).contains(document.activeElement);
    setOpen(false);
    if (isInside) element(ids.EXPORT).focus();
  });
  // Tabbing out of the panel closes it.
  document.addEventListener("focusin", ({ target }) => {
    if (isOpen() && !target.closest?.(".export")) setOpen(false);
  });
}
