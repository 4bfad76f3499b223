/**
 * The one namespace Dash calls. It is a classic script because Dash runs its first callbacks as
 * soon as the renderer is up and a `type="module"` script may come later; the modules are imported
 * on the first call instead, and Dash waits for the promise.
 */
(() => {
  // Only valid while this script runs, and right behind any path prefix.
  const here = document.currentScript.src;
  const source = (name) => new URL(`lab/${name}.mjs`, here);
  let loading = null;
  let n = 0;

  // Dash completes its namespace after this script has run.
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);

  const queueing = import(source("queue")).then(({ Queue }) => new Queue(setProps));
  const queue = () => queueing;

  /** Dash's requests pass the queue, from the first one on: it has to know what Dash is doing. */
  const { fetch } = window;
  window.fetch = (target, options) => {
    const send = () => fetch(target, options);
    const isAsked = String(target?.url ?? target).split("?")[0].endsWith("_dash-update-component");
    return isAsked ? queueing.then((it) => it.post(JSON.parse(options.body), send)) : send();
  };

  /** @param {{x: number, y: number}} start */
  const onPick = async (start) => {
    n += 1; // the same point twice is still two requests
    const props = { data: { ...start, n } };
    (await queue()).add("picked-start", props);
  };

  /** Dash's callback context is valid only until the first await. */
  const tied = (scale) => async (text, place) => {
    const { callback_context, no_update } = window.dash_clientside;
    const moved = String(callback_context.triggered_id ?? "").endsWith("-slider");
    const sliders = await import(source("sliders"));
    return sliders.tie(sliders[scale], text, place, moved).map((value) => value ?? no_update);
  };

  /** The list of runs is another one; what they are follows in a few frames. */
  const onChange = async () => (await queue()).expect("told");

  /** Settings of all runs on the page, for whoever computes them anew or writes them into a link. */
  const onRuns = async (runs) => {
    const it = await queue();
    it.met("told");
    it.expect("asked");
    setProps("runs-store", { data: runs });
  };

  /** @param {{mode: string, runs: object[]}} request */
  const onRequest = async (request) => {
    n += 1;
    const props = { data: { ...request, n } };
    (await queue()).add("request-store", props);
  };

  let opened = 0;
  /** @param {string} search the query of an address that a person goes to */
  const onOpen = (search) => {
    opened += 1;
    setProps("opened-store", { data: { search, n: opened, first: false } });
  };

  let addressing = null;
  const address = () =>
    (addressing ??= Promise.all([import(source("address")), queue()]).then(([{ createAddress }, it]) =>
      createAddress({ onOpen, onItsWay: it }),
    ));

  /** The numbers of a moment, for what follows the run: `theory-request` and its like. */
  const onAsk = (name, moment) => setProps(`${name}-request`, { data: moment });

  let attraction = null;
  const basins = () =>
    (attraction ??= import(source("basins")).then(({ createBasins }) =>
      createBasins((request) => setProps("basins-request", { data: request })),
    ));

  /** Dash does not see a person open the panel, and a link is to remember it. */
  document.addEventListener(
    "toggle",
    ({ target }) => target.id === "theory-panel" && setProps("theory-panel", { open: target.open }),
    true, // `toggle` does not bubble
  );

  const lab = () =>
    (loading ??= import(source("lab")).then(({ createLab }) => createLab({ onPick, onChange, onRuns, onRequest, onAsk })));

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    losscore: {
      /** Connect to the graphs and the transport bar; harmless when repeated. */
      attach: async () => (await lab()).attach(),
      /** @param {?object} delivery the content of `run-store` */
      deliver: async (delivery) => {
        // Where there is no Python, Dash may hear that there is nothing to deliver.
        if (delivery) (await lab()).deliver(delivery);
        (await queue()).delivered();
        (await address()).arrived();
      },
      /** Keep what starts runs until `ready`. @param {Promise<void>} ready @param {(count: number) => void} onWaiting */
      hold: async (ready, onWaiting) => (await queue()).hold(ready, onWaiting),
      /** What the page is opened with; from then on, links and the back button are listened to. */
      opened: async () => {
        (await address()).listen();
        (await import(source("share"))).attach(await address());
        (await import(source("export_menu"))).attach(await address());
        (await import(source("embed"))).attach(await address());
        return { search: location.search, n: 0, first: true };
      },
      /** @param {?import("./lab/address.mjs").Written} written the content of `query-store` */
      inscribe: async (written) => {
        (await queue()).met("written");
        if (written) (await address()).write(written);
      },
      /** Values of the display's controls, what was chosen else, the scenario, and the defaults. */
      display: async (...given) => {
        const { no_update } = window.dash_clientside;
        const [defaults, scenario] = [given.pop(), given.pop()];
        const { displayed } = await import(source("display"));
        return displayed(scenario, given.slice(0, -1), defaults) ?? no_update;
      },
      displayDefaults: (clicks, defaults) => Object.values(defaults),
      follow: async () => (await lab()).follow(),
      leaveLesson: () => "",
      showGallery: () => true,
      /** The switch, a new figure, or a setting of the descent: the last ones may follow fast. */
      basins: async (isOn) => {
        const causes = window.dash_clientside.callback_context.triggered.map(({ prop_id }) => prop_id.split(".")[0]);
        const isDrawn = causes.includes("surface-caption");
        const isSetting = !isDrawn && !causes.includes("basins-switch");
        (await basins()).change({ isOn: Boolean(isOn), isDrawn, isSetting });
      },
      /** @param {?import("./lab/basins.mjs").Answer} answer the content of `basins-store` */
      basinsAnswer: async (answer) => answer && (await basins()).answer(answer),
      /** @param {?object} numbers the content of `curvature-store` */
      curvature: async (numbers) => (await lab()).curvature(numbers),
      /** @param {string} name of the loss curve's scale */
      lossScale: async (name) => (await lab()).lossScale(name),
      /** @param {?number} clicks on the switch; none when the page opens */
      theme: async (clicks) => {
        const theme = await import(source("theme"));
        if (clicks) return theme.toggle();
        theme.followSystem((name) => setProps("theme-store", { data: name }));
        return theme.current();
      },
      logSlider: tied("logarithmic"),
      stepSlider: tied("plain"),
    },
  });
})();
