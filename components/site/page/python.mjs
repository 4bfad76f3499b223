/** Python as the page sees it: it wakes up when it is wanted, and answers one request after the other. */

/**
 * @param {{pyodide: string, wheel: string, lab: string}} files absolute addresses
 */
export function createPython(files) {
  const waiting = new Map();
  let worker = null;
  let n = 0;
  const { promise: awake, resolve: wokeUp, reject: failed } = deferred();

  const call = (message) =>
    new Promise((resolve, reject) => {
      waiting.set(++n, { resolve, reject });
      worker.postMessage({ id: n, ...message });
    });

  function onAnswer({ data: { id, answer, error } }) {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error) reject(new Error(error));
    else resolve(answer);
  }

  /** The worker itself could not be loaded. */
  function onError(event) {
    event.preventDefault();
    for (const { reject } of waiting.values()) reject(new Error(event.message ?? "the worker did not start"));
    waiting.clear();
  }

  function wake() {
    if (worker) return;
    worker = new Worker(new URL("worker.mjs", import.meta.url), { type: "module" });
    worker.onmessage = onAnswer;
    worker.onerror = onError;
    call({ files }).then(wokeUp, failed);
  }

  return {
    wake,
    /** @type {Promise<void>} settled when it is ready, or has failed */
    awake,
    /** @param {object} request of Dash's front end @returns {Promise<string>} JSON; "" for no answer */
    ask: async (request) => {
      wake();
      await awake;
      return call({ body: JSON.stringify(request) });
    },
  };
}

function deferred() {
  const made = {};
  made.promise = new Promise((resolve, reject) => Object.assign(made, { resolve, reject }));
  return made;
}
