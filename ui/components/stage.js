// A step's picture and its controls. The browser holds the link, a dictionary of short texts; the server makes a scene of it.
// While a hand moves, scenes come from the lane, `GET _scene/<step>?<link>`: one request under way, the newest link wins. When it
// rests, Python is told {n, rev, session, step, link} and catches up. Where there is no lane, Python is told at every move.
// Python sends {step, page, session, nav, rev, n, lane, waits, extra, scene, tries, reveal}; `n` is the newest report it has heard of.
const stages = new WeakMap();
const EVERY = 50, REST = 200, NEXT_KEY = 400, PATIENCE = 3000; // ms

class Stage {
  constructor(root) {
    this.root = root.querySelector(".stage");
    this.spoken = root.querySelector(".spoken");
    this.n = 0;
    this.link = {};
    this.plane = new Plane(root, {
      moved: (names, quietly) => {
        for (const name of names) this.link[name] = this.plane.at[name].map((v) => String(Number(v.toFixed(4)))).join(",");
        this.changed({slowly: false, quietly});
      },
      rested: (by_key) => (by_key ? this.soon() : this.rested()),
      picked: (name, text) => {
        this.link[name] = text;
        this.adopts = true;
        this.changed({slowly: false});
        this.rested();
      },
    });
    this.controls = new Controls(root.querySelector(".controls"), {
      chose: (name, text, sets, deed) => {
        if (name !== null) this.link[name] = text;
        for (const [other, to] of Object.entries(sets || {})) if (to === null) delete this.link[other]; else this.link[other] = to;
        if (deed !== undefined && deed !== "") this.deed = {name: deed, count: (this.deed?.count || 0) + 1};
        this.adopts = this.adopts || !!sets;
        this.changed({slowly: !!sets || name === null, deed});
      },
      rested: (by_key) => (by_key ? this.soon() : this.rested()),
    });
    this.asked = root.querySelector(".asked");
    this.asked.onclick = () => { // every control back where it starts, but for those that the question is about
      this.link = Object.fromEntries(Object.entries(this.data.tries).filter(([, text]) => text !== null));
      this.adopts = true;
      const deed = this.data.lane ? undefined : "tries";
      if (deed) this.deed = {name: deed, count: (this.deed?.count || 0) + 1};
      this.changed({slowly: true, deed});
      this.rested();
    };
  }

  update({data, setStateValue}) {
    this.send = setStateValue;
    this.data = data;
    const fresh = data.step !== this.step || data.rev !== this.rev || data.session !== this.session;
    if (data.step !== this.step) this.lane = data.lane;
    this.asked.hidden = data.waits || !data.tries;
    this.root.classList.toggle("waits", data.waits);
    this.root.querySelector(".frame").inert = data.waits;
    this.root.querySelector(".controls").inert = data.waits;
    if (data.step === this.step && data.session !== this.session) { // the server was restarted: the road tells it where we are
      [this.rev, this.session, this.n] = [data.rev, data.session, data.n];
      this.at_rest();
    } else if (fresh) {
      const slowly = data.step === this.step;
      [this.step, this.rev, this.session, this.n] = [data.step, data.rev, data.session, data.n];
      this.adopt(data.scene, {adopt: true, slowly});
      this.at_rest();
    } else if (data.n === this.n && !this.moving()) {
      this.adopt(data.scene, {adopt: this.adopts, slowly: this.slowly, heard: true});
      this.at_rest();
    }
    if (data.reveal && data.reveal !== this.revealed) {
      this.revealed = data.reveal;
      const box = this.root.getBoundingClientRect();
      if (box.top > innerHeight * 0.55 || box.top < 0) this.root.scrollIntoView({block: "start", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth"});
    }
  }

  // A scene is shown. With `adopt` its link counts, else only what it makes of ours, and, where Python was `heard`, what no handle and
  // no control shows: a hand doesn't know what Python remembers.
  adopt(scene, {adopt, slowly, heard}) {
    this.scene = scene;
    const shown = new Set([...scene.handles, ...scene.controls].map((each) => each.name));
    for (const [name, text] of Object.entries(scene.link)) {
      if (!adopt && (!heard || shown.has(name))) continue;
      if (text === null) delete this.link[name]; else this.link[name] = text;
    }
    this.plane.show(scene, {adopt, slowly});
    const badge = this.root.querySelector(".badge");
    badge.hidden = !scene.badge;
    if (badge.textContent !== scene.badge) badge.textContent = scene.badge;
    this.controls.show(scene.controls, {adopt, free: () => this.free()});
    this.adopts = this.slowly = false;
    this.drawn = performance.now();
  }

  at_rest() {
    this.root.dataset.state = "rest";
    if (this.spoken.textContent !== this.plane.words.textContent) this.spoken.textContent = this.plane.words.textContent;
    const {step, page, nav} = this.data;
    write_link({step, page, nav, values: this.scene.link});
  }

  // ------------------------------------------------------------------ while a hand moves
  moving() { return !!this.plane.held || this.asking || performance.now() - (this.touched || 0) < REST / 2; }

  free() { return !this.asking && (this.lane || this.data.n === this.n || performance.now() - this.last > PATIENCE); }

  changed({slowly, quietly, deed}) {
    this.touched = performance.now();
    this.root.dataset.state = "moving";
    this.slowly = slowly;
    this.stale = true;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rested(), quietly ? REST : 4 * REST); // a key, a wheel: nothing says when it ends
    if (quietly || deed) return; // the picture was drawn in the browser; or only Python can say what comes
    if (this.lane) this.ask();
    else this.report(false);
  }

  async ask() {
    if (this.asking) return;
    this.asking = true;
    while (this.stale && this.lane) {
      this.stale = false;
      const slowly = this.slowly, adopts = this.adopts, step = this.step;
      const query = new URLSearchParams({...this.data.extra, ...this.link});
      query.sort();
      if (this.base?.step === step) query.set("_have", this.base.id);
      try {
        const answer = await fetch(this.lane + "?" + query, {headers: {Accept: "application/json"}});
        if (answer.status === 404) { this.lane = null; this.stale = true; break; }
        if (!answer.ok) continue;
        const scene = this.whole(await answer.json(), step);
        if (step !== this.step) continue;
        if (!this.stale || !slowly) this.adopt(scene, {adopt: adopts && !this.stale, slowly});
      } catch { this.lane = null; this.stale = true; } // no line, or a host without the lane: Python is asked as before
    }
    this.asking = false;
    if (this.stale && !this.lane) this.report(false);
    if (this.waiting) { this.waiting = false; this.rested(); }
  }

  // An answer tells what has changed. In a list, a number is an item that stood there before, at this place; `was` is the place of one
  // that is the same but for the fields beside it.
  whole(answer, step) {
    const base = this.base?.step === step ? this.base : {};
    const scene = {...base, ...answer, step};
    for (const part of ["marks", "handles", "controls"]) scene[part] = answer[part]?.map((each) => {
      if (typeof each === "number") return base[part][each];
      const {was, ...fields} = each;
      return was === undefined ? each : {...base[part][was], ...fields};
    }) || base[part];
    return (this.base = scene);
  }

  soon() { // after a key more may follow: a run in the midst of them would hold the next picture up
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rested(), NEXT_KEY);
  }

  rested() {
    clearTimeout(this.timer);
    if (this.asking) { this.waiting = true; return; }
    this.report(true);
  }

  report(final) {
    const wait = (this.last || 0) + EVERY - performance.now();
    clearTimeout(this.timer);
    if (!final && wait > 0) { this.timer = setTimeout(() => this.report(true), wait); return; }
    const text = JSON.stringify({step: this.step, link: this.link, deed: this.deed});
    if (text === this.sent && this.data.n === this.n) return;
    this.sent = text;
    this.stale = false;
    this.last = performance.now();
    this.touched = 0;
    this.send("value", {...JSON.parse(text), n: ++this.n, rev: this.rev, session: this.session});
  }
}

export default function (component) {
  const root = component.parentElement;
  if (!stages.has(root)) stages.set(root, new Stage(root));
  stages.get(root).update(component);
}
