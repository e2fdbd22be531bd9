// Keys for everything that can be pressed: an element with data-key="a" is pressed by that key,
// one with data-key="g q" by two in a row. In a table marked data-rows, ↓ ↑ or j k move from
// the data-row link of one row to that of the next. Keys sleep while somebody types. `?` shows
// them all.
"use strict";
(() => {
  let before = "";
  let beforeAt = 0;

  const typing = (target) =>
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
      (target.tagName === "INPUT" && !/^(button|submit|checkbox|radio|reset|file)$/.test(target.type)));

  const visible = (element) => element.getClientRects().length > 0 && !element.disabled;

  const find = (key) =>
    [...document.querySelectorAll("[data-key]")].find(
      (element) => element.dataset.key.split("|").includes(key) && visible(element));

  const press = (element) => {
    if (element.matches("input, select, textarea")) {
      element.focus();
      if (element.matches("input[type=checkbox], input[type=radio]")) element.click();
      else if (element.select) element.select();
    } else {
      element.click();
    }
  };

  const STEPS = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

  const step = (by) => {
    const links = [...document.querySelectorAll("[data-rows] [data-row]")].filter(visible);
    if (!links.length) return false;
    const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
    const next = here < 0 ? 0 : Math.min(Math.max(here + by, 0), links.length - 1);
    links[next].focus();
    links[next].scrollIntoView({ block: "nearest" });
    return true;
  };

  const SYMBOLS = { ArrowUp: "↑", ArrowDown: "↓", Enter: "⏎", "Escape Escape": "Esc Esc" };

  const dialog = () => document.getElementById("keys");

  const show = () => {
    const body = dialog().querySelector("tbody");
    body.replaceChildren();
    const rows = [...document.querySelectorAll("[data-key], [data-key-only]")].filter(visible);
    for (const element of rows) {
      const row = body.insertRow();
      const keys = row.insertCell();
      for (const one of (element.dataset.key || element.dataset.keyOnly).split("|")) {
        const kbd = document.createElement("kbd");
        kbd.textContent = SYMBOLS[one] || one;
        keys.append(kbd, " ");
      }
      const clone = element.cloneNode(true);
      clone.querySelectorAll("kbd, script").forEach((part) => part.remove());
      row.insertCell().textContent =
        element.dataset.keyName || clone.textContent.trim() || element.getAttribute("aria-label") || "";
    }
    dialog().showModal();
  };

  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (typing(event.target)) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (dialog().open) return;
    if (event.key === "?") {
      event.preventDefault();
      show();
      return;
    }
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    // A pressed link or button answers to Enter by itself.
    if (key === "Enter" && event.target.matches && event.target.matches("a, button, summary")) return;
    if (key in STEPS && step(STEPS[key])) {
      event.preventDefault();
      return;
    }
    const pair = `${before} ${key}`;
    const element = (Date.now() - beforeAt < 1500 && find(pair)) || find(key);
    before = key;
    beforeAt = Date.now();
    if (element) {
      event.preventDefault();
      press(element);
    }
  });

  // Which row is chosen is said as well as shown.
  for (const [name, chosen] of [["focusin", true], ["focusout", false]]) {
    document.addEventListener(name, (event) => {
      const row = event.target.closest && event.target.closest("[data-rows] tr");
      if (row && chosen) row.setAttribute("aria-current", "true");
      else if (row) row.removeAttribute("aria-current");
    });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-show-keys]")) show();
    const row = event.target.closest("tr[data-href]");
    if (row && !event.target.closest("a, button, input, label, select")) location.href = row.dataset.href;
  });

  // Whoever signs out leaves nothing that they wrote in this window.
  document.addEventListener("submit", ({ target }) => {
    if (target.matches('[action="/logout/"]'))
      Object.keys(sessionStorage).filter((key) => key.startsWith("draft/")).forEach((key) => sessionStorage.removeItem(key));
  });
})();
