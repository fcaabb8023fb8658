// Plays a control: once ▶ is pressed it goes by itself from where it stands to its end; pressed there, from the start.
// The control has places 0, 1, … `last()`, stands at `at()`, and takes `go(place, final)`. While `free()` is false it
// waits, so that every place it reports is also seen. It never starts by itself.
const SHAPES = {Play: "M8 5v14l11-7z", Pause: "M6 5h4v14H6zM14 5h4v14h-4z"};
const WHOLE = 15000, SLOWEST = 600; // ms for the whole way at speed 1, and at most so many for one place

class Player {
  constructor(name, control) {
    this.control = control;
    this.name = name;
    this.button = document.createElement("button");
    this.button.className = "play";
    this.button.type = "button";
    this.button.onclick = () => (this.timer ? this.pause() : this.play());
    this.speed = document.createElement("select");
    this.speed.className = "speed";
    this.speed.setAttribute("aria-label", "Speed");
    this.speed.title = "Speed";
    this.speed.innerHTML = '<option value="0.5">½×</option><option value="1" selected>1×</option><option value="2">2×</option><option value="4">4×</option>';
    this.look();
  }

  look() {
    const does = this.timer ? "Pause" : "Play", says = `${does}: ${this.name()}`;
    if (this.button.getAttribute("aria-label") === says) return;
    this.button.innerHTML = `<svg viewBox="0 0 24 24" aria-hidden="true"><path d="${SHAPES[does]}"/></svg>`;
    this.button.setAttribute("aria-label", says);
    this.button.title = does;
  }

  play() {
    const {at, last, go} = this.control;
    if (at() >= last()) go(0, false);
    this.saved = 0;
    this.then = performance.now();
    this.wait();
    this.look();
  }

  wait() { // with reduced motion: few leaps in place of many small moves
    const pace = matchMedia("(prefers-reduced-motion: reduce)").matches ? 500 : 40;
    this.timer = setTimeout(() => this.move(), pace);
  }

  move() {
    const {at, last, go, free} = this.control, now = performance.now();
    if (!this.button.isConnected) return this.pause();
    this.saved = Math.min(this.saved + (now - this.then) * Number(this.speed.value), 1000);
    this.then = now;
    const each = Math.min(WHOLE / last(), SLOWEST), places = Math.floor(this.saved / each);
    if (places && free()) {
      const to = Math.min(at() + places, last());
      this.saved -= places * each;
      go(to, to === last());
      if (to === last()) return this.stop();
    }
    this.wait();
  }

  pause() {
    if (!this.timer) return;
    this.control.go(this.control.at(), true);
    this.stop();
  }

  stop() {
    clearTimeout(this.timer);
    this.timer = null;
    this.look();
  }
}
