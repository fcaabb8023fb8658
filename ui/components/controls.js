// The controls under a picture, as the browser's own elements. `show(list)` draws them, keeping those that stay; each is
// {kind, name, label, at, row, wide, …}. `tell.chose(name, text, sets, button)` says what a hand set, `tell.rested()` that it let go.
const light = (s) => esc(s).replace(/\*\*(.+?)\*\*/g, "<strong>$1</strong>").replace(/`(.+?)`/g, "<code>$1</code>");

class Controls {
  constructor(root, tell) {
    this.root = root;
    this.tell = tell;
    this.parts = {};
    this.count = 0;
  }

  // `adopt`: they stand where the list says, not where the hand left them.
  show(list, {adopt, free}) {
    this.free = free;
    const rows = [], keep = new Set(list.map((c) => c.kind + " " + c.name));
    for (const key of Object.keys(this.parts)) if (!keep.has(key)) { this.parts[key].player?.stop(); this.parts[key].node.remove(); delete this.parts[key]; }
    for (const c of list) {
      const key = c.kind + " " + c.name;
      const fresh = !this.parts[key], part = (this.parts[key] ??= this["make_" + c.kind](c));
      part.data = c;
      if (c.wide) part.node.style.flexGrow = c.wide;
      this["show_" + c.kind](part, fresh || adopt);
      (rows[c.row] ??= []).push(part.node);
    }
    const wanted = rows.filter(Boolean);
    while (this.root.children.length > wanted.length) this.root.lastChild.remove();
    wanted.forEach((nodes, i) => {
      const row = this.root.children[i] || this.root.appendChild(Object.assign(document.createElement("div"), {className: "row"}));
      nodes.forEach((node, j) => { if (row.children[j] !== node) row.insertBefore(node, row.children[j] || null); });
    });
  }

  node(tag, looks, html = "") {
    const node = document.createElement(tag);
    node.className = looks;
    node.innerHTML = html;
    return node;
  }

  // ------------------------------------------------------------------ a slider, that can be played
  make_slider(c) {
    const id = `c${++this.count}`, node = this.node("div", "slider", `<label for="${id}"><span class="name"></span><output aria-live="off"></output></label>
      <div class="track"><input id="${id}" type="range"></div>`);
    const part = {node, data: c, input: node.querySelector("input"), output: node.querySelector("output")};
    const tell = () => { this.read_slider(part); this.tell.chose(part.data.name, part.text, null); };
    part.input.onpointerdown = () => { part.player?.pause(); part.before = part.input.value; part.held = true; };
    part.input.onpointercancel = () => { // the finger went up or down: the page scrolls, and the slider stays
      part.held = false;
      if (part.before === undefined || part.input.value === part.before) return;
      part.input.value = part.before;
      tell();
      this.tell.rested();
    };
    part.input.oninput = () => { part.player?.pause(); tell(); };
    part.input.onchange = () => { this.tell.rested(!part.held); part.held = false; };
    part.input.onpointerup = () => { part.held = false; };
    if (c.play) {
      part.player = new Player(() => part.data.label, {
        at: () => Math.round((Number(part.input.value) - part.data.min) / part.data.step),
        last: () => Math.round((part.data.max - part.data.min) / part.data.step),
        go: (place, final) => { part.input.value = part.data.min + place * part.data.step; tell(); if (final) this.tell.rested(); },
        free: () => this.free(),
      });
      part.input.before(part.player.button);
      part.input.after(part.player.speed);
    }
    return part;
  }

  show_slider(part, adopt) {
    const c = part.data;
    part.node.querySelector(".name").textContent = c.label;
    for (const key of ["min", "max", "step"]) if (part.input[key] !== String(c[key])) part.input[key] = c[key];
    if (adopt && !part.held) { if (Number(part.input.value) !== c.at) part.player?.stop(); part.input.value = c.at; }
    this.read_slider(part);
    part.player?.look();
  }

  read_slider(part) {
    const {texts, decimals, unit} = part.data, at = Number(part.input.value);
    part.text = String(Number(at.toFixed(6)));
    const said = texts ? texts[at] : at.toFixed(decimals).replace("-", "−") + (unit ? " " + unit : "");
    part.output.textContent = said;
    part.input.setAttribute("aria-valuetext", said);
  }

  // ------------------------------------------------------------------ one of a few, one of many
  make_choice(c) {
    const node = this.node("fieldset", "choice", "<legend></legend><div></div>");
    return {node, data: c, group: `c${++this.count}`};
  }

  show_choice(part, adopt) {
    const c = part.data, box = part.node.lastChild, legend = part.node.firstChild;
    legend.textContent = c.label;
    legend.className = c.quiet ? "quiet" : "name";
    if (part.options !== c.options.join("\n")) {
      part.options = c.options.join("\n");
      box.innerHTML = c.options.map((o, i) => `<label><input type="radio" name="${part.group}" value="${i}"><span>${light(o)}</span></label>`).join("");
      box.onchange = (e) => { this.tell.chose(part.data.name, part.data.options[e.target.value], part.data.sets); this.tell.rested(); };
      adopt = true;
    }
    if (adopt) { const at = box.querySelectorAll("input")[c.options.indexOf(c.at)]; if (at) at.checked = true; }
  }

  make_pick(c) {
    const id = `c${++this.count}`, node = this.node("div", "pick", `<label for="${id}" class="name"></label>`
      + (c.typed ? `<input id="${id}" list="${id}-list" autocomplete="off" spellcheck="false" maxlength="120"><datalist id="${id}-list"></datalist>` : `<select id="${id}"></select>`));
    const part = {node, data: c, input: node.querySelector("input, select"), list: node.querySelector("datalist, select")};
    const chose = () => {
      const text = part.input.value;
      if (text === part.text) return;
      part.text = text;
      this.tell.chose(part.data.name, text, part.data.sets);
      this.tell.rested();
    };
    part.input.onchange = chose;
    if (c.typed) {
      part.input.oninput = () => { if (part.data.options.includes(part.input.value)) chose(); };
      part.input.onkeydown = (e) => { if (e.key === "Enter") chose(); };
      part.input.onfocus = () => part.input.select();
    }
    return part;
  }

  show_pick(part, adopt) {
    const c = part.data, label = part.node.querySelector("label");
    label.textContent = c.label;
    label.classList.toggle("quiet", c.quiet);
    part.node.title = c.help || "";
    if (part.options !== c.options.join("\n")) {
      part.options = c.options.join("\n");
      const options = c.options.map((o) => `<option value="${esc(o)}">${c.typed ? "" : esc(o)}</option>`).join("");
      part.list.innerHTML = (c.empty && !c.typed ? `<option value="">${esc(c.empty)}</option>` : "") + options;
      if (c.typed) part.input.placeholder = c.empty || "";
      adopt = true;
    }
    if (adopt && this.root.getRootNode().activeElement !== part.input || part.input.value === "" || !c.typed) { part.input.value = c.at; part.text = c.at; }
  }

  make_toggle(c) {
    const node = this.node("label", "toggle", '<input type="checkbox" role="switch"><span></span>'), part = {node, data: c, input: node.firstChild};
    part.input.onchange = () => { this.tell.chose(part.data.name, String(part.input.checked), part.data.sets); this.tell.rested(); };
    return part;
  }

  show_toggle(part, adopt) {
    part.node.lastChild.innerHTML = light(part.data.label);
    if (adopt) part.input.checked = part.data.at === "true";
  }

  make_text(c) {
    const id = `c${++this.count}`, node = this.node("div", "text", `<label for="${id}" class="name"></label><input id="${id}" autocomplete="off" spellcheck="false">`);
    const part = {node, data: c, input: node.lastChild};
    part.input.oninput = () => { this.tell.chose(part.data.name, part.input.value, null); this.tell.rested(); };
    return part;
  }

  show_text(part, adopt) {
    part.node.firstChild.textContent = part.data.label;
    part.node.firstChild.classList.toggle("quiet", part.data.quiet);
    part.input.maxLength = part.data.most;
    if (adopt && this.root.getRootNode().activeElement !== part.input) part.input.value = part.data.at;
  }

  // ------------------------------------------------------------------ buttons and words
  make_button(c) {
    const part = {node: this.node("button", "press"), data: c};
    part.node.type = "button";
    part.node.onclick = () => { this.tell.chose(null, null, part.data.sets, part.data.deed ? part.data.name : ""); this.tell.rested(); };
    return part;
  }

  show_button(part) {
    const c = part.data;
    if (part.label !== c.label) part.node.innerHTML = light(part.label = c.label);
    part.node.className = "press " + c.look;
    part.node.disabled = c.off;
    part.node.title = c.help || "";
  }

  make_note(c) { return {node: this.node("p", "note"), data: c}; }

  show_note(part) { part.node.innerHTML = light(part.data.label); }
}
