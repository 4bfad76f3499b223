/** What the page's views say of runs at some steps: JSON from standard input, JSON to standard output. */
import { text } from "node:stream/consumers";

import { patchesByIndex } from "../../assets/lab/plotly/graph.mjs";
import { styleOf } from "../../assets/lab/run/run_style.mjs";
import { createDataView } from "../../assets/lab/views/data.mjs";
import { createLossView } from "../../assets/lab/views/loss.mjs";

/** A figure as plotly would hand it to a view. */
const plotOf = ({ data, layout }) => ({ data, layout, _fullData: data, _fullLayout: layout });

function shownOf({ view, scale, runs, steps, figure, surface }) {
  const lossView = createLossView();
  lossView.scale = scale;
  const { runs: follow, frame, prepare } = { data: createDataView(() => surface), loss: lossView }[view] ?? {};
  const gd = plotOf(figure);
  const scene = { runs, selected: runs.at(-1) };
  const followed = follow?.(scene) ?? runs;
  const frames = steps.map((k) => Object.fromEntries(patchesByIndex(gd, followed, k, frame?.(scene, k, gd) ?? {})));
  prepare?.(followed, gd);
  const axes = [gd.layout.xaxis?.range ?? null, gd.layout.yaxis?.range ?? null];
  const styles = figure.data.map(({ meta }) => (meta.show ? styleOf(meta, scene) : {}));
  return { frames, axes, styles };
}

process.stdout.write(JSON.stringify(JSON.parse(await text(process.stdin)).map(shownOf)));
