// What is unfolded in the header folds by Escape, and once a click or the focus is elsewhere.
// Looked for each time: a part of a page that is loaded anew may bring another header.
"use strict";

const unfolded = () => [...document.querySelectorAll(".kp-header details[open]")];

const leave = ({ target }) => {
  for (const each of unfolded()) if (!each.contains(target)) each.open = false;
};
document.addEventListener("click", leave);
document.addEventListener("focusin", leave);

document.addEventListener("keydown", ({ key, target }) => {
  const innermost = unfolded().findLast((each) => each.contains(target));
  if (key !== "Escape" || !innermost) return;
  innermost.open = false;
  innermost.querySelector("summary").focus();
});
