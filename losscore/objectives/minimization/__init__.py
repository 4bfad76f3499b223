"""Finding minima: Newton's method, searches of a window, and what logistic data allow."""
