"""The page's speed and traffic in a real Chromium (``make bench-browser``).

``python app.py`` serves the lab in a separate process. Bytes are what Chromium counts on the wire.
Times are medians over several rounds, measured inside the page (``probe.js``).
"""
