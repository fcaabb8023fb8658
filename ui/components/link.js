// Write controls into the link without a new history entry. `link` is {step, values: {name: text, or null for a default}}.
const links = {timer: null, values: {}};

function write_link(link) {
  if (!link) return;
  Object.assign(links.values, link.values);
  clearTimeout(links.timer);
  links.timer = setTimeout(() => {
    const url = new URL(window.location.href), values = links.values;
    links.values = {};
    if ((url.searchParams.get("step") || link.step) !== link.step) return; // another step is on its way
    for (const [name, value] of Object.entries(values)) {
      if (value === null) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    const text = url.toString().replaceAll("%2C", ",");
    if (text !== window.location.href) window.history.replaceState(window.history.state, "", text);
  }, 150);
}
