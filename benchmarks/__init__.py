"""The benchmarks (``make bench``): losscore's time and memory, compared with other ways.

How to read a row
-----------------
- *ours* is ``losscore`` through its public interface. Each round builds a new problem outside the
  timer, so nothing that an earlier round cached helps.
- *peer* is the same work done in another way (``benchmarks.peers``), or a lower bound such as
  reading the data once. A peer that is too slow for all of the work does a stated part of it, and
  its time is scaled up.
- Both are medians over rounds in one process, in which the two run in random order.
- *ratio* is "× faster" (the peer's time over ours) or "× the time" (ours over the peer's); the gate
  limits it. Ratios carry over to other machines far better than times do.
- Before the timing starts, ours and the peer (or, for a bound, direct evaluation) must agree to the
  stated error, so a wrong result cannot pass.
"""
