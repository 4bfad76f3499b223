/**
 * The lab without a server: Dash's front end asks as ever, and is answered from what was recorded,
 * or else by the lab's own callbacks in the browser's Python.
 */
import * as ids from "../assets/lab/page/ids.mjs";
import { fetchArray } from "./arrays.mjs";
import { fetchJson, runScripts } from "./packed.mjs";
import { createPython } from "./python.mjs";
import { createRecording } from "./recording.mjs";
import { createStatus } from "./status.mjs";
import { asWritten } from "./travelled.mjs";

/**
 * What the page is: where Python comes from, the scripts of the lab, the query that it was recorded
 * with and the one that it writes into its address, the lessons that have pages beside it, and the keys
 * of a query that are nobody's here.
 * @type {{pyodide: string, wheel: string, scripts: string[], search: string, address: string, pages: string[],
 *   strangers: string}}
 */
const page = JSON.parse(document.getElementById("page").textContent);
const shared = (name) => new URL(`../${name}`, import.meta.url).href;
/** Too much to load before anybody wants to read formulas. */
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
 * What stands in for answers that nobody can compute: an address shows what the page was made for,
 * and basins are not waited for.
 */
const INSTEAD = {
  [`${ids.EVENT}.data`]: ({ type }) => type === "open" && [ids.EVENT, { data: opened(page.search) }],
  [`${ids.BASINS_REQUEST}.data`]: () => [ids.BASINS_STORE, { data: { failed: true } }],
};

/** @param {import("./recording.mjs").Request} request @returns {string} that it has no answer */
function refuse({ changedPropIds, inputs }) {
  const value = (place) => inputs.find(({ id, property }) => `${id}.${property}` === place).value;
  const instead = changedPropIds.map((place) => INSTEAD[place]?.(value(place))).filter(Boolean);
  // Dash has to hear first that there was no answer.
  setTimeout(() => instead.forEach((change) => window.dash_clientside.set_props(...change)), AFTER_DASH);
  return "";
}

/** @param {import("./recording.mjs").Request} request @returns {Promise<string>} JSON; "" for no answer */
async function answer(request, recording) {
  const recorded = recording.answer(request);
  if (recorded !== undefined) return JSON.stringify(recorded);
  const text = await python.ask(request).catch(() => refuse(request));
  if (HAS_FORMULAS.test(text)) await loadFormulas();
  return text;
}

let formulas = null;
const loadFormulas = () => (formulas ??= runScripts(FORMULAS.map(shared)));

/** Stand where the server would be, before the lab's own scripts look at what Dash asks. */
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

/** A page without a query is what it was made for; so is the address that it writes itself. */
function openRecorded(namespace) {
  const { opened: original } = namespace;
  namespace.opened = async () => {
    const given = await original();
    const written = asWritten(given.search, page.strangers);
    return ["", page.address].includes(written) ? opened(page.search) : given;
  };
}

/** Lessons that have a page of their own here. */
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

/** Dash reads it from an element of the page. */
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
  // What is shown first needs no Python.
  if (window.requestIdleCallback) requestIdleCallback(python.wake, { timeout: LATEST_WAKE });
  else setTimeout(python.wake, LATEST_WAKE);
}

status.waiting(0);
open();
