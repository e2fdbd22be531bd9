// Copies what a button carries in data-copy. The buttons are hidden without script.
"use strict";
(() => {
  const copy = async (text) => {
    // The clipboard is there on https and on this machine only; offices use neither.
    if (navigator.clipboard && window.isSecureContext) return navigator.clipboard.writeText(text);
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "visually-hidden";
    document.body.append(field);
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    if (!copied) throw new Error("copy");
  };
  const english = document.documentElement.lang === "en";

  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    const told = document.createElement("span");
    told.setAttribute("role", "status");
    button.parentElement.append(told);
    button.addEventListener("click", async () => {
      for (const other of document.querySelectorAll("[data-copy] ~ [role=status]")) other.textContent = "";
      try {
        await copy(button.dataset.copy);
        told.textContent = english ? " ✓ copied" : " ✓ 已复制";
      } catch {
        told.textContent = english ? " ✕ select it and press Ctrl+C" : " ✕ 请选中号码后按 Ctrl+C";
      }
      button.focus();
    });
  }
})();
