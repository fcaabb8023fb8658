// A box to write a function's body in. Python sends {step, head, text, rev, line, says, label}; this sends back
// {tried: {n, step, text}} when "Try it" is pressed, or Ctrl and Enter.
// Enter keeps the indentation, Tab and Shift+Tab change it; after Escape, Tab leaves the box as everywhere else. What isn't tried
// yet is kept in this tab.
const editors = new WeakMap();
const WIDE = "    ";

class Editor {
  constructor(root) {
    this.root = root.querySelector(".editor");
    this.head = root.querySelector(".head");
    this.box = root.querySelector("textarea");
    this.gutter = root.querySelector(".gutter");
    this.told = root.querySelector(".told");
    this.box.oninput = () => { this.keep(this.box.value); this.number(); };
    this.box.onscroll = () => { this.gutter.scrollTop = this.box.scrollTop; };
    this.box.onkeydown = (e) => this.key(e);
    this.box.onblur = () => { this.leaves = false; };
    root.querySelector(".try").onclick = () => this.tried();
    this.n = 0;
  }

  update({data, setStateValue}) {
    const fresh = !this.data || data.step !== this.data.step || data.rev !== this.data.rev;
    [this.data, this.send] = [data, setStateValue];
    this.head.textContent = data.head;
    this.box.setAttribute("aria-label", data.label);
    if (fresh) this.box.value = this.draft() ?? data.text;
    else if (this.box.value === this.known) this.box.value = data.text; // the record has arrived, and nothing was typed yet
    this.known = data.text;
    const line = this.box.value === data.tried ? data.line : null;
    this.line = line;
    this.box.setAttribute("aria-invalid", line !== null);
    this.told.textContent = line === null ? "" : `Line ${line}: ${data.says}`;
    this.number();
  }

  get place() { return "just-enough-math-draft-" + this.data.step; }
  draft() { try { return sessionStorage.getItem(this.place); } catch { return null; } }
  keep(text) { try { sessionStorage.setItem(this.place, text); } catch { /* it stays in the box */ } }

  number() { // the numbers beside the lines; the box is as high as its text
    const lines = this.box.value.split("\n").length, shown = Math.max(5, lines);
    this.box.rows = Math.min(shown, 24);
    this.gutter.replaceChildren(...Array.from({length: lines}, (_, i) => {
      const number = document.createElement("span");
      number.textContent = i + 2;
      if (i + 2 === this.line) number.className = "wrong";
      return number;
    }));
  }

  key(e) {
    if (e.key === "Enter" && (e.ctrlKey || e.metaKey)) { e.preventDefault(); this.tried(); return; }
    if (e.key === "Escape") { this.leaves = true; return; }
    if (e.isComposing || e.ctrlKey || e.metaKey || e.altKey) return;
    const {value, selectionStart: a, selectionEnd: b} = this.box;
    const first = value.lastIndexOf("\n", a - 1) + 1, before = value.slice(first, a);
    if (e.key === "Enter") {
      e.preventDefault();
      this.type("\n" + before.match(/^ */)[0] + (/:\s*(#.*)?$/.test(before) ? WIDE : ""));
    } else if (e.key === "Tab" && !this.leaves) {
      e.preventDefault();
      if (a === b && !e.shiftKey) this.type(" ".repeat(WIDE.length - before.length % WIDE.length));
      else this.indent(first, b, e.shiftKey);
    } else if (e.key === "Backspace" && a === b && /^ +$/.test(before)) {
      e.preventDefault();
      this.box.setSelectionRange(a - ((before.length - 1) % WIDE.length + 1), a);
      this.type("");
    }
    if (e.key !== "Tab") this.leaves = false;
  }

  type(text) { // as if typed, so that it can be undone
    const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
    if (!done) { this.box.setRangeText(text, this.box.selectionStart, this.box.selectionEnd, "end"); this.box.oninput(); }
  }

  indent(first, end, back) {
    const text = this.box.value.slice(first, end);
    const moved = text.split("\n").map((line) => (back ? line.replace(/^ {1,4}/, "") : WIDE + line)).join("\n");
    this.box.setSelectionRange(first, end);
    this.type(moved);
    this.box.setSelectionRange(first, first + moved.length);
  }

  tried() {
    this.keep(this.box.value);
    this.send("tried", {n: ++this.n, step: this.data.step, text: this.box.value, at: Date.now()});
  }
}

export default function (component) {
  const root = component.parentElement;
  if (!editors.has(root)) editors.set(root, new Editor(root));
  editors.get(root).update(component);
}
