/**
 * The page's end of the bridge to Dash: what Dash calls, and what the page sends to it.
 *
 * Dash calls each function with its callback's inputs and states, the ids of the components that
 * have changed, and their new values.
 */
import { createBasins, painted } from "../panels/basins.mjs";
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
// Looked up late, because Dash completes its namespace after this module has run.
const setProps = (id, props) => dash().set_props(id, props);

/** Events that carry the settings of the runs on the page. */
const EVENTS_WITH_RUNS = ["choose", "reset-display"];

const queue = new Queue((event) => {
  const runs = EVENTS_WITH_RUNS.includes(event.type) ? { runs: shown.settings } : {};
  setProps(ids.EVENT, { data: { ...event, ...runs } });
});

/** @param {string} search the query of the address that a person opens */
const onOpen = (search) => queue.replaceAll({ type: "open", search });
const address = createAddress({ onOpen, onItsWay: queue });
const attraction = createBasins((request) => setProps(ids.BASINS_REQUEST, { data: request }));

/** @type {import("./written.mjs").Parts & {settings: object[]}} */
const shown = { scenario: null, runs: null, settings: [], switches: [] };
const write = () => address.write(written(shown));

/** Panels that follow the selected run, and the store through which each requests its numbers. */
const REQUESTS = { theory: ids.THEORY_REQUEST, curvature: ids.CURVATURE_REQUEST };

const page = {
  onPick: (start) => queue.add({ type: "pick", ...start }),
  onRuns(runs) {
    shown.settings = runs.map(({ settings }) => settings);
    shown.runs = runs.map(({ query }) => query);
    write();
  },
  onRepeat: (runs) => queue.add({ type: "repeat", mode: "add", runs }),
  onAsk: (name, moment) => setProps(REQUESTS[name], { data: moment }),
};

let loading = null;
/** The rest of the page, loaded later because Dash needs the theme and the address first. */
const lab = () => (loading ??= import("./lab.mjs").then(({ createLab }) => createLab(page)));

/** Dash does not notice when a person opens the panel, but links have to include it. */
document.addEventListener(
  "toggle",
  ({ target }) => target.id === ids.THEORY_PANEL && setProps(ids.THEORY_PANEL, { open: target.open }),
  true, // `toggle` does not bubble
);

/** @type {Queue["post"]} */
export const post = (request, send) => queue.post(request, send);

/** Connect to the graphs and the transport bar; may be called repeatedly. */
export const attach = async () => (await lab()).attach();

/**
 * The effects of an event are on the page.
 * @param {[{address: import("./written.mjs").Parts["scenario"], event: number}, ?object]} given the contents of
 *   `state-store` and `run-store`
 */
export async function settle([{ address: parts, event }, delivery], changed) {
  shown.scenario = parts;
  if (changed.includes(ids.RUN_STORE) && delivery) {
    (await lab()).deliver(delivery);
    address.arrived();
  }
  queue.settled(event);
  write();
}

/** Hold back events until `ready`. @param {[Promise<void>, (count: number) => void]} given */
export const hold = ([ready, onWaiting]) => queue.hold(ready, onWaiting);

/** The first event: it opens the page's own address. From now on, links and the back button work. */
export function opened() {
  address.listen();
  attachCopyLink(address);
  attachExportMenu(address);
  attachLabLink(address);
  return { type: "open", search: location.search, n: 0 };
}

/** A switch has changed, and the address has to follow. */
export function switched(switches) {
  shown.switches = switches.map(Boolean);
  write();
}

/** Component id → name of the control in events. Display controls are named after their option. */
const CONTROLS = {
  [ids.PROBLEM]: "problem",
  [ids.DATASET]: "dataset",
  [ids.AGGREGATION]: "aggregation",
  [ids.DUEL]: "duel",
  [ids.OPTIMIZER]: "optimizer",
  [ids.LEARNING_RATE]: "learning_rate",
  [ids.N_STEPS]: "n_steps",
};
const controlName = (id) => CONTROLS[id] ?? id.replace(/^display-/, "");

/**
 * Controls have changed. Values that the state already has were set by an answer, not by a person.
 * @param {unknown[]} given ends with the content of `state-store`
 * @param {string[]} _
 * @param {Object<string, unknown>} values of the controls that have changed, by id
 */
export function choose(given, _, values) {
  const { controls } = /** @type {{controls: object}} */ (given.at(-1));
  const named = Object.entries(values).map(([id, value]) => [controlName(id), value]);
  const chosen = named.filter(([name, value]) => value !== (queue.latest(name) ?? controls[name]));
  if (chosen.length) queue.add({ type: "choose", values: Object.fromEntries(chosen) });
}

/**
 * A button was pressed, or Enter in a field.
 * @param {unknown[]} given ends with the ring's size and the racers
 */
export function press(given, changed) {
  const [size, racers] = given.slice(-2);
  const events = {
    [ids.RUN]: { type: "start" },
    [ids.START_X]: { type: "start" },
    [ids.START_Y]: { type: "start" },
    [ids.RING]: { type: "ring", size },
    [ids.RACE]: { type: "race", racers },
    [ids.DISPLAY_RESET]: { type: "reset-display" },
    [ids.LESSON_CLOSE]: { type: "close-lesson" },
  };
  // Hide the lesson at once, because the answer may take a while.
  if (changed.includes(ids.LESSON_CLOSE)) setProps(ids.LESSON, { hidden: true });
  for (const id of changed) queue.add(events[id]);
}

export const follow = async () => (await lab()).follow();
export const showGallery = () => true;

/** The switch, the figure, or a setting of the optimizer has changed; settings may change in quick succession. */
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

/** @param {[string]} given the scale of the loss axis */
export const lossScale = async ([name]) => (await lab()).lossScale(name);

/** @param {[?number]} given how often the switch was clicked; no number when the page opens */
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
