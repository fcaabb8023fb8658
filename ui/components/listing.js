// A listing: code or printed text, coloured by the server. Python sends {text, tokens: [[look, part], …], label}.
const shown = new WeakMap();

export default function ({data, parentElement: root}) {
  const me = shown.get(root) || {};
  shown.set(root, me);
  if (me.text === data.text && me.label === data.label) return;
  Object.assign(me, data);
  const pre = root.querySelector("pre"), copy = root.querySelector("button");
  pre.setAttribute("aria-label", data.label);
  pre.replaceChildren(...data.tokens.map(([look, part]) => {
    const span = document.createElement(look ? "span" : "text");
    span.className = look;
    span.textContent = part;
    return look ? span : document.createTextNode(part);
  }));
  copy.hidden = !navigator.clipboard;
  copy.onclick = () => navigator.clipboard.writeText(me.text).then(() => {
    copy.textContent = "Copied";
    setTimeout(() => { copy.textContent = "Copy"; }, 1500);
  });
}
