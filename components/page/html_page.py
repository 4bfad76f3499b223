"""The HTML around the page."""

# The theme is set before anything is painted, so that the dark page does not flash white.
_EARLY_THEME = """
(() => {
  let saved = null;
  try { saved = localStorage.getItem("losscore-theme"); } catch { /* storage may be forbidden */ }
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = saved || (isDark ? "dark" : "light");
})();
"""
# Hides the default scenario until the scenario in the address has loaded.
_EARLY_OPENING = """
if (location.search.length > 1) document.documentElement.dataset.opening = "";
"""

PAGE = f"""<!doctype html>
<html lang="en">
<head>
{{%metas%}}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="Explore loss surfaces: click and watch gradient descent.">
<title>{{%title%}}</title>
{{%favicon%}}
<script>{_EARLY_THEME}{_EARLY_OPENING}</script>
{{%css%}}
</head>
<body>
{{%app_entry%}}
<footer>{{%config%}}{{%scripts%}}{{%renderer%}}</footer>
</body>
</html>
"""
