// The plane: a coordinate system in which points and arrows are moved by mouse, touch or arrow keys.
// It knows nothing of steps or servers. `show({size, axes, bare, handles, marks, says}, {adopt, slowly})` draws; `tell.moved(names)`
// says that the hand moved these handles (`at[name]` is [x, y]), `tell.rested()` that it let go, `tell.picked(name, text)` that a dot
// was touched that stands for a choice.
const NS = "http://www.w3.org/2000/svg";
const esc = (s) => String(s).replace(/[&<>"]/g, (c) => ({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}[c]));
const num = (v) => String(Math.round(v * 1000) / 1000).replace("-", "−");

function palette(root) {
  const style = getComputedStyle(root.host || root);
  const colours = style.getPropertyValue("--st-chart-categorical-colors").split(",").map((c) => c.trim());
  const [data, model, truth, guess, context, ...groups] = colours;
  const named = Object.fromEntries(groups.map((colour, i) => [`group${i + 1}`, colour]));
  return {data, model, truth, guess, context, ...named, ink: style.getPropertyValue("--st-text-color")};
}

// How wide a text is, in pixels; the box that it fills; and how much two boxes have in common.
const pen = document.createElement("canvas").getContext("2d"), widths = new Map();
function measured(text, size, weight) {
  const key = `${weight} ${size.toFixed(1)}px|${text}`;
  if (!widths.has(key)) {
    if (widths.size > 4000) widths.clear();
    pen.font = `${weight} ${size.toFixed(1)}px "Source Sans", sans-serif`;
    widths.set(key, pen.measureText(text).width);
  }
  return widths.get(key);
}
function box_of({x, y, anchor, wide, size}) {
  const left = anchor === "end" ? x - wide : anchor === "middle" ? x - wide / 2 : x;
  return [left, y - 0.8 * size, left + wide, y + 0.25 * size];
}
function shared(a, b) {
  const w = Math.min(a[2], b[2]) - Math.max(a[0], b[0]), h = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return w > 0 && h > 0 ? w * h : 0;
}

const GLIDE = 450; // ms from one state to another, where the picture has the same shape
// Two drawings of one shape, and what lies between them: numbers part way, everything else as it will be.
function between(a, b, t) {
  if (typeof a === "number" && typeof b === "number") return a + (b - a) * t;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length ? b.map((v, i) => between(a[i], v, t)) : b;
  if (a && b && typeof a === "object" && typeof b === "object" && !Array.isArray(b) && a.kind === b.kind)
    return Object.fromEntries(Object.entries(b).map(([key, v]) => [key, between(a[key], v, t)]));
  return b;
}

class Plane {
  constructor(root, tell) {
    this.root = root;
    this.tell = tell;
    this.svg = root.querySelector("svg");
    this.words = root.querySelector(".says");
    this.tip = root.querySelector(".tip");
    this.marks = root.querySelector(".marks");
    this.back = root.querySelector(".back");
    this.front = root.querySelector(".front");
    this.bar = root.querySelector(".player");
    this.at = {};
    this.groups = {};
    this.held = null;
    this.svg.onclick = (e) => this.jump(e);
    this.svg.onpointerover = this.svg.onpointerdown = (e) => this.point_out(e);
    this.svg.onpointerleave = () => { this.tip.hidden = true; };
    new ResizeObserver(() => { if (this.data) this.draw(); }).observe(this.svg.parentElement);
  }

  // Draw a scene. `adopt`: its handles stand where it says, not where the hand left them. `slowly`: go there in half a second.
  show(data, {adopt, slowly}) {
    const before = this.data && {marks: this.shown || this.data.marks, at: Object.fromEntries(this.data.handles.map((h) => [h.name, this.at[h.name]]))};
    const same = before && String(data.size) === String(this.data.size), under_way = this.goal;
    if (under_way) Object.assign(this.at, under_way.at); // where it is going counts, not where it is seen
    this.goal = null;
    this.data = data;
    this.shown = null;
    if (adopt) { this.at = {}; this.player?.stop(); }
    for (const h of data.handles) if (!(h.name in this.at)) this.at[h.name] = h.at.slice();
    this.bar.hidden = !this.stepped();
    if (this.bar.hidden) this.player?.stop();
    else if (!this.player) this.add_player();
    cancelAnimationFrame(this.frame);
    this.svg.toggleAttribute("data-glides", false);
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if ((slowly || under_way) && same && !calm && !this.held) this.glide(before, performance.now());
    else this.draw();
  }

  glide(before, began) {
    const after = {marks: this.data.marks, at: {...this.at}};
    this.svg.toggleAttribute("data-glides", true);
    this.goal = after;
    const turn = () => {
      const t = Math.min((performance.now() - began) / GLIDE, 1), ease = t * t * (3 - 2 * t);
      if (t < 1 && !this.held) {
        this.shown = between(before.marks, after.marks, ease);
        for (const name of Object.keys(after.at)) this.at[name] = between(before.at[name] || after.at[name], after.at[name], ease);
        this.draw();
        this.frame = requestAnimationFrame(turn);
      } else {
        this.shown = null;
        this.svg.toggleAttribute("data-glides", false);
        this.goal = null;
        this.at = {...this.at, ...after.at, ...(this.held ? {[this.held.name]: this.at[this.held.name]} : {})};
        this.draw();
      }
    };
    turn();
  }

  // ------------------------------------------------------------------ geometry
  measure() {
    const [x0, x1, y0, y1] = this.data.size;
    const wide = this.svg.parentElement.clientWidth || 560, tall = innerWidth > 640 ? Math.max(360, innerHeight - 290) : Infinity;
    const width = Math.min(wide, Math.round((tall * (x1 - x0)) / (y1 - y0))); // it is whole on a laptop's first screen
    const k = width / (x1 - x0);
    this.k = k;
    this.height = Math.round(k * (y1 - y0));
    this.width = width;
    this.px = (x, y) => [(x - x0) * k, (y1 - y) * k];
    this.data_at = (px, py) => [x0 + px / k, y1 - py / k];
    this.svg.setAttribute("viewBox", `0 0 ${width} ${this.height}`);
    this.svg.style.height = this.height + "px";
    this.svg.style.width = width + "px";
  }

  draw() {
    this.colours = palette(this.root);
    this.measure();
    const says = esc(this.data.says).replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>");
    if (says !== this.said) { this.said = says; this.words.innerHTML = says; this.svg.setAttribute("aria-label", this.words.textContent); }
    const grid = this.grid();
    if (grid !== this.grid_drawn) { this.back.innerHTML = grid; this.grid_drawn = grid; }
    this.loose = [];
    this.taken = [];
    const drawn = (this.shown || this.data.marks).map((m) => this.mark(m)).join("");
    this.marks.innerHTML = drawn + this.settle();
    this.handles();
  }

  grid() {
    if (this.data.bare) return "";
    const [x0, x1, y0, y1] = this.data.size;
    const step = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50].find((s) => s * this.k >= 34) || 100;
    let out = "";
    const line = (a, b, cls) => {
      const [p, q] = [this.px(...a), this.px(...b)];
      return `<line class="${cls}" x1="${p[0]}" y1="${p[1]}" x2="${q[0]}" y2="${q[1]}"/>`;
    };
    for (let i = Math.ceil(x0 / step); i * step <= x1; i++) {
      out += line([i * step, y0], [i * step, y1], i ? "grid" : "axis");
    }
    for (let i = Math.ceil(y0 / step); i * step <= y1; i++) {
      out += line([x0, i * step], [x1, i * step], i ? "grid" : "axis");
    }
    const ox = Math.min(Math.max(this.px(0, 0)[0], 0), this.width - 24);
    const oy = Math.min(Math.max(this.px(0, 0)[1], 0), this.height - 16);
    for (let i = Math.ceil(x0 / step) ; i * step < x1; i++) {
      const p = this.px(i * step, 0)[0];
      if (i && p > 14 && p < this.width - 8) out += `<text class="tick halo" x="${p}" y="${oy + 14}" text-anchor="middle">${num(i * step)}</text>`;
    }
    for (let i = Math.ceil(y0 / step); i * step < y1; i++) {
      const p = this.px(0, i * step)[1];
      if (i && p > 8 && p < this.height - 8) out += `<text class="tick halo" x="${ox - 5}" y="${p + 4}" text-anchor="end">${num(i * step)}</text>`;
    }
    const [xl, yl] = this.data.axes || [];
    if (xl) out += `<text class="tick halo" x="${this.width - 6}" y="${oy - 6}" text-anchor="end">${esc(xl)}</text>`;
    if (yl) out += `<text class="tick halo" x="${ox + 8}" y="14">${esc(yl)}</text>`;
    return out;
  }

  // ------------------------------------------------------------------ what Python drew
  colour(role) { return this.colours[role] || role || this.colours.context; }

  mark(m) {
    const c = this.colour(m.role), dash = m.dash ? ` stroke-dasharray="${m.dash}"` : "", w = m.width ?? 2;
    const opacity = m.opacity ?? 1;
    const pts = (list) => list.map((p) => this.px(...p).map((v) => v.toFixed(1)).join(",")).join(" ");
    const tip = (text) => (text ? ` data-tip="${esc(text)}"` : ""), title = tip(m.title);
    if (m.kind === "line")
      return `<polyline points="${pts(m.points)}" fill="none" stroke="${c}" stroke-width="${w}"${dash} opacity="${opacity}" stroke-linejoin="round"${title}></polyline>`
        + (m.label ? this.label(m.at || m.points[m.points.length - 1], m.label, c, m) : "");
    if (m.kind === "lines")
      return `<g stroke="${c}" stroke-width="${w}"${dash} opacity="${opacity}">` + m.segments.map(([a, b]) => {
        const [p, q] = [this.px(...a), this.px(...b)];
        return `<line x1="${p[0].toFixed(1)}" y1="${p[1].toFixed(1)}" x2="${q[0].toFixed(1)}" y2="${q[1].toFixed(1)}"/>`;
      }).join("") + "</g>";
    if (m.kind === "polygon")
      return `<polygon points="${pts(m.points)}" fill="${m.fill === false ? "none" : c}" fill-opacity="${m.fill ?? 0.15}" stroke="${c}" stroke-width="${w}"${dash} opacity="${opacity}"${m.jump ? ` data-jump="${esc(m.jump)}"` : ""}${title}></polygon>`
        + (m.label ? this.label(m.at || m.points[0], m.label, c, m) : "");
    if (m.kind === "cells")
      return `<g stroke="none" fill="${c}">` + m.corners.map((q, i) => m.shade[i] < 0.02 ? "" : `<polygon points="${pts(q)}" fill-opacity="${m.shade[i]}"/>`).join("") + "</g>";
    if (m.kind === "heat") return this.heat(m);
    if (m.kind === "crowd") return this.crowd(m);
    if (m.kind === "window") {
      const [x, y] = this.px(m.box[0], m.box[3]), w = (m.box[1] - m.box[0]) * this.k, h = (m.box[3] - m.box[2]) * this.k;
      const id = `w${[x, y, w, h].map(Math.round).join("-")}`;
      return `<clipPath id="${id}"><rect x="${x}" y="${y}" width="${w}" height="${h}"/></clipPath><g clip-path="url(#${id})">${this.inside(m.marks)}</g>`;
    }
    if (m.kind === "steps") return this.steps(m, c, w);
    if (m.kind === "points" && m.points.length > 60 && (this.shown || !(m.titles || m.title)) && !m.hollow) // a crowd is one path of dots, and so is one that glides
      return `<path d="${m.points.map((p) => "M" + this.px(...p).map((v) => v.toFixed(1)).join() + "h0").join("")}" fill="none" stroke="${c}" stroke-width="${2 * (m.size ?? 5)}" stroke-linecap="round" opacity="${opacity}"/>`
        + (m.label ? this.label(m.points[0], m.label, c, m) : "");
    if (m.kind === "points")
      return `<g fill="${c}" opacity="${opacity}">` + m.points.map((p, i) => {
        const [x, y] = this.px(...p);
        const t = (m.titles ? tip(m.titles[i]) : title) + (m.picks ? ` data-picks="${esc(m.picks)}"` : "");
        return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${m.size ?? 5}"${m.hollow ? ` fill="none" stroke="${c}" stroke-width="${w}"` : ""}${t}/>`
          + (t && (m.size ?? 5) < 9 ? `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="9" fill="transparent"${t}/>` : "");
      }).join("") + "</g>" + (m.label ? this.label(m.points[0], m.label, c, m) : "");
    if (m.kind === "arrow") return this.arrow(m.tail, m.tip, c, w, dash, opacity) + (m.label ? this.label(m.at || m.tip, m.label, c, {...m, from: m.tail}) : "");
    if (m.kind === "text") return m.wide ? this.lines_of(m, c) : this.label(m.at, m.text, c, m);
    return "";
  }

  inside(marks) {
    this.clipped = true;
    const drawn = marks.map((each) => this.mark(each)).join("");
    this.clipped = false;
    return drawn;
  }

  heat({box: [x0, x1, y0, y1], rows, plus, minus}) {
    const [left, top] = this.px(x0, y1), shades = {};
    const w = ((x1 - x0) * this.k) / rows[0].length, h = ((y1 - y0) * this.k) / rows.length;
    const dots = window.devicePixelRatio || 1, edge = (at) => (Math.round(at * dots) / dots).toFixed(2); // no seam between two cells
    rows.forEach((row, i) => [...row].forEach((letter, j) => {
      const cell = `M${edge(left + j * w)} ${edge(top + i * h)}H${edge(left + j * w + w)}V${edge(top + i * h + h)}H${edge(left + j * w)}z`;
      if (letter !== "D") shades[letter] = (shades[letter] || "") + cell;
    }));
    return Object.entries(shades).map(([letter, d]) => {
      const v = (letter.charCodeAt(0) - 68) / 20; // D is 0, one letter for each 0.05
      return `<path d="${d}" fill="${this.colour(v < 0 ? minus : plus)}" fill-opacity="${Math.abs(v)}" shape-rendering="crispEdges"/>`;
    }).join("");
  }

  crowd({box: [x0, x1, y0, y1], rows, looks}) {
    const w = (x1 - x0) / rows[0].length, h = (y1 - y0) / rows.length, points = {};
    rows.forEach((row, i) => [...row].forEach((letter, j) => (points[letter] ??= []).push([x0 + (j + 0.5) * w, y1 - (i + 0.5) * h])));
    return Object.entries(points).map(([letter, at]) => (looks[letter] ? this.mark({...looks[letter], kind: "points", points: at}) : "")).join("");
  }

  // A path as far as the handle `by` has come along x: a step for each 1 from `from`. Browsing it asks nothing of Python.
  steps(m, c, w) {
    const seen = this.step_of(m), line = (points, more) =>
      `<polyline points="${points.map((p) => this.px(...p).map((v) => v.toFixed(1)).join()).join(" ")}" fill="none" stroke="${c}" ${more} stroke-linejoin="round"/>`;
    const done = m.points.slice(0, seen + 1), [x, y] = this.px(...done[done.length - 1]);
    return line(m.points, `stroke-width="1" opacity="0.35"`) + line(done, `stroke-width="${w}"`)
      + done.map((p) => this.px(...p)).map(([px, py]) => `<circle cx="${px.toFixed(1)}" cy="${py.toFixed(1)}" r="2.5" fill="${c}"/>`).join("")
      + `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="6" fill="${c}" stroke="var(--st-background-color)" stroke-width="2"/>`
      + this.label(m.at, m.texts[seen], c, {anchor: "start", dx: 0, dy: 0, weight: 600, loose: false});
  }

  step_of(m) { return Math.min(Math.max(Math.round(this.at[m.by][0] - m.from), 0), m.points.length - 1); }

  stepped(name, marks = this.data.marks) { // the path that a handle walks; without a name, the first there is
    for (const m of marks) {
      const found = m.by && (!name || m.by === name) ? m : m.marks && this.stepped(name, m.marks);
      if (found) return found;
    }
  }

  add_player() {
    this.player = new Player(() => "step by step", {
      at: () => this.step_of(this.stepped()),
      last: () => this.stepped().points.length - 1,
      go: (place, final) => {
        const {by, from} = this.stepped();
        this.at[by] = [from + place, this.at[by][1]];
        this.draw();
        if (final) { this.tell.moved([by], true); this.tell.rested(); }
      },
      free: () => true,
    });
    this.bar.append(this.player.button, this.player.speed);
  }

  arrow(tail, tip, c, w, dash, opacity) {
    const [a, b] = [this.px(...tail), this.px(...tip)];
    const length = Math.hypot(b[0] - a[0], b[1] - a[1]);
    if (length < 1) return "";
    const [ux, uy] = [(b[0] - a[0]) / length, (b[1] - a[1]) / length];
    const head = Math.min(13, length), half = head * 0.42;
    const base = [b[0] - ux * head, b[1] - uy * head];
    return `<g opacity="${opacity}"><line x1="${a[0]}" y1="${a[1]}" x2="${base[0]}" y2="${base[1]}" stroke="${c}" stroke-width="${w}"${dash}/>`
      + `<polygon fill="${c}" points="${b[0]},${b[1]} ${base[0] - uy * half},${base[1] + ux * half} ${base[0] + uy * half},${base[1] - ux * half}"/></g>`;
  }

  // Words at a place. Labels of marks, and words that are `loose`, are put where they are free once all is drawn.
  label(at, text, c, m = {}) {
    let [x, y] = this.px(...at), anchor = m.anchor || "start";
    if (m.from) {
      const [fx, fy] = this.px(...m.from), length = Math.hypot(x - fx, y - fy) || 1;
      x += ((x - fx) / length) * 14; y += ((y - fy) / length) * 14 + 5; anchor = "middle";
    } else { x += m.dx ?? 8; y += m.dy ?? -8; }
    const size = m.height ? Math.max(m.height * this.k, m.least ?? 0) : 13, weight = m.weight || 500;
    const word = {text: String(text), x, y, anchor, c, size, weight, wide: measured(text, size, weight)};
    if (m.anchor === undefined && !m.from && x + word.wide > this.width - 4) word.anchor = "end";
    if ((m.kind === "text" ? m.loose : m.loose !== false) && !this.clipped) { this.loose.push(word); return ""; }
    word.x = Math.min(Math.max(x, 4), this.width - 4);
    word.y = Math.min(Math.max(y, 14), this.height - 6);
    this.taken.push(box_of(word));
    return this.written(word);
  }

  // Words that fill a width of the plane, in a few lines around their place; what has no room is told at a touch.
  lines_of(m, c) {
    const [x, y] = this.px(...m.at), most = m.wide * this.k, size = most < 400 ? 12 : 13, weight = m.weight || 500;
    const fits = (words) => measured(words, size, weight) <= most, rows = [""];
    for (const word of m.text.split(" ")) {
      const row = rows[rows.length - 1], longer = row ? row + " " + word : word;
      if (fits(longer) || !row) rows[rows.length - 1] = longer; else rows.push(word);
    }
    const seen = rows.slice(0, m.rows || 2), last = seen.length - 1, high = size * 1.2;
    if (seen.length < rows.length) {
      while (seen[last].includes(" ") && !fits(seen[last] + "…")) seen[last] = seen[last].slice(0, seen[last].lastIndexOf(" "));
      seen[last] += "…";
    }
    const told = seen.length < rows.length ? m.text : m.title;
    const line = (row, i) => `<tspan x="${x.toFixed(1)}" y="${(y + 0.35 * size + (i - last / 2) * high).toFixed(1)}">${esc(row)}</tspan>`;
    return `<text class="mark-label" fill="${c}" font-weight="${weight}" style="font-size:${size}px"${told ? ` data-tip="${esc(told)}"` : ""}>${seen.map(line).join("")}</text>`;
  }

  written({text, x, y, anchor, c, size, weight}) {
    const large = size === 13 ? "" : ` style="font-size:${size.toFixed(1)}px"`;
    return `<text class="mark-label halo" x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${c}" text-anchor="${anchor}" font-weight="${weight}"${large}>${esc(text)}</text>`;
  }

  // Each loose label goes to the nearest place where it covers no other, no handle and no edge of the frame.
  settle() {
    const taken = [...this.taken, ...this.data.handles.filter((h) => h.kind !== "switch").map((h) => {
      const [x, y] = this.px(...this.place(h)), [w, t] = h.kind === "block" ? [(h.wide * this.k) / 2, (h.tall * this.k) / 2] : [11, 11];
      return [x - w, y - t, x + w, y + t];
    })];
    return this.loose.map((word) => {
      const {x, y, wide, size} = word, step = size + 4;
      let best = null;
      for (const [dx, dy, flip] of [[0, 0], [0, -1], [0, 1], [0, 0, 1], [0, -1, 1], [0, 1, 1], [0, -2], [0, 2], [0.5, -1], [-0.5, -1], [0.5, 1], [-0.5, 1], [0, -3], [0, 3], [1, 0], [-1, 0]]) {
        const anchor = flip ? {start: "end", end: "start", middle: "middle"}[word.anchor] : word.anchor;
        const at = {...word, anchor, x: x + dx * wide + (flip ? (anchor === "end" ? -16 : anchor === "start" ? 16 : 0) : 0), y: y + dy * step};
        const left = box_of(at), over = [Math.max(4 - left[0], 0) - Math.max(left[2] - this.width + 4, 0), Math.max(2 - left[1], 0) - Math.max(left[3] - this.height + 3, 0)];
        at.x += over[0]; at.y += over[1];
        const box = box_of(at), cost = taken.reduce((sum, other) => sum + shared(box, other), 0) + 0.02 * (Math.hypot(at.x - x, at.y - y) + (flip ? 8 : 0));
        if (!best || cost < best.cost - 1e-9) best = {...at, cost, box};
        if (best.cost < 0.5) break;
      }
      taken.push(best.box);
      return this.written(best);
    }).join("");
  }

  // ------------------------------------------------------------------ what the hand holds
  handles() {
    const wanted = new Set(this.data.handles.map((h) => h.name));
    for (const name of Object.keys(this.groups)) if (!wanted.has(name)) { this.groups[name].remove(); delete this.groups[name]; }
    const letters = [];
    for (const h of this.data.handles) {
      const g = this.groups[h.name] || this.grab(h);
      if (h.kind === "switch") { this.show_switch(g, h); continue; }
      const c = this.colour(h.role), at = this.at[h.name], [x, y] = this.px(...this.place(h)), tail = h.tail || [0, 0];
      let shaft = "";
      if (h.kind === "arrow") shaft = this.arrow(tail, at, c, 3.5, "", 1);
      else if (h.kind === "block") shaft = this.block(h, x, y, c);
      else shaft = `<circle cx="${x}" cy="${y}" r="8" fill="${c}" stroke="var(--st-background-color)" stroke-width="2"/>`;
      const [ox, oy] = this.px(...tail), length = h.kind === "arrow" ? Math.hypot(x - ox, y - oy) : 0;
      const away = length > 1 ? [(x - ox) / length, (y - oy) / length] : [0.6, -0.8];
      const [lx, ly] = this.letter(x, y, away, letters);
      g.querySelector(".shape").innerHTML = shaft
        + (h.label.trim() && h.kind !== "block" ? `<text class="halo" x="${lx}" y="${ly}" fill="${c}" text-anchor="middle">${esc(h.label)}</text>` : "");
      for (const part of g.querySelectorAll("circle.grip, circle.ring")) { part.setAttribute("cx", x); part.setAttribute("cy", y); }
      if (h.kind === "block") {
        this.stretch(g.querySelector("rect.ring"), x, y, h.wide * this.k, h.tall * this.k);
        this.stretch(g.querySelector("rect.grip"), x, y, h.wide * this.k, Math.max(h.tall, h.swaps ? h.step : 0) * this.k);
      }
      g.querySelector(".ring").setAttribute("stroke", c);
      const along = h.along === "y" ? 1 : 0, unit = (v, i) => num(v) + (h.units?.[i] ? " " + h.units[i] : "");
      g.setAttribute("aria-label", `${h.says || h.label.trim() || h.name}, ${{arrow: "tip of an arrow", block: "block"}[h.kind] || "point"}: move with the arrow keys, ten steps at a time with Shift`);
      g.setAttribute("aria-valuetext", h.along ? unit(at[along], along) : `${unit(at[0], 0)}, ${unit(at[1], 1)}`);
      g.setAttribute("aria-valuemin", h.bounds[2 * along]);
      g.setAttribute("aria-valuemax", h.bounds[2 * along + 1]);
      if (h.along) g.setAttribute("aria-orientation", along ? "vertical" : "horizontal");
      if (h.swaps) g.setAttribute("aria-valuetext", this.rank(h));
      const path = this.stepped(h.name);
      if (path) g.setAttribute("aria-valuetext", path.texts[this.step_of(path)]);
      g.setAttribute("aria-valuenow", h.along === "y" ? at[1] : at[0]);
    }
  }

  // Where the letter of a handle stands: ahead of it, or beside, where another handle's letter is there already.
  letter(x, y, [ux, uy], letters) {
    const spots = [[ux, uy], [-uy, ux], [uy, -ux], [-ux, -uy]].map(([dx, dy]) =>
      [Math.min(Math.max(x + dx * 20, 10), this.width - 10), Math.min(Math.max(y + dy * 20 + 5, 16), this.height - 8)]);
    const spot = spots.find(([a, b]) => letters.every(([c, d]) => Math.hypot(a - c, b - d) > 16)) || spots[0];
    letters.push(spot);
    return spot;
  }

  // A switch is a box that is clicked, or pressed with Enter or the space bar; its x is 1 if on, else 0.
  show_switch(g, h) {
    const [x0, x1, y0, y1] = h.box, [left, top] = this.px(x0, y1);
    for (const part of g.querySelectorAll(".grip, .ring"))
      for (const [key, value] of Object.entries({x: left, y: top, width: (x1 - x0) * this.k, height: (y1 - y0) * this.k, rx: 8})) part.setAttribute(key, value);
    g.querySelector(".ring").setAttribute("stroke", this.colour(h.role));
    g.setAttribute("aria-label", h.label);
    g.setAttribute("aria-checked", this.at[h.name][0] > 0);
  }

  block(h, x, y, c) {
    const w = h.wide * this.k, t = h.tall * this.k;
    return `<rect x="${x - w / 2}" y="${y - t / 2}" width="${w}" height="${t}" rx="7" fill="var(--st-background-color)"/>`
      + `<rect x="${x - w / 2}" y="${y - t / 2}" width="${w}" height="${t}" rx="7" fill="${c}" fill-opacity=".14" stroke="${c}" stroke-width="1.5"/>`
      + `<text x="${x - w / 2 + 8}" y="${y + 4.5}" fill="${c}" font-size="14" opacity=".7">⠿</text>`
      + `<text x="${x - w / 2 + 25}" y="${y + 4.5}" fill="var(--st-text-color)" style="font-size:13px">${esc(h.label)}</text>`;
  }

  stretch(rect, x, y, w, t) {
    for (const [name, value] of Object.entries({x: x - w / 2, y: y - t / 2, width: w, height: t})) rect.setAttribute(name, value);
  }

  // The place of a block among those it swaps with, from the top or the left.
  rank(h) {
    const along = h.along === "x" ? 0 : 1, all = this.data.handles.filter((o) => o.swaps).map((o) => this.at[o.name][along]);
    const before = all.filter((v) => (along ? v > this.at[h.name][1] : v < this.at[h.name][0])).length;
    return `place ${before + 1} of ${all.length}`;
  }

  // Where a handle is seen: on its rail, a line from left to right that a mark lays for it, else where it stands.
  place(h) {
    const [x, y] = this.at[h.name], [, , bottom, top] = this.data.size;
    for (const {points} of (this.shown || this.data.marks).filter((m) => m.rail === h.name)) {
      const i = points.findIndex((p, i) => i && points[i - 1][0] <= x && x <= p[0]);
      if (i < 0) continue;
      const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]];
      return [x, Math.min(Math.max(y0 + ((y1 - y0) * (x - x0)) / (x1 - x0 || 1), bottom), top)];
    }
    return [x, y];
  }

  grab(h) {
    const g = document.createElementNS(NS, "g");
    g.setAttribute("class", "handle");
    g.setAttribute("data-name", h.name);
    g.setAttribute("tabindex", "0");
    this.groups[h.name] = g;
    this.front.appendChild(g);
    const now = () => this.data.handles.find((other) => other.name === h.name);
    if (h.kind === "switch") {
      g.setAttribute("role", "switch");
      g.innerHTML = '<rect class="ring"></rect><rect class="grip"></rect>';
      g.onclick = () => { this.move(now(), [1 - this.at[h.name][0], 0]); this.tell.rested(); };
      g.onkeydown = (e) => { if (e.key === "Enter" || e.key === " ") { e.preventDefault(); g.onclick(); } };
      return g;
    }
    g.setAttribute("role", "slider");
    g.innerHTML = h.kind === "block"
      ? '<g class="shape"></g><rect class="ring" rx="8"></rect><rect class="grip"></rect>'
      : '<g class="shape"></g><circle class="ring" r="14"></circle><circle class="grip" r="22"></circle>';
    const grip = g.querySelector(".grip");
    grip.addEventListener("touchstart", (e) => e.preventDefault(), {passive: false}); // drag, don't scroll the page
    grip.onpointerdown = (e) => {
      if (e.button) return;
      e.preventDefault();
      const near = this.nearest(e);
      if (near !== h.name) { this.groups[near].querySelector(".grip").onpointerdown(e); return; }
      if (this.stepped(h.name)) this.player.pause();
      grip.setPointerCapture(e.pointerId);
      g.focus({preventScroll: true});
      g.classList.add("held");
      const box = this.svg.getBoundingClientRect(), [x, y] = this.px(...this.place(now()));
      this.held = {name: h.name, dx: x - (e.clientX - box.left), dy: y - (e.clientY - box.top)};
    };
    grip.onpointermove = (e) => {
      if (!this.held || this.held.name !== h.name) return;
      const box = this.svg.getBoundingClientRect();
      this.tip.hidden = true;
      this.move(now(), this.data_at(e.clientX - box.left + this.held.dx, e.clientY - box.top + this.held.dy));
    };
    grip.onpointerup = grip.onpointercancel = grip.onlostpointercapture = () => {
      if (!this.held) return;
      this.held = null;
      g.classList.remove("held");
      this.tell.rested();
    };
    g.onkeydown = (e) => {
      const handle = now(), at = this.at[h.name], along = handle.along === "y" ? 1 : 0;
      const way = {ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowDown: [0, -1], ArrowUp: [0, 1]}[e.key];
      const end = {Home: handle.bounds[2 * along], End: handle.bounds[2 * along + 1]}[e.key];
      if (!way && end === undefined) return;
      e.preventDefault();
      e.stopPropagation();
      const by = handle.step * (e.shiftKey ? 10 : 1);
      this.move(handle, way ? [at[0] + way[0] * by, at[1] + way[1] * by] : along ? [at[0], end] : [end, at[1]]);
    };
    g.onkeyup = (e) => { if (e.key.startsWith("Arrow") || e.key === "Home" || e.key === "End") this.tell.rested(true); };
    return g;
  }

  // Of handles that lie close together, the one nearest to the finger is meant.
  nearest(e) {
    const box = this.svg.getBoundingClientRect(), x = e.clientX - box.left, y = e.clientY - box.top;
    const far = (h) => { const [px, py] = this.px(...this.place(h)); return Math.hypot(px - x, py - y); };
    const inside = this.data.handles.filter((h) => h.kind === "block").find((h) => {
      const [px, py] = this.px(...this.at[h.name]);
      return Math.abs(px - x) <= (h.wide * this.k) / 2 && Math.abs(py - y) <= (Math.max(h.tall, h.swaps ? h.step : 0) * this.k) / 2;
    });
    if (inside) return inside.name;
    const free = this.data.handles.filter((h) => h.kind !== "switch" && h.kind !== "block");
    return free.reduce((a, b) => (far(b) < far(a) ? b : a)).name;
  }

  // What a mark has to tell is shown beside the pointer, and at a tap.
  point_out(e) {
    const told = this.meant(e, e.target.closest?.("[data-tip]"));
    this.tip.hidden = !told || !!this.held;
    if (this.tip.hidden) return;
    this.tip.textContent = told.dataset.tip;
    const box = this.svg.getBoundingClientRect(), x = e.clientX - box.left, y = e.clientY - box.top;
    this.tip.style.left = Math.max(0, Math.min(x + 12, this.width - this.tip.offsetWidth)) + "px";
    this.tip.style.top = (y + 14 + this.tip.offsetHeight > this.height ? Math.max(0, y - this.tip.offsetHeight - 10) : y + 14) + "px";
  }

  // Of dots that lie close together, the one nearest to the finger is meant.
  meant(e, told) {
    if (told?.tagName !== "circle" || !told.dataset.tip) return told;
    const box = this.svg.getBoundingClientRect(), x = e.clientX - box.left, y = e.clientY - box.top;
    const far = (dot) => Math.hypot(dot.getAttribute("cx") - x, dot.getAttribute("cy") - y);
    return [...this.marks.querySelectorAll("circle[data-tip]")].reduce((a, b) => (far(b) < far(a) ? b : a));
  }

  jump(e) {
    const {picks, tip} = this.meant(e, e.target).dataset;
    if (picks) { this.tell.picked(picks, tip); return; }
    const names = (e.target.dataset.jump || "").split(" "), box = this.svg.getBoundingClientRect();
    const at = this.data_at(e.clientX - box.left, e.clientY - box.top);
    const moved = this.data.handles.filter((h) => names.includes(h.name));
    for (const h of moved) this.move(h, at);
    if (moved.length) this.tell.rested();
  }

  move(h, [x, y]) {
    const [x0, x1, y0, y1] = h.bounds, tidy = (v, lo, hi) => Number((Math.round(Math.min(Math.max(v, lo), hi) / h.step) * h.step).toFixed(4));
    const old = this.at[h.name];
    const to = [h.along === "y" ? old[0] : tidy(x, x0, x1), h.along === "x" ? old[1] : tidy(y, y0, y1)];
    if (to[0] === old[0] && to[1] === old[1]) return;
    if (h.kind === "arrow" && to[0] === h.tail[0] && to[1] === h.tail[1]) return; // an arrow needs a length
    const there = h.swaps && this.data.handles.find((o) => o.swaps && o.name !== h.name && String(this.at[o.name]) === String(to));
    if (there) this.at[there.name] = old; // it makes room
    this.at[h.name] = to;
    if (this.stepped(h.name)) { this.player.pause(); this.draw(); this.tell.moved([h.name], true); return; }
    this.handles();
    this.tell.moved(there ? [h.name, there.name] : [h.name]);
  }
}
