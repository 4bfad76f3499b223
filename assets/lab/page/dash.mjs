/**
 * What Dash calls, and what it is told: the page's modules know nothing of Dash.
 *
 * Dash calls a function with what its callback is given, and with the ids of the components that
 * have changed.
 */
import { createBasins, painted } from "../panels/basins.mjs";
import { displayed } from "../panels/display.mjs";
import { attachExportMenu } from "../panels/export_menu.mjs";
import { logarithmic, plain, tie } from "../panels/sliders.mjs";
import { Queue } from "../run/queue.mjs";
import { createAddress } from "./address.mjs";
import { attachCopyLink } from "./copy_link.mjs";
import { attachLabLink } from "./embed.mjs";
import * as ids from "./ids.mjs";
import { current, followSystem, toggle } from "./theme.mjs";
import { written } from "./written.mjs";

const dash = () => window.dash_clientside;
// Dash completes its namespace after this module has run.
const setProps = (id, props) => dash().set_props(id, props);

/** What the drop-down of lessons says without one. */
const NO_LESSON = "none";

const queue = new Queue(setProps);
let n = 0; // the same point or request twice is still two

let openings = 0;
/** @param {string} search the query of an address that a person goes to */
const onOpen = (search) => {
  openings += 1;
  setProps(ids.OPENED, { data: { search, n: openings, first: false } });
};
const address = createAddress({ onOpen, onItsWay: queue });
const attraction = createBasins((request) => setProps(ids.BASINS_REQUEST, { data: request }));

/** @type {import("./written.mjs").Said} */
const said = { scenario: null, runs: null, lesson: "", switches: [] };
const write = () => address.write(written(said));

/** Listeners to the selected run, and where Dash is told of the step whose numbers they ask for. */
const REQUESTS = { theory: ids.THEORY_REQUEST, curvature: ids.CURVATURE_REQUEST };

const page = {
  onPick: (start) => queue.add(ids.PICKED, { data: { ...start, n: ++n } }),
  /** What the runs are follows in a few frames. */
  onChange: () => queue.expect("told"),
  /** Settings of all runs on the page, for whoever computes them anew, and how a link writes them. */
  onRuns({ queries, ...runs }) {
    queue.met("told");
    setProps(ids.RUNS_STORE, { data: runs });
    said.runs = { scenario: runs.scenario, queries };
    write();
  },
  onRequest: (request) => queue.add(ids.REQUEST, { data: { ...request, n: ++n } }),
  onAsk: (name, moment) => setProps(REQUESTS[name], { data: moment }),
};

let loading = null;
/** All else that the page is, which need not be there when Dash asks for the theme or the address. */
const lab = () => (loading ??= import("./lab.mjs").then(({ createLab }) => createLab(page)));

/** Dash does not see a person open the panel, and a link is to remember it. */
document.addEventListener(
  "toggle",
  ({ target }) => target.id === ids.THEORY_PANEL && setProps(ids.THEORY_PANEL, { open: target.open }),
  true, // `toggle` does not bubble
);

/** @type {Queue["post"]} */
export const post = (request, send) => queue.post(request, send);

/** Connect to the graphs and the transport bar; harmless when repeated. */
export const attach = async () => (await lab()).attach();

/** @param {[?object]} given the content of `run-store` */
export async function deliver([delivery]) {
  // Where there is no Python, Dash may hear that there is nothing to deliver.
  if (delivery) (await lab()).deliver(delivery);
  queue.delivered();
  address.arrived();
}

/** Keep what starts runs until `ready`. @param {[Promise<void>, (count: number) => void]} given */
export const hold = ([ready, onWaiting]) => queue.hold(ready, onWaiting);

/** What the page is opened with; from then on, links and the back button are listened to. */
export function opened() {
  address.listen();
  attachCopyLink(address);
  attachExportMenu(address);
  attachLabLink(address);
  // A page without a query shows what it came with.
  return location.search.length > 1 ? { search: location.search, n: 0, first: true } : dash().no_update;
}

/** What the address says besides the runs: a scenario, the lesson, and the switches. */
export function inscribe([scenario, lesson, ...switches]) {
  queue.met("written");
  said.scenario = scenario ?? null;
  said.lesson = lesson ?? "";
  said.switches = switches.map(Boolean);
  write();
}

/** name -> id of the control that a person chooses by */
const CHOICES = {
  problem: ids.PROBLEM,
  dataset: ids.DATASET,
  aggregation: ids.AGGREGATION,
  duel: ids.DUEL,
  optimizer: ids.OPTIMIZER,
};

/** Values of those controls, and what they stood at when a choice or a link was dealt with last. */
export function choose(given, changed) {
  const names = Object.keys(CHOICES);
  const known = given[names.length];
  if (names.every((name, i) => given[i] === known?.[name])) return dash().no_update;
  const choice = Object.fromEntries(names.map((name, i) => [name, given[i]]));
  return { ...choice, changed: names.find((name) => changed.includes(CHOICES[name])) };
}

/** Values of the display's controls, what was chosen else, the scenario, and the defaults. */
export function display(given) {
  const [scenario, defaults] = given.slice(-2);
  return displayed(scenario, given.slice(0, -3), defaults) ?? dash().no_update;
}

export const displayDefaults = ([, defaults]) => Object.values(defaults);
export const follow = async () => (await lab()).follow();
export const leaveLesson = () => ["", [], true, NO_LESSON];
export const showGallery = () => true;

/** The switch, a new figure, or a setting of the descent: the last ones may follow fast. */
export function basins([isOn], changed) {
  const isDrawn = changed.includes(ids.CAPTION);
  const isSetting = !isDrawn && !changed.includes(ids.BASINS);
  attraction.change({ isOn: Boolean(isOn), isDrawn, isSetting });
}

/** The content of `basins-store`, and the figures of surface, other surface and map, which it may paint. */
export function basinsAnswer([answer, ...figures]) {
  if (answer) attraction.answer(answer);
  const looks = ["surface", "rival", "contour"].map((name) => answer?.looks?.[name]);
  return figures.map((figure, i) => (looks[i] ? painted(figure, looks[i]) : dash().no_update));
}

/** @param {[?object]} given the content of `curvature-store` */
export const curvature = async ([numbers]) => (await lab()).curvature(numbers);

/** @param {[string]} given the name of the loss curve's scale */
export const lossScale = async ([name]) => (await lab()).lossScale(name);

/** @param {[?number]} given clicks on the switch; none when the page opens */
export function theme([clicks]) {
  if (clicks) return toggle();
  followSystem((name) => setProps(ids.THEME, { data: name }));
  return current();
}

const SLIDERS = [ids.LEARNING_RATE_SLIDER, ids.N_STEPS_SLIDER];
const tied = (scale) => ([text, place], [moved]) =>
  tie(scale, text, place, SLIDERS.includes(moved)).map((value) => value ?? dash().no_update);
export const logSlider = tied(logarithmic);
export const stepSlider = tied(plain);
