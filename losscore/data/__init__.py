"""Samples: a dataset, and generators of named ones."""
