"""The parts of plotly that the lab's figures use, for Python in the browser."""
