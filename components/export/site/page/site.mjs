/**
 * The lab without a server: Dash's front end asks as ever, and is answered from what was recorded,
 * or else by the lab's own callbacks in the browser's Python.
 */
import { fetchText, runScript } from "./packed.mjs";
import { createPicks } from "./picks.mjs";
import { wakePython } from "./python.mjs";
import { createRecording } from "./recording.mjs";
import { createStatus } from "./status.mjs";

/** @type {{pyodide: string, wheel: string, search: string, address: string, slug: string, pages: string[]}} */
const page = JSON.parse(document.getElementById("page").textContent);
const shared = (name) => new URL(`../${name}`, import.meta.url).href;
/** Formulas: too much to load before anybody wants to read them. */
const FORMULAS = ["async-markdown.js.gz", "async-mathjax.js.gz"];

const status = createStatus();
let recording = null;
let python = null;
let picks = null;

/** An address that nobody can open any more shows what the page was made for. */
function failed(reason) {
  status.failed(reason);
  if ("opening" in document.documentElement.dataset) {
    window.dash_clientside.set_props("opened-store", { data: opened(page.search) });
  }
}

const opened = (search) => ({ search, n: 0, first: true });

/** @param {import("./recording.mjs").Request} request @returns {Promise<?string>} */
async function answer(request) {
  const recorded = recording.answer(request);
  if (recorded !== undefined) return JSON.stringify(recorded);
  const text = await python.ask(request).catch(() => "");
  picks.answered(request);
  if (text.includes('"mathjax": true')) await loadFormulas();
  return text;
}

let formulas = null;
const loadFormulas = () => (formulas ??= Promise.all(FORMULAS.map((name) => runScript(shared(name)))));

/** Stand where the server would be. */
function serve({ layout, callbacks }) {
  const files = { "_dash-layout": layout, "_dash-dependencies": callbacks };
  const { fetch } = window;
  window.fetch = async (target, options) => {
    const name = String(target.url ?? target).split("?")[0].split("/").at(-1);
    if (files[name]) return Response.json(files[name]);
    if (name !== "_dash-update-component") return fetch(target, options);
    const text = await answer(JSON.parse(options.body));
    const headers = { "Content-Type": "application/json" };
    return text ? new Response(text, { headers }) : new Response(null, { status: 204 });
  };
}

/** A page without a query is what it was made for; so is the address that it writes itself. */
function openRecorded(namespace) {
  const { opened: open } = namespace;
  namespace.opened = async () => {
    const given = await open();
    return [page.address, ""].includes(decodeURIComponent(given.search)) ? opened(page.search) : given;
  };
}

/** Lessons that have a page of their own here. */
function linkLessons() {
  document.addEventListener("change", (event) => {
    const { id, value } = event.target;
    if (id !== "lesson-select" || !page.pages.includes(value)) return;
    event.stopImmediatePropagation();
    location.href = `../${value}/`;
  }, true);
}

const fetchJson = async (url) => JSON.parse(await fetchText(url));

async function open() {
  const [lab, recorded] = await Promise.all([
    fetchJson(shared("lab.json.gz")),
    fetchJson("page.json.gz"),
    runScript(shared("plotly.min.js.gz")),
  ]);
  recording = createRecording(recorded);
  serve(lab);
  openRecorded(window.dash_clientside.losscore);
  const config = Object.assign(document.createElement("script"), { id: "_dash-config", type: "application/json" });
  config.textContent = JSON.stringify(lab.config);
  document.body.append(config);
  wake();
  linkLessons();
  new window.DashRenderer();
}

/** Last of all: what is shown first needs no Python. */
function wake() {
  python = wakePython(
    { pyodide: new URL(page.pyodide, shared("")).href, wheel: shared(page.wheel), lab: shared("lab.zip") },
    (state, reason) => (state === "ready" ? status.ready() : failed(reason)),
  );
  picks = createPicks(python.awake, (kept) => status.waiting(kept));
  picks.attach(window.dash_clientside);
}

status.waiting(0);
open();
