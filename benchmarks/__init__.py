"""What losscore costs, as ratios to what the same work costs otherwise: ``make bench``.

How to read a row
-----------------
- *ours* is ``losscore`` through its public interface, on a problem that was built a moment ago
  and outside the timer: nothing that a former round has cached helps.
- *peer* is the same work done in another way (``benchmarks.peers``), or a bound that no way can
  pass, such as reading the data once. A peer that is too slow for the whole work does a stated
  part of it, and its time is multiplied.
- Both are medians over rounds in one process, in which the two take turns in random order.
- *ratio* is "× faster" (the peer's time over ours) or "× the time" (ours over the peer's); the gate
  bounds it. Ratios carry over to other machines far better than times do.
- Before the clock starts, ours and the peer (or, for a bound, direct evaluation) must agree to the
  stated error: a row cannot pass by being wrong.
"""
