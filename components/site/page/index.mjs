/** The index has nothing alive but the switch of the theme. */
import { followSystem, toggle } from "../assets/lab/theme.mjs";

document.getElementById("theme-switch").addEventListener("click", toggle);
followSystem(() => {});
