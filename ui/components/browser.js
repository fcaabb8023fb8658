// What only the browser can do: keep progress in its local storage, write our own controls into the link, and move the
// keyboard's focus.
// Python sends {store, ask, page, save, writer, answers, focus} or {link}; this sends back
// {stored: {ask, text, blocked, framed, search}} for each new `ask`, when another tab has changed the store, and when a lost
// connection is back. `search` is the address as it is, which a new session doesn't know.
const instances = new WeakMap();
const KINDS = ["compute", "understand"];
const TABS = 40; // of so many sessions it is remembered which of their answers are counted

function read(name) { try { return localStorage.getItem(name) || ""; } catch { return ""; } }
function write(name, text) { try { localStorage.setItem(name, text); return true; } catch { return false; } }
function table(found) { return found && typeof found === "object" && !Array.isArray(found) ? found : {}; }
function parse(text) { try { return table(JSON.parse(text)); } catch { return {}; } }
function count(number) { return Number.isInteger(number) && number > 0 && number < 1e14 ? number : 0; }

// A day as the record writes it; "" for anything else, and for one that no place on Earth has yet.
function dated(text) { return /^\d{4}-\d{2}-\d{2}$/.test(text); }
function day(text) { return dated(text) && text <= new Date(Date.now() + 3 * 864e5).toISOString().slice(0, 10) ? text : ""; }

// Two entries of a step as one, as `merge` in ui/progress.py has it; but what is new in this tab is added to the counts.
function together(old, mine, more) {
  const a = {...table(old)}, seen = Math.max(count(a.seen), count(mine.seen));
  a.last = day(a.last);
  const last = [a.last, mine.last].sort()[1];
  const times = [a, mine].filter(e => e.last === last && dated(e.due) && e.stability > 0 && e.difficulty > 0);
  times.sort((x, y) => x.due.localeCompare(y.due) || x.stability - y.stability || x.difficulty - y.difficulty || count(y.later) - count(x.later));
  const {due, stability, difficulty, later} = times[0] ?? {};
  const reviewed = [day(a.reviewed), mine.reviewed ?? ""].sort()[1];
  const first = days => days.filter(Boolean).sort()[0] ?? "";
  const computed = first([day(a.computed), mine.computed]), understood = first([day(a.understood), mine.understood]);
  const both = computed && understood && [computed, understood].sort()[1];
  const unseen = Math.max(count(a.seen_understand), count(mine.seen_understand));
  const asked = [a, mine].filter(e => e.last === last && KINDS.includes(e.asked)).map(e => e.asked).sort().at(-1);
  const codes = [a, mine].filter(e => typeof e.code === "string" && count(e.coded));
  const {code, coded} = codes.sort((x, y) => y.coded - x.coded || (x.code < y.code) - (x.code > y.code))[0] ?? {};
  return {
    done: first([day(a.done), mine.done, both]),
    right: Math.max(count(a.right) + more.right, mine.right),
    wrong: Math.max(count(a.wrong) + more.wrong, mine.wrong),
    last, ...(computed && {computed}), ...(understood && {understood}), ...(asked && {asked}),
    ...(seen && {seen}), ...(unseen && {seen_understand: unseen}), ...(due && {due, stability, difficulty}),
    ...(due && count(later) && {later}), ...(reviewed && {reviewed}),
    ...(coded && {code, coded}), ...(codes.some(e => e.own === true) && {own: true}),
  };
}

// The stored record with this tab's merged into it. `answers` are all that this writer has given; `tabs` says how many of
// them are counted already. A record that was emptied later than the stored one takes its place.
function joined(old, mine, writer, answers) {
  const {[writer]: counted, ...tabs} = table(old.tabs), afresh = count(mine.forgotten) > count(old.forgotten);
  const kept = afresh ? {} : old, steps = {...table(kept.steps)};
  for (const [id, entry] of Object.entries(mine.steps)) {
    const given = answers.slice(count(counted)).filter(([step]) => step === id), right = given.filter(([, good]) => good).length;
    steps[id] = together(steps[id], entry, {right, wrong: given.length - right});
  }
  const known = record => 2 * count(record.planned) + (Object.keys(table(record.plan)).length > 0);
  const {plan, planned} = known(mine) >= known(kept) ? mine : kept;
  const {goal, aimed} = count(mine.aimed) >= count(kept.aimed) ? mine : kept;
  const rest = {...kept, ...mine, steps, tabs: Object.fromEntries([...Object.entries(tabs).slice(1 - TABS), [writer, answers.length]])};
  return {...rest, plan, planned, goal, aimed};
}

function works(store) {
  const free = write(`${store}-probe`, "1");
  try { localStorage.removeItem(`${store}-probe`); } catch { /* it was never written */ }
  return free;
}

// In a page of another site browsers give us a store that is apart from our own, or gone when they close.
function framed() {
  try { return window.top.location.origin !== location.origin; } catch { return true; }
}

const LATER = 15_000; // ms; the page that was chosen says itself when it is there

function keep(me, {store, ask, page, save, writer, answers}) {
  let news = me.asked !== ask, full = false;
  if (save && me.saved !== save) {
    me.saved = save;
    const old = parse(read(store)), mine = parse(save);
    if (count(old.forgotten) > count(mine.forgotten)) news = true; // all was forgotten in another tab
    else full = !write(store, JSON.stringify(joined(old, mine, writer, answers)));
  }
  const told = () => me.send("stored", {ask, text: read(store), blocked: full || !works(store), framed: framed(), search: location.search});
  me.tell = () => at_rest(() => {
    clearTimeout(me.waits);
    me.waits = null;
    if (!page || location.pathname === page) told();
    else me.waits = setTimeout(() => at_rest(told), LATER); // another page was chosen: told now, it would call back the one that was left
  });
  if (news || full || me.waits) me.tell();
  me.asked = ask;
  me.heard ??= event => { if (event.key === store && event.newValue) me.tell(); };
  window.addEventListener("storage", me.heard); // other tabs hear it; the same listener isn't added twice
  return () => window.removeEventListener("storage", me.heard);
}

// What a page had still to tell when it was left calls it back: Streamlit runs the page from which it was told. So when a page
// comes again right after another, and nobody has pressed anything in between, the browser turns to that other one.
const SOON = 3000; // ms

function stay(page) {
  if (!visit.watched) {
    for (const kind of ["click", "keydown", "popstate"]) addEventListener(kind, () => { visit.pressed = performance.now(); }, true);
    visit.watched = true;
  }
  if (page !== location.pathname || page === visit.page) return;
  const now = performance.now(), called_back = page === visit.left && now - visit.turned < SOON && !(visit.pressed > visit.turned);
  [visit.left, visit.page, visit.turned] = [visit.page, page, now];
  if (called_back) history.back();
}

// While there is no connection, say in our own words what is kept and what to do. Streamlit's dialog, which may ask a
// learner whether a server is running, is dismissed: it also takes the page from the keyboard.
const BRIEF = 1500; // ms; a shorter gap is none of the learner's business
let watched = null, keeper = null;

function watch_connection(me, store) {
  const app = document.querySelector("[data-test-connection-state]");
  keeper = me;
  if (!app || watched === app) return;
  watched = app;
  let timer = null, shown = null;
  const dismissed = new MutationObserver(() => {
    for (const title of document.querySelectorAll("[role=dialog] h2")) {
      if (title.textContent === "Connection error") title.closest("[role=dialog]").querySelector("button[aria-label=Close]")?.click();
    }
  });
  new MutationObserver(() => {
    if (app.dataset.testConnectionState !== "CONNECTED") {
      timer ??= setTimeout(() => { shown = banner(app, store); }, BRIEF);
      dismissed.observe(document.body, {childList: true, subtree: true});
    } else {
      clearTimeout(timer);
      dismissed.disconnect();
      shown?.remove();
      timer = shown = null;
      setTimeout(() => keeper.tell()); // a new session begins with what is kept here, not with the next press, which it would miss
    }
  }).observe(app, {attributes: true, attributeFilter: ["data-test-connection-state"]});
}

function banner(app, store) {
  const box = document.createElement("div"), {color, backgroundColor} = getComputedStyle(app);
  const kept = works(store) && !framed() ? "Your answers are kept in this browser. " : "";
  box.textContent = `The connection is lost. ${kept}Leave this page open and wait: it goes on by itself once the connection is back.`;
  box.setAttribute("role", "alert");
  box.dataset.testid = "connection-lost";
  Object.assign(box.style, {
    position: "fixed", bottom: "1rem", left: "50%", transform: "translateX(-50%)", zIndex: 1000001, width: "max-content",
    maxWidth: "min(40rem, calc(100vw - 2rem))", padding: "0.75rem 1rem", borderRadius: "0.5rem", lineHeight: 1.5,
    color: backgroundColor, background: color, font: "inherit", boxSizing: "border-box",
  });
  document.body.append(box);
  return box;
}

// Move the focus to the container with a key, once for each `turn`, as soon as the container is there.
const turns = new Set();
const LATE = 5000; // ms; what comes later has nothing to do with the press

function move_focus({place, turn}) {
  if (!turn || turns.has(turn)) return;
  turns.add(turn);
  const tried = () => {
    const found = document.querySelector(`.st-key-${CSS.escape(place)}`);
    if (found) { found.tabIndex = -1; found.focus(); }
    return found;
  };
  if (tried()) return;
  const waits = new MutationObserver(() => tried() && waits.disconnect());
  waits.observe(document.body, {childList: true, subtree: true});
  setTimeout(() => waits.disconnect(), LATE);
}

export default function ({data, parentElement, setStateValue}) {
  if (!instances.has(parentElement)) instances.set(parentElement, {});
  const me = instances.get(parentElement);
  me.send = setStateValue;
  write_link(data.link);
  move_focus(data.focus ?? {});
  if (!data.store) return;
  stay(data.page);
  watch_connection(me, data.store);
  return keep(me, data);
}
