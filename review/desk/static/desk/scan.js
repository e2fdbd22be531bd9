// The scan: one page at a time, as it was rendered. It moves only where the reviewer moves it or
// chooses a finding. Boxes are in pixels of the page (width × height), whatever size it is shown in.
// `desk:show` {block, spot} asks for a finding's place; `desk:pick` tells that a box was clicked.
"use strict";
(() => {
  const stage = document.getElementById("stage");
  if (!stage) return;
  const { files, blocks } = JSON.parse(document.getElementById("scan-data").textContent);
  const english = document.documentElement.lang === "en";
  const element = (id) => document.getElementById(id);
  const [sheet, picture, marks, boxLabel, noPicture] =
    ["sheet", "picture", "marks", "box-label", "no-picture"].map(element);
  const SVG = "http://www.w3.org/2000/svg";
  const MARGIN = 8; // pixels of the stage around the page
  const READABLE = 18; // a box lower than this is enlarged
  const LARGEST = 4;

  let at = { file: -1, page: 0 };
  let page = null;
  let scale = 1;
  let x = 0;
  let y = 0;
  let fit = "width"; // "width", "whole", or "" where the reviewer zoomed
  const turns = new Map();
  let chosen = null; // {block, spot}

  const turn = () => turns.get(`${at.file}/${at.page}`) || 0;
  const size = () => (turn() % 2 ? [page.height, page.width] : [page.width, page.height]);

  const place = () => {
    if (!page) return;
    const [width, height] = size().map((side) => side * scale);
    const inside = (offset, length, room) =>
      length + 2 * MARGIN <= room
        ? (room - length) / 2
        : Math.min(MARGIN, Math.max(room - length - MARGIN, offset));
    x = inside(x, width, stage.clientWidth);
    y = inside(y, height, stage.clientHeight);
    const [w, h] = [page.width * scale, page.height * scale];
    const [dx, dy] = [[0, 0], [h, 0], [w, h], [0, w]][turn()];
    sheet.style.width = `${w}px`;
    sheet.style.height = `${h}px`;
    sheet.style.transform = `translate(${x + dx}px, ${y + dy}px) rotate(${turn() * 90}deg)`;
    label();
  };

  const refit = () => {
    if (!page || !fit || !stage.clientWidth) return;
    const [width, height] = size();
    const across = (stage.clientWidth - 2 * MARGIN) / width;
    scale = fit === "whole" ? Math.min(across, (stage.clientHeight - 2 * MARGIN) / height) : across;
  };

  // Where a box stands in the stage, after turning and moving.
  const onStage = ([x0, y0, x1, y1]) => {
    const { width: W, height: H } = page;
    const [a, b, c, d] = [
      [x0, y0, x1, y1], [H - y1, x0, H - y0, x1], [W - x1, H - y1, W - x0, H - y0], [y0, W - x1, y1, W - x0],
    ][turn()];
    return { left: x + a * scale, top: y + b * scale, right: x + c * scale, bottom: y + d * scale };
  };

  const spotOf = ({ block, spot }) => (blocks[block] ? blocks[block].spots[spot] : undefined);
  const isHere = (spot) => spot && spot.file === at.file && spot.page === at.page;

  const draw = () => {
    marks.replaceChildren();
    if (!page) return;
    marks.setAttribute("viewBox", `0 0 ${page.width} ${page.height}`);
    const current = chosen && spotOf(chosen);
    const box = isHere(current) ? current.box : null;
    const same = (one) => box && one.every((edge, index) => edge === box[index]);
    const outline = (kind, [x0, y0, x1, y1], pick) => {
      const rect = document.createElementNS(SVG, "rect");
      const values = { x: x0, y: y0, width: x1 - x0, height: y1 - y0, class: kind };
      Object.entries(values).forEach(([name, value]) => rect.setAttribute(name, value));
      if (pick) rect.addEventListener("click", () => dragged || pick());
      marks.append(rect);
    };
    if (box) {
      const dim = document.createElementNS(SVG, "path");
      const [x0, y0, x1, y1] = box;
      dim.setAttribute("class", "dim");
      dim.setAttribute("fill-rule", "evenodd");
      dim.setAttribute("d", `M0 0H${page.width}V${page.height}H0ZM${x0} ${y0}H${x1}V${y1}H${x0}Z`);
      marks.append(dim);
    }
    const drawn = new Set();
    const draft = (key, kind) =>
      blocks[key].spots.forEach((spot, index) => {
        if (!isHere(spot) || !spot.box || same(spot.box) || drawn.has(String(spot.box))) return;
        drawn.add(String(spot.box));
        outline(kind, spot.box, () =>
          document.dispatchEvent(new CustomEvent("desk:pick", { detail: { block: key, spot: index } })));
      });
    if (chosen && blocks[chosen.block]) draft(chosen.block, "also");
    Object.keys(blocks).filter((key) => !chosen || key !== chosen.block).forEach((key) => draft(key, "other"));
    if (box) outline("chosen", box);
  };

  const label = () => {
    const spot = chosen && spotOf(chosen);
    const nowhere = Boolean(chosen && !spot);
    boxLabel.classList.toggle("nowhere", nowhere);
    boxLabel.hidden = !nowhere && !(page && isHere(spot) && spot.box);
    if (boxLabel.hidden) return;
    if (nowhere) {
      boxLabel.textContent = english ? "This finding has no place on the scans" : "该项在扫描件上没有位置";
      boxLabel.style.left = boxLabel.style.top = "6px";
      return;
    }
    const { spots, label: name } = blocks[chosen.block];
    boxLabel.textContent = spots.length > 1 ? `${name}  ${chosen.spot + 1}/${spots.length}` : name;
    const { left, top, bottom } = onStage(spot.box);
    const above = top - boxLabel.offsetHeight - 5;
    const room = [stage.clientWidth - boxLabel.offsetWidth - 4, stage.clientHeight - boxLabel.offsetHeight - 4];
    boxLabel.style.left = `${Math.max(4, Math.min(room[0], left - 3))}px`;
    boxLabel.style.top = `${Math.max(4, Math.min(room[1], above < 4 ? bottom + 5 : above))}px`;
  };

  const tell = () => {
    const count = files[at.file] ? files[at.file].pages.length : 0;
    element("page-number").textContent = count
      ? english ? `File ${at.file + 1}, page ${at.page} of ${count}` : `材料${at.file + 1} 第 ${at.page} / ${count} 页`
      : files[at.file] ? (english ? `File ${at.file + 1}` : `材料${at.file + 1}`) : "";
    document.querySelectorAll("#files [data-show]").forEach((button) => {
      const here = Number(button.dataset.show) === at.file &&
        (!button.dataset.page || Number(button.dataset.page) === at.page);
      if (here) {
        button.setAttribute("aria-current", "true");
        if (button.dataset.page || !count) reveal(button.closest(".file"));
      } else button.removeAttribute("aria-current");
    });
    const spots = chosen && blocks[chosen.block] ? blocks[chosen.block].spots : [];
    element("next-spot").disabled = spots.length < 2;
  };

  const reveal = (item) => {
    const list = element("files");
    const before = item.offsetLeft - list.offsetLeft;
    if (before < list.scrollLeft) list.scrollLeft = before;
    else if (before + item.offsetWidth > list.scrollLeft + list.clientWidth)
      list.scrollLeft = before + item.offsetWidth - list.clientWidth;
  };

  // Show a page; the reviewer's zoom stays while they stay on the page.
  const show = (file, number) => {
    const target = files[file];
    if (!target) return;
    if (file === at.file && number === at.page) return;
    at = { file, page: number };
    page = target.pages.find((one) => one.number === number && one.src) || null;
    const reason = page ? "" : [(target.pages.find((one) => one.number === number) || {}).note, target.note]
      .find(Boolean) || (english ? "There is no picture of this file." : "此文件没有可显示的页面。");
    noPicture.hidden = Boolean(page);
    noPicture.textContent = page ? "" : `${target.name}：${reason}`;
    sheet.hidden = !page;
    if (page) {
      picture.src = page.src;
      picture.alt = english ? `Scan: ${target.name}, page ${number}` : `扫描件：${target.name} 第${number}页`;
      if (!fit) fit = "width";
      x = y = MARGIN;
      refit();
    }
    place();
    draw();
    tell();
  };

  const toBox = (box) => {
    if (!page) return;
    const rect = onStage(box);
    const height = rect.bottom - rect.top;
    if (height < READABLE) {
      const across = (stage.clientWidth * 0.9) / ((rect.right - rect.left) / scale);
      const wanted = Math.min(scale * (READABLE * 1.4 / height), across, LARGEST);
      if (wanted > scale) {
        scale = wanted;
        fit = "";
      }
    }
    const { left, top, right, bottom } = onStage(box);
    const [W, H] = [stage.clientWidth, stage.clientHeight];
    if (left < 16 || right > W - 16) x += W / 2 - (left + right) / 2;
    if (top < 40 || bottom > H - 16) y += H / 2 - (top + bottom) / 2;
  };

  const zoom = (factor, cx = stage.clientWidth / 2, cy = stage.clientHeight / 2) => {
    if (!page) return;
    const before = scale;
    scale = Math.min(LARGEST, Math.max(0.1, scale * factor));
    fit = "";
    x = cx - (cx - x) * (scale / before);
    y = cy - (cy - y) * (scale / before);
    place();
  };

  const fitTo = (how) => {
    fit = how;
    refit();
    x = y = MARGIN;
    place();
  };

  const step = (by) => {
    const pages = files.flatMap((one, file) =>
      one.pages.length ? one.pages.map((each) => [file, each.number]) : [[file, 1]]);
    const now = pages.findIndex(([file, number]) => file === at.file && number === at.page);
    const next = pages[now + by];
    if (next) show(...next);
  };

  const commands = {
    in: () => zoom(1.25),
    out: () => zoom(0.8),
    width: () => fitTo("width"),
    whole: () => fitTo("whole"),
    turn: () => {
      turns.set(`${at.file}/${at.page}`, (turn() + 1) % 4);
      if (!fit) fit = "width";
      fitTo(fit);
    },
    full: () => {
      if (document.fullscreenElement) document.exitFullscreen();
      else stage.closest(".scan").requestFullscreen();
    },
    "previous-page": () => step(-1),
    "next-page": () => step(1),
    "next-file": () => {
      const next = files[at.file + 1] ? at.file + 1 : 0;
      const first = files[next] && files[next].pages[0];
      show(next, first ? first.number : 1);
    },
    "next-spot": () => {
      const spots = chosen && blocks[chosen.block] ? blocks[chosen.block].spots : [];
      if (spots.length) document.dispatchEvent(new CustomEvent("desk:pick",
        { detail: { block: chosen.block, spot: (chosen.spot + 1) % spots.length, go: true } }));
    },
  };

  document.addEventListener("click", (event) => {
    const command = event.target.closest("[data-scan]");
    if (command) commands[command.dataset.scan]();
    const shown = event.target.closest("#files [data-show]");
    if (shown) {
      const file = Number(shown.dataset.show);
      const first = files[file].pages[0];
      show(file, Number(shown.dataset.page) || (first ? first.number : 1));
    }
  });

  document.addEventListener("desk:show", ({ detail }) => {
    chosen = { block: detail.block, spot: detail.spot };
    const spot = spotOf(chosen);
    if (spot && detail.move) {
      show(spot.file, spot.page);
      if (spot.box) toBox(spot.box);
    }
    place();
    draw();
    tell();
    label();
  });

  // Dragging pans; a press that hardly moved is a click.
  let from = null;
  let dragged = false;
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0 || !page) return;
    from = { x: event.clientX - x, y: event.clientY - y, startX: event.clientX, startY: event.clientY };
    dragged = false;
  });
  window.addEventListener("pointermove", (event) => {
    if (!from) return;
    if (!dragged && Math.hypot(event.clientX - from.startX, event.clientY - from.startY) < 4) return;
    dragged = true;
    x = event.clientX - from.x;
    y = event.clientY - from.y;
    place();
  });
  window.addEventListener("pointerup", () => { from = null; });

  stage.addEventListener("wheel", (event) => {
    if (!page) return;
    event.preventDefault();
    if (event.ctrlKey) {
      const { left, top } = stage.getBoundingClientRect();
      zoom(event.deltaY < 0 ? 1.15 : 1 / 1.15, event.clientX - left, event.clientY - top);
    } else {
      x -= event.deltaX;
      y -= event.deltaY;
      place();
    }
  }, { passive: false });

  const pans = { ArrowLeft: [1, 0], ArrowRight: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
  document.addEventListener("keydown", (event) => {
    if (!event.shiftKey || !pans[event.key] || event.ctrlKey || event.altKey || event.metaKey) return;
    if (/^(TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.matches("input[type=text], input[type=date]")) return;
    event.preventDefault(); // the keys that choose findings stay quiet
    const [dx, dy] = pans[event.key];
    x += dx * 60;
    y += dy * 60;
    place();
  }, true);

  new ResizeObserver(() => {
    refit();
    place();
  }).observe(stage);

  const first = files.findIndex((one) => one.pages.some((each) => each.src));
  if (first >= 0) show(first, files[first].pages.find((each) => each.src).number);
  else if (files.length) show(0, 1);
})();
