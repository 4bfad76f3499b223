/**
 * Runs before the page's own scripts, and notes what the bench asks for afterwards. Only the
 * player changes the step within an animation frame. A frame in which it changed counts with all
 * that is called back in it, by us and by plotly; the callbacks of one frame get the same time.
 */
(() => {
  const UPDATE = "_dash-update-component";
  const frames = []; // in which something moved
  let frame = null; // the latest, moved or not
  const requests = []; // whether each asked for a run
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

  // Without a graphics card the processor draws, and the page's scripts wait for it.
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
    /** Whether WebGL draws from now on. */
    draw: (value) => (isDrawn = value),

    /** ms of script in each frame that moved, since the last call. */
    scriptTimes: () => frames.splice(0).map(({ script }) => script),

    /** What happened when since the button was released; null as long as nothing moves. */
    click() {
      const moved = frames.find(({ start }) => start > pointerUp);
      const sent = performance.getEntriesByType("resource").filter(({ name }) => name.includes(UPDATE));
      const run = sent[requests.lastIndexOf(true)];
      if (!moved || !run || run.startTime < pointerUp) return null;
      return { up: pointerUp, asked: run.startTime, answered: run.responseEnd, moved: moved.end };
    },

    /** Choose in a drop-down; ms until plotly has drawn the new surface. */
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
