"""What a view is made of, and how it is written and read as a query string."""
