/** The index has nothing alive but the switch of the theme. */
import * as ids from "../assets/lab/page/ids.mjs";
import { followSystem, toggle } from "../assets/lab/page/theme.mjs";

document.getElementById(ids.THEME_SWITCH).addEventListener("click", toggle);
followSystem(() => {});
