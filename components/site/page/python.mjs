/** Python in a worker: it starts when it is first needed, and answers one request at a time. */

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

  /** The worker script itself failed to load. */
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
    /** @type {Promise<void>} resolves when Python is ready, rejects if it fails to start */
    awake,
    /** @param {object} request from Dash's front end @returns {Promise<string>} JSON; "" if there is no answer */
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
