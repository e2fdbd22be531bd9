// The form of a correction: the reading of the chosen finding is chosen in its list, until
// somebody chooses one there or begins to write.
"use strict";

(() => {
  const form = document.getElementById("correction");
  if (!form) return;
  const list = form.elements.reading;
  let own = Boolean(list.value || form.elements.value.value);

  list.addEventListener("change", () => { own = true; });
  form.elements.value.addEventListener("input", () => { own = true; });

  document.addEventListener("desk:show", ({ detail }) => {
    if (own) return;
    const row = document.querySelector(`[data-block="${detail.block}"]`);
    const values = row ? [...row.querySelectorAll("[data-reading]")] : [];
    const here = values.find((one) => one.querySelector(".spot.here")) || values[0];
    const key = here ? here.dataset.reading : "";
    list.value = [...list.options].some((one) => one.value === key) ? key : "";
  });
})();
