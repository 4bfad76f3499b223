"""As much of plotly as the lab's figures use, for Python in the browser."""
