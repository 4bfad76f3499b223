import assert from "node:assert/strict";
import { test } from "node:test";

import { asWritten } from "../../../components/site/page/travelled.mjs";

const STRANGERS = "^(_.*|utm_.*|fbclid|ref)$";
const LINK = "?v=1&problem=logistic&problem.bias=-0.1&run=0.2,1.8,gd,0.05,200";

const TRAVELLED = [
  ...["?utm_source=x", "%3Futm_source=x&_b=1", "…", "`", "|", "%7C", "%E2%80%A6", ").", "%29.", "%20", "”."].map(
    (end) => LINK + end,
  ),
  LINK.replaceAll("-", "−"),
  LINK.replaceAll("-", "%E2%88%92"),
  LINK.replaceAll("&", "&amp;"),
  LINK.replaceAll("&", "&amp;amp;"),
  LINK.replaceAll("&", "&amp%3B"),
  LINK.replaceAll(",", ",%20"),
  LINK.replace(",gd", ",%0D%0Agd"),
  LINK.replace("?", "?fbclid=IwAR0&"),
  `${LINK}&UTM_Campaign=y&ref=e&_=1712).`,
];

test("what a link picks up on its way is ignored", () => {
  assert.equal(asWritten(LINK, STRANGERS), LINK);
  for (const travelled of TRAVELLED) assert.equal(asWritten(travelled, STRANGERS), LINK, travelled);
});

test("a link without keys of ours is the page's own", () => {
  for (const nothing of ["", "?", "?utm_source=mail?fbclid=IwAR0", "?_=17).", "?…`|"]) {
    assert.equal(asWritten(nothing, STRANGERS), "", nothing);
  }
});

test("keys of ours and invalid text stay", () => {
  assert.equal(asWritten("?problm=kmeans", STRANGERS), "?problm=kmeans");
  assert.equal(asWritten("?%ff", STRANGERS), "?%ff");
});
