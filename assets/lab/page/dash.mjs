/**
 * What Dash calls, and what it is told: the page's modules know nothing of Dash.
 *
 * Dash calls a function with what its callback is given, with the ids of the components that have
 * changed, and with their new values.
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
// Dash completes its namespace after this module has run.
const setProps = (id, props) => dash().set_props(id, props);

/** Events that need to know which runs are on the page. */
const ABOUT_RUNS = ["choose", "reset-display"];

const queue = new Queue((event) => {
  const runs = ABOUT_RUNS.includes(event.type) ? { runs: said.settings } : {};
  setProps(ids.EVENT, { data: { ...event, ...runs } });
});

/** @param {string} search the query of an address that a person goes to */
const onOpen = (search) => queue.replaceAll({ type: "open", search });
const address = createAddress({ onOpen, onItsWay: queue });
const attraction = createBasins((request) => setProps(ids.BASINS_REQUEST, { data: request }));

/** @type {import("./written.mjs").Said & {settings: object[]}} */
const said = { scenario: null, runs: null, settings: [], switches: [] };
const write = () => address.write(written(said));

/** Listeners to the selected run, and where Dash is told of the step whose numbers they ask for. */
const REQUESTS = { theory: ids.THEORY_REQUEST, curvature: ids.CURVATURE_REQUEST };

const page = {
  onPick: (start) => queue.add({ type: "pick", ...start }),
  onRuns(runs) {
    said.settings = runs.map(({ settings }) => settings);
    said.runs = runs.map(({ query }) => query);
    write();
  },
  onRepeat: (runs) => queue.add({ type: "repeat", mode: "add", runs }),
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

/**
 * What followed from an event is on the page.
 * @param {[{address: import("./written.mjs").Said["scenario"], event: number}, ?object]} given the contents of
 *   `state-store` and `run-store`
 */
export async function settle([{ address: parts, event }, delivery], changed) {
  said.scenario = parts;
  if (changed.includes(ids.RUN_STORE) && delivery) {
    (await lab()).deliver(delivery);
    address.arrived();
  }
  queue.settled(event);
  write();
}

/** Keep what a person does until `ready`. @param {[Promise<void>, (count: number) => void]} given */
export const hold = ([ready, onWaiting]) => queue.hold(ready, onWaiting);

/** What the page is opened with; from then on, links and the back button are listened to. */
export function opened() {
  address.listen();
  attachCopyLink(address);
  attachExportMenu(address);
  attachLabLink(address);
  return { type: "open", search: location.search, n: 0 };
}

/** What the address says besides: which switches are on. */
export function inscribe(switches) {
  said.switches = switches.map(Boolean);
  write();
}

/** Control -> the name that events have for it; those of the display are called like their option. */
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
 * A person set controls; where they stand as the state has them, an answer has.
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
 * Buttons and fields that ask for something at once.
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
  // The answer may take its time.
  if (changed.includes(ids.LESSON_CLOSE)) setProps(ids.LESSON, { hidden: true });
  for (const id of changed) queue.add(events[id]);
}

export const follow = async () => (await lab()).follow();
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
