// A clock for what goes on by itself. Python sends {at, runs, link}; while it runs, this sends back {at, turn} to ask for
// what comes after `at`. It asks once for each answer, and rests as long as the answer took, so that a busy server is asked
// less often, and for a closed page not at all.
const clocks = new WeakMap();
const EVERY = 150, PATIENCE = 3000; // ms from one question to the next; ms until an unanswered one is asked again

class Clock {
  constructor() {
    this.last = 0;
    this.turn = 0;
    this.asked = false;
  }

  update({data, setStateValue}) {
    this.send = setStateValue;
    this.data = data;
    clearTimeout(this.timer);
    const took = performance.now() - this.last, rest = this.asked ? Math.max(EVERY - took, Math.min(took, EVERY * 4)) : 0;
    this.asked = false;
    if (data.runs) this.timer = setTimeout(() => this.ask(), rest);
  }

  ask() {
    this.last = performance.now();
    this.asked = true;
    this.timer = setTimeout(() => this.ask(), PATIENCE);
    this.send("value", {at: this.data.at, turn: ++this.turn});
  }
}

export default function (component) {
  const root = component.parentElement;
  if (!clocks.has(root)) clocks.set(root, new Clock());
  clocks.get(root).update(component);
  write_link(component.data.link);
  return () => clearTimeout(clocks.get(root).timer);
}
