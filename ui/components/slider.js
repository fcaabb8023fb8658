// A slider that reports while it is dragged or played. Python sends {label, min, max, step, at, texts, decimals, unit,
// play, rev}; this sends back {rev, at}, at most every 50 ms, newest first.
const instances = new WeakMap();
const EVERY = 50, PATIENCE = 3000; // ms between reports; ms that playing waits for an answer

class Live {
  constructor(root) {
    this.input = root.querySelector("input");
    this.output = root.querySelector("output");
    this.name = root.querySelector(".name");
    this.rev = null;
    this.last = 0;
    this.input.onpointerdown = () => this.player?.pause();
    this.input.oninput = () => { this.player?.pause(); this.show(); this.report(false); };
    this.input.onchange = () => this.report(true);
  }

  add_player() {
    this.player = new Player(() => this.data.label, {
      at: () => Math.round((Number(this.input.value) - this.data.min) / this.data.step),
      last: () => Math.round((this.data.max - this.data.min) / this.data.step),
      go: (place, final) => { this.input.value = this.data.min + place * this.data.step; this.show(); this.report(final); },
      free: () => this.answered() || performance.now() - this.last > PATIENCE,
    });
    this.input.before(this.player.button);
    this.input.after(this.player.speed);
  }

  // Python has heard of the newest place, and is done with it.
  answered() {
    const heard = this.sent === undefined || Math.abs(this.data.at - this.sent) < this.data.step / 2;
    return heard && !document.querySelector("[data-test-script-state=running]");
  }

  update({data, setStateValue}) {
    this.send = setStateValue;
    this.data = data;
    this.name.textContent = data.label;
    for (const key of ["min", "max", "step"]) if (this.input[key] !== String(data[key])) this.input[key] = data[key];
    if (data.rev !== this.rev) { this.player?.stop(); this.rev = data.rev; this.input.value = data.at; this.sent = undefined; }
    if (data.play && !this.player) this.add_player();
    if (this.player) for (const part of [this.player.button, this.player.speed]) part.hidden = !data.play;
    this.show();
    this.player?.look();
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
