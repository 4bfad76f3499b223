/** On the index, only the theme switch needs a script. */
import * as ids from "../assets/lab/page/ids.mjs";
import { followSystem, toggle } from "../assets/lab/page/theme.mjs";

document.getElementById(ids.THEME_SWITCH).addEventListener("click", toggle);
followSystem(() => {});
