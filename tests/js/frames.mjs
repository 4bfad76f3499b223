/** What the page's views say of runs at some steps: JSON from standard input, JSON to standard output. */
import { text } from "node:stream/consumers";

import { createDataView } from "../../assets/lab/views/data.mjs";
import { createLossView } from "../../assets/lab/views/loss.mjs";
import { contourView, surfaceView } from "../../assets/lab/views/paths.mjs";

/** A figure as plotly would hand it to a view. */
const plotOf = ({ data, layout }) => ({ data, layout, _fullData: data, _fullLayout: layout });

function framesOf({ view, scale, runs, steps, figure, surface }) {
  const lossView = createLossView();
  lossView.scale = scale;
  const views = { surface: surfaceView, contour: contourView, data: createDataView(() => surface), loss: lossView };
  const gd = plotOf(figure);
  const scene = { runs, selected: runs.at(-1) };
  const frames = steps.map((k) => views[view].frame(scene, k, gd));
  views[view].prepare?.(scene, gd);
  const axes = [gd.layout.xaxis?.range ?? null, gd.layout.yaxis?.range ?? null];
  return { frames, axes };
}

process.stdout.write(JSON.stringify(JSON.parse(await text(process.stdin)).map(framesOf)));
