// The upload page: choose, check, send, done. What to say stands in the page; here it is filled in.
import { isBatchId, refusalOfBatch, refusalOfZip, sorted } from "./upload_rules.js";
import { Refused, Sender, SignedOut, Stopped, Unreadable } from "./upload_sending.js";

const script = JSON.parse(document.getElementById("upload-script").textContent);
const { rules, refusals, texts } = script;
const SHOWN = 200; // Refused files that are listed; their number is always told.

const $ = (selector, root = document) => root.querySelector(selector);
const part = (name) => $(`#upload-${name}`);
const STEPS = ["choose", "check", "sending", "done"];
const decimal = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 1 });

let chosen = null; // {batch, isZip, taken, refused}
let sender = null;
let retry = null; // What "try again" does.

function say(key, values = {}) {
  return texts[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

function bytes(number) {
  const units = ["B", "KB", "MB", "GB"];
  let unit = 0;
  while (number >= 1024 && unit < 3) {
    number /= 1024;
    unit++;
  }
  return `${decimal.format(number)} ${units[unit]}`;
}

function show(step) {
  STEPS.forEach((name) => (part(name).hidden = name !== step));
  part("problem").hidden = true;
  const title = $("h2", part(step));
  if (title && step !== "choose") title.focus();
}

// What went wrong and what to do; `again` is what "try again" does, if anything.
function problem(text, code = "", again = null) {
  const place = part("problem");
  $("[data-what]", place).textContent = text;
  $("[data-code]", place).textContent = code;
  retry = again;
  $("[data-retry]", place).hidden = !again;
  place.hidden = false;
  place.focus();
}

// ---- Choosing

// Files below one folder: [{path: "folder/…", file}] → the batch as it was chosen.
async function choose(files) {
  part("problem").hidden = true;
  const tops = new Set(files.map(({ path }) => path.split("/")[0]));
  if (!files.length) return problem(refusals["E-UPLOAD-EMPTY"], "E-UPLOAD-EMPTY");
  if (tops.size !== 1) return problem(texts.oneThing);
  const [top] = tops;
  const alone = files.length === 1 && files[0].path === top;
  if (alone) return chooseZip(files[0].file);
  const below = files.map(({ path, file }) => ({ path: path.slice(top.length + 1), file }));
  check({ batch: top, isZip: false, ...sorted(below, rules) });
}

async function chooseZip(file) {
  const named = /^(.*)\.zip$/i.exec(file.name);
  const code = named ? await refusalOfZip(file, rules).catch(() => "E-UPLOAD-READ") : "E-UPLOAD-NOT-ZIP";
  if (code) return problem(`${file.name}：${refusals[code]}`, code);
  check({ batch: named[1], isZip: true, taken: [{ path: "", file }], refused: [] });
}

// A dropped folder, read to its leaves.
async function filesOf(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.slice(1), file }];
  }
  const reader = entry.createReader();
  const found = [];
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (!some.length) return found;
    for (const one of some) found.push(...(await filesOf(one)));
  }
}

// ---- Checking

function check(batch) {
  chosen = batch;
  sender = null;
  const form = part("form");
  form.reset();
  form.batch.value = batch.batch;
  part("mode").hidden = part("go-on").hidden = true;
  listLeftOut(batch.refused);
  const all = batch.taken.reduce((sum, { file }) => sum + file.size, 0);
  $("[data-counts]", form).textContent = say("counts", {
    files: batch.taken.length,
    size: bytes(all),
  });
  show("check");
  checkId();
  const code = refusalOfBatch(batch.taken, rules);
  $("button.main", form).disabled = Boolean(code);
  if (code) problem(refusals[code], code);
}

function listLeftOut(refused) {
  const place = $(".left-out", part("check"));
  place.hidden = !refused.length;
  $("h3", place).textContent = say("leftOut", { files: refused.length });
  const body = $("tbody", place);
  body.replaceChildren();
  for (const { path, code } of refused.slice(0, SHOWN)) {
    const row = body.insertRow();
    row.insertCell().textContent = path;
    row.insertCell().textContent = refusals[code];
    row.insertCell().textContent = code;
  }
  const more = $("[data-more]", place);
  more.hidden = refused.length <= SHOWN;
  more.textContent = say("leftOutMore", { files: refused.length - SHOWN });
}

function checkId() {
  const input = part("form").batch;
  const good = isBatchId(input.value.trim());
  const error = $("#batch-id-error");
  error.hidden = good;
  error.textContent = good ? "" : texts.batchId;
  input.setAttribute("aria-invalid", String(!good));
  return good;
}

// ---- Sending

async function start() {
  const form = part("form");
  if (!checkId()) return form.batch.focus();
  const batch = form.batch.value.trim();
  const mode = part("mode").hidden ? "" : form.mode.value;
  if (!part("mode").hidden && !mode) return $("input:not([disabled])", part("mode")).focus();
  if (sender?.whole) return run(() => handOver(mode));
  sender = new Sender({
    urls: script, token: script.token, chunk: script.chunk, listed: script.listed,
    tell: throttled(progress), lost, back,
  });
  const items = chosen.isZip ? [{ ...chosen.taken[0], path: `${batch}.zip` }] : chosen.taken;
  const wish = { batch, is_zip: chosen.isZip, go_on: form.go_on.checked };
  if (mode) wish.mode = mode;
  await run(async () => {
    const begun = await sender.begin(wish);
    if (!begun.handing_over) {
      show("sending");
      $("[data-batch]", part("sending")).textContent = batch;
      const refused = await sender.name(items);
      if (refused.length) listLeftOut(chosen.refused.concat(refused));
      progress(null, "sending");
      await sender.send();
    }
    await handOver();
  });
}

async function handOver(mode) {
  sender.whole = true;
  show("sending");
  $("[data-current]").textContent = texts.handingOver;
  $("#file-progress").removeAttribute("value");
  const done = await sender.handOver(mode);
  const place = part("done");
  $("[data-done]", place).textContent = say("done", {
    batch: done.batch, files: done.files, size: bytes(done.bytes),
  });
  $("[data-digest]", place).textContent = done.digest;
  $("[data-page]", place).href = done.page;
  sender = null;
  show("done");
}

async function run(work) {
  try {
    await work();
  } catch (error) {
    failed(error);
  }
}

function failed(error) {
  part("lost").hidden = true;
  if (error instanceof Stopped) {
    show("choose");
    const values = { files: sender.files, allFiles: sender.items.length };
    return problem(say("stopped", values), "", start);
  }
  if (error instanceof SignedOut) return problem(texts.signedOut);
  if (error instanceof Unreadable) {
    show("choose");
    return problem(`${error.message}：${refusals["E-UPLOAD-READ"]}`, "E-UPLOAD-READ");
  }
  if (!(error instanceof Refused)) throw error;
  if (ask(error)) return;
  show(sender?.whole ? "sending" : "check");
  const again = sender?.whole ? () => run(() => handOver()) : start;
  problem(refusals[error.code] || error.zh, error.code, again);
}

// Asks what only the person can know; false where the refusal asks nothing.
function ask({ code, detail = {} }) {
  if (code === "E-BATCH-ID") {
    show("check");
    part("form").batch.focus();
    return true;
  }
  if (code === "E-UPLOAD-EXISTS") {
    for (const choice of part("mode").querySelectorAll("[data-mode]")) {
      choice.hidden = !detail.modes.includes(choice.dataset.mode);
      $("input", choice).checked = false;
    }
    return reveal(part("mode"));
  }
  if (code === "E-UPLOAD-ELSEWHERE") {
    const since = new Date(detail.since).toLocaleString(document.documentElement.lang);
    $("[data-who]", part("go-on")).textContent = say("elsewhere", { by: detail.by, since });
    $("[data-may]", part("go-on")).hidden = !detail.may_go_on;
    $("[data-may-not]", part("go-on")).hidden = detail.may_go_on;
    return reveal(part("go-on"));
  }
  return false;
}

function reveal(question) {
  show("check");
  question.hidden = false;
  ($("p:not([hidden]) input", question) || part("form").batch).focus();
  return true;
}

// ---- How far it is

let spoken = -1;

function progress(item, phase) {
  const { bytes: here, allBytes: all } = sender;
  const share = all ? here / all : 1;
  const place = part("sending");
  $("[data-whole]", place).textContent = say("whole", {
    files: sender.files, allFiles: sender.items.length,
    size: bytes(here), allSize: bytes(all),
  });
  $("#whole-progress").value = share;
  if (item) {
    $("[data-current]", place).textContent = say(phase, { name: item.path });
    $("#file-progress").value = item.file.size ? item.here / item.file.size : 1;
  }
  const percent = Math.floor(share * 10) * 10;
  if (percent !== spoken) {
    spoken = percent;
    part("spoken").textContent = say("percent", { percent });
  }
}

// At most one call a frame, always with the newest arguments.
function throttled(call) {
  let latest = null;
  return (...values) => {
    if (!latest) requestAnimationFrame(() => {
      const [now, mine] = [latest, sender];
      latest = null;
      if (mine) call(...now);
    });
    latest = values;
  };
}

function lost(seconds) {
  part("lost").hidden = false;
  $("[data-lost]").textContent = say("lost", { seconds });
}

function back() {
  part("lost").hidden = true;
  part("spoken").textContent = texts.back;
}

// ---- What people do

for (const button of document.querySelectorAll("[data-choose]")) {
  button.addEventListener("click", () => part(button.dataset.choose).click());
}
part("folder").addEventListener("change", ({ target }) => {
  choose([...target.files].map((file) => ({ path: file.webkitRelativePath, file })));
  target.value = "";
});
part("zip").addEventListener("change", ({ target }) => {
  if (target.files.length) chooseZip(target.files[0]);
  target.value = "";
});

const drop = part("drop");
for (const kind of ["dragenter", "dragover"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", !part("choose").hidden);
  });
}
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) drop.classList.remove("over");
});
document.addEventListener("drop", async (event) => {
  event.preventDefault();
  drop.classList.remove("over");
  if (part("choose").hidden) return;
  const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
  if (entries.length !== 1) return problem(texts.oneThing);
  try {
    await choose(await filesOf(entries[0]));
  } catch {
    problem(refusals["E-UPLOAD-READ"], "E-UPLOAD-READ");
  }
});

part("form").addEventListener("submit", (event) => {
  event.preventDefault();
  start();
});
part("form").batch.addEventListener("input", checkId);
$("[data-again]").addEventListener("click", () => show("choose"));
$("[data-stop]").addEventListener("click", () => sender?.stop());
$("[data-now]").addEventListener("click", () => sender?.retryNow());
$("[data-next]").addEventListener("click", () => location.reload());
$("[data-retry]").addEventListener("click", () => {
  part("problem").hidden = true;
  retry?.();
});
addEventListener("beforeunload", (event) => {
  if (!part("sending").hidden && part("problem").hidden) event.preventDefault();
});
