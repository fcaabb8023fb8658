// A learner's seat in a room: the browser keeps the token by which it is known again, and the room it sits in.
// Python sends {ask, room, asks}: the room to keep ("" for none, null for what is kept), and whether a page wants an answer even
// where no room is kept. This sends back {seat: {ask, token, room, kept}} once for each `ask`.
const SEAT = "just-enough-math-seat";
const seat = {token: "", room: "", told: ""}; // for a browser that keeps nothing: as long as the page is open

function fresh() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map(byte => byte.toString(16).padStart(2, "0")).join("");
}

export default function ({data, setStateValue}) {
  let kept = true;
  try { Object.assign(seat, JSON.parse(localStorage.getItem(SEAT) || "{}")); } catch { kept = false; }
  if (!/^[0-9a-f]{32}$/.test(seat.token)) seat.token = "";
  if (data.room !== null) seat.room = data.room;
  if (!data.asks && !seat.room) return;
  seat.token ||= fresh();
  try { localStorage.setItem(SEAT, JSON.stringify({token: seat.token, room: seat.room})); } catch { kept = false; }
  if (seat.told === data.ask) return;
  seat.told = data.ask;
  const {token, room} = seat;
  at_rest(() => setStateValue("seat", {ask: data.ask, token, room, kept}));
}
