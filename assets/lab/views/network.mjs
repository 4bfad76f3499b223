/**
 * A small neural network on a plane through its weights: the same as losscore/objectives/networks/sliced.py.
 */

const ACTIVATIONS = {
  tanh: Math.tanh,
  sigmoid: (s) => 1 / (1 + Math.exp(-s)),
  relu: (s) => Math.max(s, 0),
};

/**
 * The probability p(x, y) of the network whose weights are basis[0] + α basis[1] + β basis[2].
 *
 * @param {{activation: string, basis: number[][]}} network (w₁, w₂, b, v) of each neuron in turn, then c
 * @param {number[]} theta (α, β)
 * @returns {(x: number, y: number) => number}
 */
export function networkAt({ activation, basis }, [alpha, beta]) {
  const a = ACTIVATIONS[activation];
  const phi = basis[0].map((weight, i) => weight + alpha * basis[1][i] + beta * basis[2][i]);
  return (x, y) => {
    let z = phi[phi.length - 1];
    for (let i = 0; i + 3 < phi.length; i += 4) z += phi[i + 3] * a(phi[i] * x + phi[i + 1] * y + phi[i + 2]);
    return ACTIVATIONS.sigmoid(z);
  };
}
