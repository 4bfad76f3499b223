/**
 * Connects Dash to the page's modules. It is a classic script because Dash runs its first callbacks
 * as soon as the renderer is up, and a `type="module"` script may come later. Dash calls the
 * functions of lab/page/dash.mjs and waits for their promises.
 */
(() => {
  // Only valid while this script runs; this address includes any path prefix.
  const here = /** @type {HTMLScriptElement} */ (document.currentScript).src;
  const page = import(new URL("lab/page/dash.mjs", here).href);

  /** All of Dash's requests go through the queue, which must know what Dash is doing. */
  const { fetch } = window;
  window.fetch = (target, options) => {
    const send = () => fetch(target, options);
    const url = target instanceof Request ? target.url : String(target);
    const isAsked = url.split("?")[0].endsWith("_dash-update-component");
    return isAsked ? page.then(({ post }) => post(JSON.parse(String(options.body)), send)) : send();
  };

  /** Dash's callback context is valid only until the first await. */
  const call = async (name, given) => {
    const triggered = window.dash_clientside.callback_context?.triggered ?? [];
    const values = Object.fromEntries(triggered.map(({ prop_id, value }) => [prop_id.split(".")[0], value]));
    return (await page)[name](given, Object.keys(values), values);
  };

  const losscore = new Proxy({}, { get: (own, name) => own[name] ?? ((...given) => call(name, given)) });
  window.dash_clientside = Object.assign({}, window.dash_clientside, { losscore });
})();
