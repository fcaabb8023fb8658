// A few small pictures side by side, to choose by. Python sends {sketches: [{marks, size, axes, bare}, …], names, large}.
const boards = new WeakMap();

export default function ({data, parentElement: root}) {
  const text = JSON.stringify(data);
  if (boards.get(root) === text) return;
  boards.set(root, text);
  root.querySelector(".sketches").classList.toggle("large", !!data.large);
  root.querySelector(".sketches").replaceChildren(...data.sketches.map((sketch, place) => {
    const figure = document.createElement("figure");
    figure.innerHTML = `<div class="frame"><svg role="img"><g class="back"></g><g class="marks"></g><g class="front"></g></svg>
      <div class="tip" hidden></div></div><div class="player" hidden></div><p class="says" hidden></p><figcaption></figcaption>`;
    figure.querySelector("figcaption").textContent = data.names[place];
    requestAnimationFrame(() => {
      const bare = sketch.bare ?? !sketch.axes.some(Boolean);
      new Plane(figure, {}).show({...sketch, bare, handles: [], says: data.names[place]}, {adopt: true, slowly: false});
    });
    return figure;
  }));
}
