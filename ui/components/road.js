// The road: which address the browser shows. Python sends {session, nav, step, place, private, focus, write}; this sends back
// {session, nav, search, private} when a session begins and whenever Back or Forward was pressed. What is private to this tab, such as
// a guess, stays out of the address: it lies in the tab's own storage.
const roads = new WeakMap();
const TAB = "just-enough-math-tab";

function of_tab() { try { return JSON.parse(sessionStorage.getItem(TAB)) || {}; } catch { return {}; } }
function keep_in_tab(part) { try { sessionStorage.setItem(TAB, JSON.stringify({...of_tab(), ...part})); } catch { /* storage is off: it lasts for the visit */ } }

export default function ({data, parentElement, setStateValue}) {
  const shared = (window.justEnoughMath ??= {nav: 0});
  if (!roads.has(parentElement)) roads.set(parentElement, {});
  const me = roads.get(parentElement);
  me.report = () => {
    if (!location.pathname.endsWith(me.data.page)) return; // Back led to another page: a report would call this one back
    setStateValue("value", {session: me.data.session, nav: shared.nav, search: location.search, path: location.pathname, private: of_tab()});
  };
  me.data = data;
  if (Object.keys(data.private).length) keep_in_tab(data.private);
  if (me.session !== data.session) { me.session = shared.session = data.session; at_rest(me.report); }
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
    me.turned = () => { shared.nav += 1; if (location.pathname.endsWith(me.data.page)) setTimeout(() => me.report(), 0); };
    addEventListener("popstate", me.turned);
  }
  return () => { removeEventListener("popstate", me.turned); me.turned = null; };
}
