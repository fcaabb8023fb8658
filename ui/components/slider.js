// A slider that reports while it is dragged. Python sends {label, low, high, step, at, texts, decimals, unit, rev};
// this sends back {rev, at}, at most every 50 ms, newest first.
const instances = new WeakMap();
const EVERY = 50;

class Live {
  constructor(root) {
    this.input = root.querySelector("input");
    this.output = root.querySelector("output");
    this.name = root.querySelector(".name");
    this.rev = null;
    this.last = 0;
    this.input.oninput = () => { this.show(); this.report(false); };
    this.input.onchange = () => this.report(true);
  }

  update({data, setStateValue}) {
    this.send = setStateValue;
    this.data = data;
    this.name.textContent = data.label;
    for (const key of ["min", "max", "step"]) if (this.input[key] !== String(data[key])) this.input[key] = data[key];
    if (data.rev !== this.rev) { this.rev = data.rev; this.input.value = data.at; this.sent = undefined; }
    this.show();
  }

  show() {
    const at = Number(this.input.value), {texts, decimals, unit} = this.data;
    const text = texts ? texts[at] : at.toFixed(decimals).replace("-", "−") + (unit ? " " + unit : "");
    this.output.textContent = text;
    this.input.setAttribute("aria-valuetext", text);
  }

  report(final) {
    const wait = this.last + EVERY - performance.now();
    clearTimeout(this.timer);
    if (!final && wait > 0) { this.timer = setTimeout(() => this.report(true), wait); return; }
    const at = Number(this.input.value);
    if (at === this.sent) return;
    this.sent = at;
    this.last = performance.now();
    this.send("value", {rev: this.rev, at});
  }
}

export default function (component) {
  const root = component.parentElement;
  if (!instances.has(root)) instances.set(root, new Live(root));
  instances.get(root).update(component);
  write_link(component.data.link);
}
