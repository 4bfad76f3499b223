"""The description of a view, and how it is written and read as a query string."""
