// What only the browser can do: keep progress in its local storage, and write our own controls into the link.
// Python sends {store, ask, save} or {link}; this sends back {stored: the text found} whenever `ask` changes.
const instances = new WeakMap();

function read(name) { try { return localStorage.getItem(name); } catch { return null; } }
function write(name, text) { try { localStorage.setItem(name, text); } catch { /* storage is off: progress lasts for the visit */ } }
function parse(text) { try { const found = JSON.parse(text); return found && typeof found === "object" ? found : {}; } catch { return {}; } }

// The steps that another tab has answered more often than this one knows of.
function ahead(old, mine) {
  const count = step => [step?.right, step?.wrong].every(n => Number.isInteger(n) && n >= 0 && n <= 9999) ? step.right + step.wrong : -1;
  return Object.fromEntries(Object.entries(old ?? {}).filter(([id, step]) => id in mine && count(step) > count(mine[id])));
}

function keep(me, {store, ask, save, forget}, setStateValue) {
  if (forget && me.forgot !== forget) { me.forgot = forget; write(store, save || "{}"); }
  else if (save && me.saved !== save) {
    me.saved = save;
    const old = parse(read(store)), mine = parse(save);
    write(store, JSON.stringify({...old, ...mine, steps: {...old.steps, ...mine.steps, ...ahead(old.steps, mine.steps)}}));
  }
  if (me.asked !== ask) { me.asked = ask; setStateValue("stored", {ask, text: read(store) || ""}); }
}

export default function ({data, parentElement, setStateValue}) {
  if (!instances.has(parentElement)) instances.set(parentElement, {});
  const me = instances.get(parentElement);
  if (data.store) keep(me, data, setStateValue);
  write_link(data.link);
}
