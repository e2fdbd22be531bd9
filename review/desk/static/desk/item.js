// The item page: choosing findings, deciding by keyboard, drafts, and signs of life.
"use strict";
(() => {
  const english = document.documentElement.lang === "en";
  const text = (zh, en) => (english ? en : zh);
  const said = document.getElementById("said");
  const reading = document.getElementById("reading");

  // --- Findings ---------------------------------------------------------------------------
  const data = JSON.parse(document.getElementById("scan-data").textContent);
  const rows = () => [...document.querySelectorAll("[data-block]")];
  const visible = () => rows().filter((row) => row.getClientRects().length);
  let current = null; // {block, spot}

  const part = (middle, whole, names) => names[Math.min(2, Math.floor((middle / whole) * 3))];

  const whereabouts = (spot) => {
    if (!spot) return text("扫描件上没有位置", "no place on the scans");
    const page = data.files[spot.file].pages.find((one) => one.number === spot.page);
    if (!spot.box || !page) return spot.label;
    const [x0, y0, x1, y1] = spot.box;
    const down = part((y0 + y1) / 2, page.height, text(["上部", "中部", "下部"], ["top", "middle", "bottom"]));
    const across = part((x0 + x1) / 2, page.width, text(["左侧", "中间", "右侧"], ["left", "centre", "right"]));
    return `${spot.label} ${down}${english ? " " : ""}${across}`;
  };

  const choose = (block, spot = 0, { move = true, quiet = false } = {}) => {
    const row = document.querySelector(`[data-block="${block}"]`);
    if (!row) return;
    const folded = row.closest("details");
    if (folded) folded.open = true;
    current = { block, spot };
    for (const each of rows()) {
      const chosen = each === row;
      each.classList.toggle("chosen", chosen);
      const button = each.querySelector(".choose");
      if (chosen) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
      each.querySelectorAll(".spot").forEach((one) =>
        one.classList.toggle("here", chosen && Number(one.dataset.spot) === spot));
    }
    if (!quiet) inView(row);
    document.dispatchEvent(new CustomEvent("desk:show", { detail: { block, spot, move } }));
    if (quiet) return;
    const shown = visible();
    const position = `${shown.indexOf(row) + 1} / ${shown.length}`;
    const what = row.querySelector("h3").textContent.trim().replace(/\s+/g, " ");
    said.textContent = `${position}：${what}。${whereabouts(data.blocks[block].spots[spot])}`;
  };

  // Only the list scrolls, and only as far as it must.
  const inView = (row) => {
    const [box, frame] = [row.getBoundingClientRect(), reading.getBoundingClientRect()];
    if (reading.scrollHeight <= reading.clientHeight) {
      if (box.top < 0 || box.bottom > innerHeight) row.scrollIntoView({ block: "nearest" });
    } else if (box.top < frame.top || box.height > frame.height) reading.scrollTop += box.top - frame.top - 4;
    else if (box.bottom > frame.bottom) reading.scrollTop += box.bottom - frame.bottom + 4;
  };

  document.addEventListener("desk:pick", ({ detail }) =>
    choose(detail.block, detail.spot, { move: Boolean(detail.go) }));

  document.addEventListener("click", (event) => {
    const chooser = event.target.closest("[data-choose]");
    const row = event.target.closest("[data-block]");
    if (chooser) choose(chooser.dataset.choose, Number(chooser.dataset.spot) || 0);
    else if (row && !String(getSelection()) && !event.target.closest("a, button, summary"))
      choose(row.dataset.block);
    // A click with the mouse takes nothing away from Enter, which saves.
    if ((chooser || row) && event.detail > 0) backToDecision();
    const walk = event.target.closest("[data-step]");
    if (walk) {
      const shown = visible();
      const now = shown.findIndex((one) => current && one.dataset.block === current.block);
      const next = shown[Math.max(0, Math.min(shown.length - 1, now + Number(walk.dataset.step)))];
      if (next) {
        // Focus goes along the findings, but never out of the form of the decision.
        const along = document.activeElement.closest("[data-block], [data-step]");
        choose(next.dataset.block);
        if (along) next.querySelector(".choose").focus({ preventScroll: true });
      }
    }
  });

  const correct = document.getElementById("correct");
  if (correct) correct.addEventListener("toggle", () => {
    if (correct.open) correct.querySelector("select").focus();
  });

  // --- Decision ---------------------------------------------------------------------------
  const form = document.getElementById("decide");
  const line = document.getElementById("draft-line");
  const QUIET = 400; // milliseconds without a change, after which the desk gets the draft
  const chosenRadio = () => form && form.querySelector("input[name=choice]:checked");
  const backToDecision = () => {
    const radio = chosenRadio();
    if (radio) radio.focus({ preventScroll: true });
  };
  let staying = false; // what happens next does not mean that the reviewer leaves the item
  let dirty = false;

  const wire = () => {
    const reasons = () => [...form.querySelectorAll("input[name=reason]")];
    const papers = form.querySelector("#supplement");
    const wording = (radio) => radio.closest("label").querySelector("span").textContent;

    const chooseDecision = (radio) => {
      form.querySelectorAll("[data-of]").forEach((part) => { part.hidden = part.dataset.of !== radio.value; });
      reasons().forEach((one) => { one.checked = false; });
      const own = form.querySelector(`fieldset[data-of="${radio.value}"]`);
      if ("preselects" in radio.dataset) own.querySelector("input[name=reason]").checked = true;
      said.textContent = own.querySelector(".follows").textContent;
    };

    const chooseReason = (radio) => {
      if (radio.closest("[data-of]").dataset.of === "supplement") {
        const offered = reasons().map(wording);
        if (!papers.value || offered.includes(papers.value))
          papers.value = "needsText" in radio.dataset ? "" : wording(radio);
      }
      if ("needsText" in radio.dataset) form.querySelector("#text").focus();
    };

    // A text that came from a draft was written for the choice of then.
    const note = form.querySelector("#text");
    const writtenFor = form.querySelector("#written-for");
    const tellFor = () => {
      const radio = [...form.querySelectorAll("input[name=choice]")].find((one) => one.value === note.dataset.writtenFor);
      const now = chosenRadio();
      writtenFor.hidden = !radio || !now || now === radio || !note.value.trim();
      if (writtenFor.hidden) return;
      const label = radio.dataset.keyName;
      writtenFor.textContent = text(`说明写于选择“${label}”时，请核对。`, `The text was written for “${label}”; check it.`);
    };
    note.addEventListener("input", () => {
      note.dataset.writtenFor = "";
      tellFor();
    });

    form.addEventListener("change", ({ target }) => {
      if (target.name === "choice") {
        chooseDecision(target);
        tellFor();
      }
      if (target.name === "reason") chooseReason(target);
    });

    form.addEventListener("submit", (event) => {
      const lacking = !chosenRadio()
        ? text("请先选择决定（A S D F R）。", "Choose a decision first (A S D F R).")
        : !form.querySelector("input[name=reason]:checked")
          ? text("请选择理由（按数字键）。", "Choose a reason (a digit).")
          : "";
      if (lacking) {
        event.preventDefault();
        line.textContent = lacking;
        return;
      }
      staying = true;
      dirty = false; // A draft that arrives after the decision would outlive it.
      clearTimeout(waiting);
      keepHere(true);
      // Disabled only after the form's content was taken.
      setTimeout(() => { form.querySelector("button.main").disabled = true; });
    });

    document.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.ctrlKey) {
        event.preventDefault();
        form.requestSubmit();
      }
    });

    // Drafts: in this window at once, at the desk when the hands rest and when the page is left.
    let waiting = 0;
    const keepHere = (sent) => {
      const { choice, reason, text, supplement, until, version, typed } = Object.fromEntries(new FormData(form));
      const fields = { choice, reason, text, supplement, until };
      try {
        sessionStorage.setItem(form.dataset.kept, JSON.stringify({ version, typed, sent, fields }));
      } catch { /* Without room here the desk has it all the same. */ }
    };
    const keptHere = () => {
      try {
        return JSON.parse(sessionStorage.getItem(form.dataset.kept));
      } catch {
        return null;
      }
    };
    const keep = async ({ quiet = false } = {}) => {
      dirty = false;
      try {
        const answer = await fetch(form.dataset.draft, { method: "POST", body: new FormData(form), redirect: "error" });
        if (!answer.ok) throw new Error(String(answer.status));
        const { at } = await answer.json();
        if (!quiet) line.textContent = text(`草稿已保存 ${at}`, `Draft kept ${at}`);
        return true;
      } catch {
        dirty = true;
        if (!quiet) line.textContent = text("草稿未能保存（网络中断或登录已过期）；内容仍在本页。",
          "The draft could not be kept (no connection, or signed out); it is still on this page.");
        return false;
      }
    };
    const keepSoon = () => {
      form.elements.typed.value = Date.now();
      dirty = true;
      keepHere(false);
      clearTimeout(waiting);
      waiting = setTimeout(() => keep(), QUIET);
    };
    form.addEventListener("input", keepSoon);
    form.addEventListener("change", keepSoon); // What a choice brings along is there by now.

    // What this window kept is there again where it is later than what the desk has. What was
    // written about other evidence comes back without its choice; what was decided does not.
    const restore = () => {
      const kept = keptHere();
      if (!kept || Number(kept.typed) <= Number(form.elements.typed.value)) return;
      const { choice, reason, text: words, supplement, until } = kept.fields;
      const same = kept.version === form.elements.version.value;
      if (!same && kept.sent) {
        sessionStorage.removeItem(form.dataset.kept);
        return;
      }
      const pick = (name, value) =>
        [...form.querySelectorAll(`input[name=${name}]`)].find((one) => one.value === value && !one.closest("[hidden]"));
      if (same) {
        const radio = pick("choice", choice);
        form.querySelectorAll("input[type=radio]").forEach((one) => { one.checked = false; });
        form.querySelectorAll("[data-of]").forEach((part) => { part.hidden = part.dataset.of !== choice; });
        if (radio) radio.checked = true;
        const why = pick("reason", reason);
        if (why) why.checked = true;
      }
      note.value = words || "";
      note.dataset.writtenFor = choice || "";
      papers.value = supplement || "";
      if (until) form.querySelector("#until").value = until;
      if (![choice, reason, words, supplement].some(Boolean)) return;
      line.textContent = same
        ? text("已恢复您刚才填写的内容。", "What you had just written is here again.")
        : text("证据已变化或有他人处理过：已恢复您填写的说明，决定和理由请重新选择。",
          "The evidence changed or somebody else was at it: your text is here again; choose anew.");
      discard.hidden = false;
      form.elements.typed.value = kept.typed;
      dirty = true;
      waiting = setTimeout(() => keep({ quiet: true }), QUIET); // What was said above stays.
    };

    const discard = document.getElementById("discard");
    discard.addEventListener("click", () => {
      form.querySelectorAll("input[type=radio]").forEach((one) => { one.checked = false; });
      form.querySelectorAll("#text, #supplement").forEach((one) => { one.value = ""; });
      form.querySelectorAll("[data-of]").forEach((part) => { part.hidden = true; });
      clearTimeout(waiting);
      sessionStorage.removeItem(form.dataset.kept);
      discard.hidden = true;
      keep().then((done) => { if (done) line.textContent = text("草稿已丢弃。", "The draft is thrown away."); });
    });
    restore();
  };
  if (form) wire();
  const saved = new URLSearchParams(location.search).get("after");
  if (saved)
    Object.keys(sessionStorage).filter((key) => key.startsWith("draft/") && key.endsWith(`/${saved}`))
      .forEach((key) => sessionStorage.removeItem(key));

  // --- Signs of life ----------------------------------------------------------------------
  const lease = document.getElementById("release");
  const news = document.getElementById("news");
  const tell = (message) => {
    const link = document.createElement("a");
    link.href = location.href;
    link.textContent = text("重新打开", "Open it again");
    news.replaceChildren(message, " ", link);
    news.hidden = false;
  };
  let mine = "mine" in lease.dataset;

  const beat = async () => {
    if (!mine || document.visibilityState !== "visible") return;
    try {
      const answer = await fetch(lease.dataset.heartbeat, { method: "POST", body: new FormData(lease), redirect: "error" });
      if (!answer.ok) throw new Error(String(answer.status));
      const now = await answer.json();
      document.getElementById("lease-line").textContent = now.line;
      if (now.mine) lease.elements.lease.value = now.lease;
      if (String(now.version) !== lease.elements.version.value || !now.open) {
        tell(text("该事项已有变化（证据更新或他人已决定）。填写的内容已存为草稿。",
          "This item changed: new evidence, or somebody decided. What you wrote is kept as a draft."));
      } else if (!now.mine) {
        tell(text(`该事项已由他人接手：${now.line}。填写的内容已存为草稿。`,
          `Somebody took this item over: ${now.line}. What you wrote is kept as a draft.`));
      } else news.hidden = true;
    } catch {
      tell(text("与核验台的连接中断，正在重试；请勿关闭本页。", "The connection is lost; trying again. Keep this page open."));
    }
  };
  if (mine) {
    setTimeout(beat, 3000);
    setInterval(beat, 60000);
    document.addEventListener("visibilitychange", beat);
  }

  // Leaving gives the item back, by the lease that this page has; what belongs to the same item keeps it.
  const stay = () => {
    staying = true;
    setTimeout(() => { staying = false; }, 3000);
  };
  document.addEventListener("submit", (event) => { if (!event.defaultPrevented) stay(); });
  document.addEventListener("click", (event) => { if (event.target.closest("a[data-stays]")) stay(); });
  addEventListener("pagehide", () => {
    if (form && dirty) navigator.sendBeacon(form.dataset.draft, new FormData(form));
    if (!mine || staying) return;
    const leaving = new FormData(lease);
    leaving.append("leaving", "1");
    navigator.sendBeacon(lease.action, leaving);
  });
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });

  // --- Where work starts ------------------------------------------------------------------
  const first = rows()[0];
  if (first) choose(first.dataset.block, 0, { quiet: true });
  const why = location.hash === "#why" && document.getElementById("why");
  const start = why || chosenRadio() || (first && first.querySelector(".choose")) || reading;
  start.focus({ preventScroll: true });
})();
