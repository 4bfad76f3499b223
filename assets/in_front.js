/**
 * Draws marks and lines in front of the surface that they are on, not half sunk into it.
 *
 * Plotly draws a mark in 3-D as a flat disc that faces the eye, at the depth of its place. Unless it
 * is seen from straight above, the surface cuts the disc in two. Here the depth test treats each mark
 * as if it were nearer to the eye along its line of sight. Its place on the screen, for hover and
 * picks too, stays the same. It comes nearer only as far as needed to be whole on a surface that is
 * seen at an angle of SLANT, so that behind a hill it is hidden like everything else.
 *
 * Plotly has no attribute for this, so its shaders are changed when they are passed to WebGL (known
 * to work with plotly.js 4.1). This is a classic script, because it must run before the first plot.
 */
(() => {
  const SLANT = (16 * Math.PI) / 180;
  // How far marks and lines reach from their centre, in px; the largest mark is a guess. Marks lie
  // in front of lines.
  const MARK = "15.0";
  const LINE = "5.0";
  // A letter reaches farther than its mark if it is on the side where the surface is near: below the
  // mark, or above it when seen from below.
  const LETTER = "30.0";
  const MOST = "0.2"; // of the way to the eye, on a very small picture

  const KINDS = [
    {
      signs: ["attribute vec2 glyph;", "uniform vec2 screenSize;"],
      height: "2.0 / screenSize.y",
      reach: `clamp((view * vec4(0.0, 0.0, 1.0, 0.0)).z < 0.0 ? -glyph.y : glyph.y, ${MARK}, ${LETTER})`,
    },
    { signs: ["attribute float arcLength, lineWidth;"], height: "screenShape.y", reach: LINE },
  ];
  const MAIN = /void main\(\)\s*\{/;

  /**
   * In perspective, a place at distance w has the depth a + b / w. If the distance shrinks by a share
   * s, the depth changes by b / w · s / (1 − s). Without perspective, depth is proportional to distance.
   */
  const nearer = ({ height, reach }) => `
void main() {
  drawnWhereItIs();
  float pixel = 2.0 * pixelRatio / (${height}) / projection[1][1];
  float share = min(${reach} * pixel / ${Math.tan(SLANT).toFixed(4)}, ${MOST});
  float w = (projection * (view * (model * vec4(position, 1.0)))).w;
  bool isPerspective = projection[2][3] != 0.0;
  float shift = isPerspective ? projection[3][2] / w * share / (1.0 - share) : projection[2][2] * share;
  gl_Position.z = max(gl_Position.z + gl_Position.w * shift, -0.9999 * gl_Position.w);
}
`;

  const amended = (source) => {
    const kind = KINDS.find(({ signs }) => signs.every((sign) => source.includes(sign)));
    return kind && MAIN.test(source) ? source.replace(MAIN, "void drawnWhereItIs() {") + nearer(kind) : source;
  };

  for (const { prototype } of [window.WebGLRenderingContext, window.WebGL2RenderingContext].filter(Boolean)) {
    const { shaderSource } = prototype;
    prototype.shaderSource = function (shader, source) {
      return shaderSource.call(this, shader, amended(source));
    };
  }
})();
