// The queue: folds its filters where the screen is narrow, and puts the cursor where work begins.
"use strict";
(() => {
  const narrow = matchMedia("(max-width: 60rem)");
  let folded = narrow.matches;

  const fold = () => {
    const button = document.querySelector("[data-fold]");
    if (!button) return;
    button.closest(".filter-bar").classList.toggle("folded", folded && narrow.matches);
    button.setAttribute("aria-expanded", String(!folded));
  };

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-fold]")) {
      folded = !folded;
      fold();
      if (!folded) document.querySelector("#filters select").focus();
    }
    const saved = document.querySelector("details.saved[open]");
    if (saved && !saved.contains(event.target)) saved.open = false;
  });

  // `toggle` does not bubble.
  document.addEventListener("toggle", (event) => {
    if (event.target.matches("details.saved[open]")) document.getElementById("filter-name").focus();
  }, true);

  document.addEventListener("keydown", (event) => {
    const saved = document.querySelector("details.saved[open]");
    if (event.key === "Escape" && saved) {
      saved.open = false;
      saved.querySelector("summary").focus();
    }
  });

  narrow.addEventListener("change", fold);
  document.addEventListener("htmx:afterSettle", fold);
  fold();
})();
