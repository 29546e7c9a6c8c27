// What is unfolded in the header folds by Escape, and once a click or the focus is elsewhere.
"use strict";

const folded = [...document.querySelectorAll(".kp-header details")];

const leave = ({ target }) => {
  for (const each of folded) if (each.open && !each.contains(target)) each.open = false;
};
document.addEventListener("click", leave);
document.addEventListener("focusin", leave);

document.addEventListener("keydown", ({ key, target }) => {
  const innermost = folded.findLast((each) => each.open && each.contains(target));
  if (key !== "Escape" || !innermost) return;
  innermost.open = false;
  innermost.querySelector("summary").focus();
});
