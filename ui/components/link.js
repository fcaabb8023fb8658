const visit = (window.justEnoughMath ??= {nav: 0}); // what our components in this window know of each other

// Write controls into the address without a new history entry. `link` is {step, page, values: {name: text, or null for a
// default}}, and `now` for what no hand drags. It waits until the hand rests, but not longer than LATEST: what trains never
// rests.
const links = {timer: null, since: null, values: {}};
const QUIET = 150, LATEST = 450; // ms

function write_link(link) {
  if (!link) return;
  if (link.nav !== undefined && link.nav !== visit.nav) return; // Back was pressed: Python doesn't know yet
  if (links.page !== link.page) links.values = {}; // the page was left before they were written
  links.page = link.page;
  Object.assign(links.values, link.values);
  clearTimeout(links.timer);
  links.since ??= performance.now();
  links.timer = setTimeout(() => {
    const url = new URL(window.location.href), values = links.values;
    links.values = {};
    links.since = null;
    if (link.nav !== undefined && link.nav !== visit.nav) return;
    if (link.page && !url.pathname.endsWith(link.page)) return; // another page is on its way
    if ((url.searchParams.get("step") || link.step) !== link.step) return; // another step is on its way
    for (const [name, value] of Object.entries(values)) {
      if (value === null) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    const text = url.toString().replaceAll("%2C", ",");
    if (text !== window.location.href) window.history.replaceState(window.history.state, "", text);
  }, link.now ? 0 : Math.max(0, Math.min(QUIET, links.since + LATEST - performance.now())));
}

// Do something once no script runs for this page: what is told in the midst of a run breaks it off.
function at_rest(task) {
  const app = document.querySelector("[data-test-script-state]"), runs = () => app?.dataset.testScriptState !== "notRunning";
  if (!app || !runs()) return task();
  const waits = new MutationObserver(() => { if (!runs()) { waits.disconnect(); task(); } });
  waits.observe(app, {attributes: true, attributeFilter: ["data-test-script-state"]});
}
