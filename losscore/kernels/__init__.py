"""Algorithms that make surfaces fast: one idea per module, nothing here knows a problem.

``chebyshev`` interpolates a smooth J from few nodes; ``softplus_products`` sums log(1 + eᶻ) over
a grid with one logarithm for hundreds of samples; ``condensing`` replaces samples by fewer,
weighted ones; ``split_counts`` finds on one pass what K-means needs of unsorted values;
``centred_moments`` sums what a least-squares line needs; ``samples`` visits samples in blocks that
stay in the cache, and ``parallel`` spreads blocks over the cores.

docs/algorithms.md explains them, with the errors measured.
"""
