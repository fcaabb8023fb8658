// The live line of a room. Python sends {address, follow, every, until, now, seen}; this sends back which state of the room it
// has heard of, {version, traffic, over}, once that is newer than the one the page was drawn from, and Python runs again.
// Where the line says nothing, it asks Python every few seconds instead, and tries the line again from time to time.
const lines = new WeakMap();
const SILENT = 5000, ASK = 3000, AGAIN = 30_000, CLOSES = 2000; // ms

class Line {
  constructor(root) {
    this.left = root.querySelector(".left");
    this.ahead = -Infinity; // s by which the server's clock is ahead of this one
    this.told = "";
    this.asked = 0;
  }

  update({data, setStateValue}) {
    clearTimeout(this.closing);
    if (this.data?.address !== data.address) this.close();
    this.data = data;
    this.send = setStateValue;
    this.clock(data.now);
    this.count_down();
    if (!this.source && !this.over) this.open();
    this.tell();
  }

  open() {
    this.source = new EventSource(this.data.address);
    this.source.onmessage = event => {
      this.quiet();
      this.heard = JSON.parse(event.data);
      this.clock(this.heard.now);
      this.tell();
    };
    this.source.addEventListener("over", () => { this.over = true; this.close(); this.ask(); });
    this.source.onerror = () => { if (this.source?.readyState === EventSource.CLOSED) this.wait(0); };
    this.wait(SILENT);
  }

  // The line may be missing: ask, until it says something.
  wait(time) {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => {
      this.asking ??= setInterval(() => { if (!document.hidden) this.ask(); }, ASK);
      this.retry ??= setTimeout(() => { this.close(); this.open(); }, AGAIN);
    }, time);
  }

  quiet() {
    clearTimeout(this.silence);
    clearInterval(this.asking);
    clearTimeout(this.retry);
    this.asking = this.retry = null;
  }

  close() {
    this.quiet();
    this.source?.close();
    this.source = this.heard = null;
  }

  ask() { at_rest(() => this.send("value", {asked: ++this.asked})); }

  // Tell Python of a newer state, but not more often than it wants to know.
  tell() {
    if (!this.heard || this.later) return;
    const {version, traffic, deadline, now} = this.heard, {seen, follow, every} = this.data;
    const over = deadline !== null && now >= deadline;
    const news = version > seen.version || (over && !seen.over) || (follow === "all" && traffic > seen.traffic);
    const mark = `${version} ${over} ${follow === "all" ? traffic : ""}`;
    if (!news || mark === this.told) return;
    const go = () => {
      this.later = null;
      this.last = performance.now();
      this.told = mark;
      at_rest(() => this.send("value", {version, traffic, over}));
    };
    const rest = every * 1000 - (performance.now() - (this.last ?? -Infinity));
    if (version > seen.version || rest <= 0) go(); // a change of the room's state doesn't wait
    else this.later = setTimeout(() => { this.later = null; this.last = null; this.tell(); }, rest);
  }

  clock(now) { this.ahead = Math.max(this.ahead, now - Date.now() / 1000); }

  count_down() {
    clearTimeout(this.second);
    const until = this.data.until;
    this.left.hidden = until === null;
    if (until === null) return;
    const left = until - this.ahead - Date.now() / 1000, whole = Math.max(0, Math.ceil(left));
    this.left.textContent = whole ? `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")} left` : "Time is up";
    this.left.classList.toggle("soon", whole <= 10);
    if (whole) this.second = setTimeout(() => this.count_down(), 1000 * (left - whole + 1) + 5);
  }
}

export default function (component) {
  const root = component.parentElement;
  if (!lines.has(root)) lines.set(root, new Line(root));
  const line = lines.get(root);
  line.update(component);
  return () => { // at every change of what Python sends, too: only a page that was left lets go of its line
    clearTimeout(line.second);
    line.closing = setTimeout(() => line.close(), CLOSES);
  };
}
