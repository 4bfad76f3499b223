"""Finding minima: Newton's method, searches of a window, and proofs for logistic data."""
