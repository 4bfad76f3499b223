/** The worker that runs Python: Pyodide, numpy, the wheel of losscore, and the lab's own callbacks. */

let server = null;

async function start({ pyodide, wheel, lab }) {
  const { loadPyodide } = await import(`${pyodide}pyodide.mjs`);
  const python = await loadPyodide({ indexURL: pyodide });
  const quiet = { messageCallback() {} };
  const [wheelFile, labFile] = await Promise.all([bytes(wheel), bytes(lab), python.loadPackage("numpy", quiet)]);
  python.unpackArchive(wheelFile, "wheel");
  python.unpackArchive(labFile, "zip", { extractDir: "/lab" });
  python.runPython("import sys; sys.path.insert(0, '/lab')");
  server = python.pyimport("lab_server").LabServer();
}

async function bytes(url) {
  const answer = await fetch(url);
  if (!answer.ok) throw new Error(`${url} is missing (${answer.status})`);
  return answer.arrayBuffer();
}

onmessage = async ({ data: { id, files, body } }) => {
  try {
    postMessage({ id, answer: files ? await start(files) : server.answer(body) });
  } catch (error) {
    postMessage({ id, error: String(error?.message ?? error) });
  }
};
