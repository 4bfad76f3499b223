/** The export menu: what is on the page, as files and as code. One export at a time. */
import { copy } from "./clipboard.mjs";
import { Refusal, draw, fetchTold, save, textOf } from "./exporting.mjs";

const element = (id) => document.getElementById(id);
const checked = (id) => document.querySelector(`#${id} input:checked`)?.value;
const say = (text) => {
  element("export-status").textContent = text;
};

/** What the address says is asked for; how it is shown is what the page shows. */
function queryOf({ format, ratio }) {
  const view = checked("export-view") ?? "surface";
  const options = { format, view, theme: document.documentElement.dataset.bsTheme ?? "light", ...(ratio && { ratio }) };
  if (view === "loss" && checked("loss-scale-radio") === "log") options.scale = "log";
  const eye = view === "surface" && eyeOf(document.querySelector("#surface-graph .js-plotly-plot"));
  if (eye) options.eye = eye;
  const parts = Object.entries(options).map(([name, value]) => `${name}=${value}`);
  return [...seen(location.search), ...parts].join("&");
}

/** The address without the runs that are hidden; they stand there as in the table, oldest first. */
function seen(search) {
  const rows = document.querySelectorAll("#runs-table tbody tr");
  let n = 0;
  const isHidden = (part) => part.startsWith("run=") && rows[n++]?.classList.contains("is-hidden");
  const parts = search.slice(1).split("&").filter((part) => part && !isHidden(part));
  return n && !parts.some((part) => part.startsWith("run=")) ? [...parts, "run=none"] : parts;
}

/** Where the camera is. */
function eyeOf(gd) {
  const eye = gd?._fullLayout?.scene?._scene?.getCamera?.().eye;
  return eye && ["x", "y", "z"].map((axis) => Math.max(-10, Math.min(10, eye[axis])).toFixed(3)).join(",");
}

/** What is on its way is waited for this long (ms) before anything is exported. */
const PATIENCE = 20_000;

/** @param {{catchUp: (limit: number) => Promise<boolean>}} address */
export function attach(address) {
  let work = null; // what stops the export that is being made
  let shown = null; // the format whose code is shown, and the query of its file

  const setOpen = (isOpen) => {
    element("export-panel").hidden = !isOpen;
    element("export-menu").setAttribute("aria-expanded", isOpen);
    if (isOpen) element("export-panel").focus();
  };
  const isOpen = () => element("export-panel")?.hidden === false;

  function showProgress(done, total) {
    const bar = element("export-progress");
    if (total) [bar.value, bar.max] = [done, total];
    else bar.removeAttribute("value"); // on the way, nobody knows how far
  }

  function setWorking(isWorking) {
    element("export-progress").parentElement.hidden = !isWorking;
    for (const button of document.querySelectorAll("#export-panel [data-format]")) button.ariaDisabled = isWorking;
  }

  /** @param {(signal: AbortSignal) => Promise<string>} task says what came of it */
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
      say(isKnown ? error.message : work.signal.aborted ? "Cancelled." : "This browser could not do it.");
      if (!isKnown && !work.signal.aborted) throw error;
    } finally {
      work = null;
      setWorking(false);
    }
  }

  function start({ dataset, textContent }) {
    element("export-code").hidden = true;
    run(textContent, async (signal) => {
      const isWhole = await address.catchUp(PATIENCE);
      if (signal.aborted) return "Cancelled.";
      const query = queryOf(dataset);
      if (dataset.way === "show") return showCode(dataset.format, query, signal);
      const file = await (dataset.way === "draw"
        ? draw(query, dataset.format, signal)
        : fetchTold(query, signal, showProgress));
      if (signal.aborted) return "Cancelled.";
      save(file);
      return isWhole ? `Saved ${file.name}.` : `Saved ${file.name}, without the newest run.`;
    });
  }

  async function showCode(format, query, signal) {
    element("export-code").firstElementChild.textContent = await textOf(query, signal);
    element("export-code").hidden = false;
    element("export-copy").scrollIntoView({ block: "nearest" });
    shown = query;
    return "";
  }

  async function copyCode() {
    const isCopied = await copy(element("export-code").firstElementChild.textContent.trimEnd());
    say(isCopied ? "Copied." : "Select the code and copy it.");
  }

  const saveCode = () =>
    run("the file", async (signal) => {
      const file = await fetchTold(shown, signal, showProgress);
      save(file);
      return `Saved ${file.name}.`;
    });

  const buttons = {
    "export-menu": () => setOpen(!isOpen()),
    "export-cancel": () => work?.abort(),
    "export-copy": copyCode,
    "export-save": saveCode,
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("button");
    if (button && buttons[button.id]) buttons[button.id]();
    else if (button?.dataset.format && button.closest("#export-panel")) start(button);
    else if (isOpen() && !target.closest?.(".export")) setOpen(false);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !isOpen()) return;
    const isInside = element("export-panel").contains(document.activeElement);
    setOpen(false);
    if (isInside) element("export-menu").focus();
  });
  // Who tabs out of the panel has left it.
  document.addEventListener("focusin", ({ target }) => {
    if (isOpen() && !target.closest?.(".export")) setOpen(false);
  });
}
