/**
 * The lab without a server. Dash's front end sends its usual requests; they are answered from the
 * recording, or else by the lab's own callbacks in the browser's Python.
 */
import * as ids from "../assets/lab/page/ids.mjs";
import { fetchArray } from "./arrays.mjs";
import { fetchJson, runScripts } from "./packed.mjs";
import { createPython } from "./python.mjs";
import { createRecording } from "./recording.mjs";
import { createStatus } from "./status.mjs";
import { asWritten } from "./travelled.mjs";

/**
 * The page's configuration: where Python comes from, the lab's scripts, the query that the page was
 * recorded with, the query that it writes into its address, the lessons that have pages of their own,
 * and a regular expression for query keys to ignore.
 * @type {{pyodide: string, wheel: string, scripts: string[], search: string, address: string, pages: string[],
 *   strangers: string}}
 */
const page = JSON.parse(document.getElementById("page").textContent);
const shared = (name) => new URL(`../${name}`, import.meta.url).href;
/** Large, so loaded only when an answer contains formulas. */
const FORMULAS = ["dash/async-highlight.js.gz", "dash/async-markdown.js.gz", "dash/async-mathjax.js.gz"];
const HAS_FORMULAS = /"mathjax": ?true/;
const LATEST_WAKE = 2000; // ms
const AFTER_DASH = 300; // ms

const status = createStatus();
const python = createPython({
  pyodide: new URL(page.pyodide, shared("")).href,
  wheel: shared(page.wheel),
  lab: shared("lab.zip"),
});
python.awake.then(status.ready, ({ message }) => status.failed(message));

const opened = (search) => ({ type: "open", search, n: 0 });

/**
 * What to do without Python: an unknown address shows the page's own scenario, and basins fail at
 * once instead of waiting.
 */
const FALLBACKS = {
  [`${ids.EVENT}.data`]: ({ type }) => type === "open" && [ids.EVENT, { data: opened(page.search) }],
  [`${ids.BASINS_REQUEST}.data`]: () => [ids.BASINS_STORE, { data: { failed: true } }],
};

/** @param {import("./recording.mjs").Request} request @returns {string} "", which stands for no answer */
function refuse({ changedPropIds, inputs }) {
  const value = (place) => inputs.find(({ id, property }) => `${id}.${property}` === place).value;
  const changes = changedPropIds.map((place) => FALLBACKS[place]?.(value(place))).filter(Boolean);
  // First, Dash has to receive the empty answer.
  setTimeout(() => changes.forEach((change) => window.dash_clientside.set_props(...change)), AFTER_DASH);
  return "";
}

/** @param {import("./recording.mjs").Request} request @returns {Promise<string>} JSON; "" if there is no answer */
async function answer(request, recording) {
  const recorded = recording.answer(request);
  if (recorded !== undefined) return JSON.stringify(recorded);
  const text = await python.ask(request).catch(() => refuse(request));
  if (HAS_FORMULAS.test(text)) await loadFormulas();
  return text;
}

let formulas = null;
const loadFormulas = () => (formulas ??= runScripts(FORMULAS.map(shared)));

/** Let `fetch` answer locally. This must happen before the lab's own scripts wrap `fetch`. */
function serve(lab, recording) {
  const files = { "_dash-layout": "layout", "_dash-dependencies": "callbacks" };
  const { fetch } = window;
  window.fetch = async (target, options) => {
    const url = target instanceof Request ? target.url : String(target);
    const name = url.split("?")[0].split("/").at(-1);
    if (files[name]) return Response.json((await lab)[files[name]]);
    if (name !== "_dash-update-component") return fetch(target, options);
    const text = await answer(JSON.parse(String(options.body)), await recording);
    const headers = { "Content-Type": "application/json" };
    return text ? new Response(text, { headers }) : new Response(null, { status: 204 });
  };
}

/** Open the recorded scenario if there is no query, or if the query is the one that the page writes. */
function openRecorded(namespace) {
  const { opened: original } = namespace;
  namespace.opened = async () => {
    const given = await original();
    const written = asWritten(given.search, page.strangers);
    return ["", page.address].includes(written) ? opened(page.search) : given;
  };
}

/** Choosing a lesson that has a page of its own leads to that page. */
function linkLessons() {
  const onChange = (event) => {
    const { id, value } = event.target;
    if (id !== ids.LESSON_SELECT || !page.pages.includes(value)) return;
    event.stopImmediatePropagation();
    location.href = `../${value}/`;
  };
  document.addEventListener("change", onChange, true);
}

async function fetchRecording() {
  const { exchanges, arrays } = await fetchJson("page.json.gz");
  const addressed = arrays.map(({ file, size }) => ({ file: shared(file), size }));
  return createRecording(exchanges, await Promise.all(addressed.map(fetchArray)));
}

/** Dash reads its configuration from this element. */
function writeConfig(config) {
  const script = Object.assign(document.createElement("script"), { id: "_dash-config", type: "application/json" });
  script.text = JSON.stringify(config);
  document.body.append(script);
}

async function open() {
  const [lab, recording] = [fetchJson(shared("lab.json.gz")), fetchRecording()];
  serve(lab, recording);
  await Promise.all([lab, recording, runScripts(page.scripts.map(shared))]);
  writeConfig((await lab).config);
  const { losscore } = window.dash_clientside;
  openRecorded(losscore);
  losscore.hold(python.awake, status.waiting);
  linkLessons();
  new window.DashRenderer();
  // The first view comes from the recording, so Python can wait until the page is idle.
  if (window.requestIdleCallback) requestIdleCallback(python.wake, { timeout: LATEST_WAKE });
  else setTimeout(python.wake, LATEST_WAKE);
}

status.waiting(0);
open();
