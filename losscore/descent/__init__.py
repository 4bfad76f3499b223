"""One descent: its steps, its batches, and why it ends."""
