"""The HTML around the page."""

# The theme is set before anything is painted: a white flash at night is no welcome.
_EARLY_THEME = """
(() => {
  let saved = null;
  try { saved = localStorage.getItem("losscore-theme"); } catch { /* storage may be forbidden */ }
  const isDark = matchMedia("(prefers-color-scheme: dark)").matches;
  document.documentElement.dataset.bsTheme = saved || (isDark ? "dark" : "light");
})();
"""
# What an address says is on its way: until then the default scenario must not be seen.
_EARLY_OPENING = """
if (location.search.length > 1) document.documentElement.dataset.opening = "";
"""

PAGE = f"""<!doctype html>
<html lang="en">
<head>
{{%metas%}}
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="See a loss surface, click it, watch descent reach a minimum.">
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
