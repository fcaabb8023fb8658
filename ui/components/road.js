// The road: which address the browser shows. Python sends {session, nav, step, place, adopted, private, focus, write}; this sends
// back {session, nav, first, search, private} whenever Back or Forward was pressed, and when a session begins that doesn't know all. What is private to this tab, such as
// a guess, stays out of the address: it lies in the tab's own storage.
const roads = new WeakMap();
const TAB = "just-enough-math-tab";

function of_tab() { try { return JSON.parse(sessionStorage.getItem(TAB)) || {}; } catch { return {}; } }
function keep_in_tab(part) { try { sessionStorage.setItem(TAB, JSON.stringify({...of_tab(), ...part})); } catch { /* storage is off: it lasts for the visit */ } }

// Whether Python knows what the address says, how often Back was pressed, and what the tab keeps: most visits begin so.
function is_known({adopted, nav}) {
  const said = [...new URLSearchParams(location.search)], told = new Map(Object.entries(adopted));
  return said.length === told.size && said.every(([name, text]) => told.get(name) === text) && visit.nav === nav && !Object.keys(of_tab()).length;
}

export default function ({data, parentElement, setStateValue}) {
  if (!roads.has(parentElement)) roads.set(parentElement, {});
  const me = roads.get(parentElement);
  me.report = (first = false) => {
    if (!location.pathname.endsWith(me.data.page)) return; // Back led to another page: a report would call this one back
    setStateValue("value", {session: me.data.session, nav: visit.nav, first, search: location.search, path: location.pathname, private: of_tab()});
  };
  me.data = data;
  if (me.session !== data.session) {
    me.session = visit.session = data.session;
    if (!is_known(data)) at_rest(() => me.report(true));
  }
  if (Object.keys(data.private).length) keep_in_tab(data.private);
  if (me.step !== data.step) {
    if (me.step) document.querySelector("[data-testid=stMain]")?.scrollTo(0, 0);
    me.step = data.step;
  }
  const stand = data.place && `${data.session} ${data.nav} ${data.step} ${data.place}`; // a link that leads to a part of the page
  if (stand && stand !== me.stood) {
    const to = document.querySelector(`.st-key-place-${data.place}`);
    if (to) { me.stood = stand; setTimeout(() => to.scrollIntoView({block: "start"}), 100); }
  }
  if (data.focus && data.focus !== me.focused) {
    me.focused = data.focus;
    const to = document.querySelector(".st-key-prediction p");
    if (to) { to.tabIndex = -1; to.focus({preventScroll: true}); }
  }
  write_link({step: data.step, page: data.page, nav: data.nav, values: data.write});
  if (!me.turned) {
    // Where Back leads to another page Streamlit turns to it by itself; a report would call this one back.
    me.turned = () => { visit.nav += 1; if (location.pathname.endsWith(me.data.page)) setTimeout(() => me.report(), 0); };
    addEventListener("popstate", me.turned);
  }
  return () => { removeEventListener("popstate", me.turned); me.turned = null; };
}
