/**
 * Runs before the page's own scripts, and records what the benchmark reads later. A frame counts if
 * the step on display changes in it, because only the player changes the step within an animation
 * frame. Its time is that of all callbacks in the frame, ours and plotly's, which the browser calls
 * with the same timestamp.
 */
(() => {
  const UPDATE = "_dash-update-component";
  const frames = []; // those in which something moved
  let frame = null; // the latest one, whether or not something moved
  const requests = []; // for each request, whether it asked for a run
  let pointerUp = 0;

  const shown = () => document.getElementById("frame-count")?.textContent;
  const animate = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) =>
    animate((now) => {
      const before = shown();
      const start = performance.now();
      callback(now);
      const end = performance.now();
      if (frame?.now !== now) frame = { now, start, script: 0 };
      frame.script += end - start;
      if (shown() === before) return;
      frame.end = end;
      frames.push(frame);
    });

  const send = window.fetch.bind(window);
  window.fetch = (resource, options) => {
    if (String(resource).includes(UPDATE)) requests.push(/"output":"[^"]*run-store\.data/.test(options.body));
    return send(resource, options);
  };
  performance.setResourceTimingBufferSize(10000);

  window.addEventListener("pointerup", ({ timeStamp }) => (pointerUp = timeStamp), true);

  // Without a graphics card the processor draws, and the page's scripts wait for it; so drawing can be off.
  let isDrawn = true;
  for (const context of [WebGLRenderingContext, WebGL2RenderingContext]) {
    for (const name of ["drawArrays", "drawElements"]) {
      const draw = context.prototype[name];
      context.prototype[name] = function (...call) {
        if (isDrawn) draw.apply(this, call);
      };
    }
  }

  const surface = () => document.querySelector("#surface-graph .js-plotly-plot");

  window.bench = {
    /** Switch the drawing of WebGL on or off. */
    draw: (value) => (isDrawn = value),

    /** Script time (ms) of each frame that moved since the last call. */
    scriptTimes: () => frames.splice(0).map(({ script }) => script),

    /** When things happened after the button was released; null until something moves. */
    click() {
      const moved = frames.find(({ start }) => start > pointerUp);
      const sent = performance.getEntriesByType("resource").filter(({ name }) => name.includes(UPDATE));
      const run = sent[requests.lastIndexOf(true)];
      if (!moved || !run || run.startTime < pointerUp) return null;
      return { up: pointerUp, asked: run.startTime, answered: run.responseEnd, moved: moved.end };
    },

    /** Choose in a drop-down; passes `done` the time (ms) until plotly has drawn the new surface. */
    choose(id, value, done) {
      const [select, gd] = [document.getElementById(id), surface()];
      const [old, start] = [gd.data, performance.now()];
      const drawn = () => {
        if (gd.data === old) return;
        gd.removeListener("plotly_afterplot", drawn);
        done(performance.now() - start);
      };
      gd.on("plotly_afterplot", drawn);
      Object.getOwnPropertyDescriptor(HTMLSelectElement.prototype, "value").set.call(select, value);
      select.dispatchEvent(new Event("change", { bubbles: true }));
    },
  };
})();
