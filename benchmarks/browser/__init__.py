"""What the page costs the person in front of it, in a real Chromium: ``make bench-browser``.

The app is served as ``python app.py`` serves it, by a process of its own. Bytes are those that
Chromium counts on the wire; times are taken inside the page (``probe.js``), and are medians over
several rounds.
"""
