"""Algorithms that make surfaces and basins fast: one idea per module; nothing here knows a problem.

- ``chebyshev`` interpolates a smooth J from few nodes; ``singularities`` predicts how many.
- ``softplus_products`` sums log(1 + eᶻ) on a grid with one logarithm for hundreds of samples;
  ``sigmoid_products`` sums functions of σ(z) without an exponential per node.
- ``condensing`` replaces samples by fewer, weighted ones.
- ``split_counts`` computes in one pass what K-means needs from unsorted values;
  ``centred_moments`` sums what a least-squares line needs.
- ``gradient_table`` interpolates ∇J for many descents at once.
- ``samples`` processes samples in blocks that stay in the cache, ``parallel`` spreads blocks over
  the cores, and ``workspace`` keeps the memory of temporaries.

docs/algorithms.md explains them, with their measured errors.
"""
