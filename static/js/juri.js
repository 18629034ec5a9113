// Scores on their way to the server. Every change is first kept on this device, then sent as an operation with an id of its own: the server takes an
// operation once, however often it comes. Without this file the page is a plain form.
//
// A change is in one of three places until the server has it: `queue` (not on its way yet), `flying` (sent, not answered) or `disputed` (another device
// changed the same criterion, and the juror has not chosen yet). All three survive a closed page, with the version of the sheet that was seen.

const form = document.getElementById("lembar");
const words = JSON.parse(document.getElementById("kata").textContent);
const sync = document.querySelector("[data-sync]");
const spoken = document.querySelector("[data-spoken]");
const store = `juri:${form.dataset.store}`;
const DEVICE_PAUSE = 800;
const SERVER_PAUSE = 2200;
const RETRY = [3000, 10000, 30000, 60000];
const SPEAK_PAUSE = 10000;

let base = Number(form.dataset.version); // the version of the sheet that the juror has seen
let queue = new Map(); // criterion → {criterion, choice, note}
let flying = null; // {op_id, base_version, cells}
let disputed = new Map(); // criterion → {criterion, choice, note}: what was chosen here
let busy = false; // a request is under way
let failures = 0;
let halted = false;
let leaving = null; // the button that waits until everything is sent
let timer = 0;
let retry = 0;

const clock = () => new Date().toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
const newId = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

// --- The form -------------------------------------------------------------------------------------------------------

const criterion = (id) => document.getElementById(`k${id}`);
const criteria = () => [...form.querySelectorAll("[data-criterion]")];
const radios = (id) => [...form.querySelectorAll(`input[name="k${id}"]`)];
const chosen = (id) => radios(id).find((input) => input.checked)?.value ?? "";
const note = (id) => form.elements[`n${id}`];
const shown = (id) => ({ criterion: Number(id), choice: chosen(id), note: note(id).value });
const lacksReason = (cell) => cell.choice === "x" && !cell.note.trim();
const unexplained = () => criteria().some((item) => lacksReason(shown(item.dataset.criterion)));
const same = (one, other) => one.choice === other.choice && (one.note ?? "").trim() === (other.note ?? "").trim();

function put(cell) {
  radios(cell.criterion).forEach((input) => {
    input.checked = input.value === cell.choice;
  });
  note(cell.criterion).value = cell.note ?? "";
}

function count() {
  const done = criteria().filter((item) => item.querySelector("input:checked"));
  criteria().forEach((item) => item.classList.toggle("is-missing", !item.querySelector("input:checked")));
  document.querySelector("[data-done]").textContent = done.length;
  const points = document.querySelector("[data-points]");
  if (points) points.textContent = done.reduce((sum, item) => sum + (Number(item.querySelector("input:checked").value) || 0), 0).toLocaleString("id-ID");
}

// --- What the juror is told -------------------------------------------------------------------------------------------

const URGENT = ["waiting", "sign-in", "conflict", "refused", "closed"];
let spokenAt = 0;
let speaking = 0;

function say(state, values = {}) {
  const text = (words[state] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  sync.hidden = false;
  sync.dataset.state = state;
  if (sync.textContent !== text) sync.textContent = text;
  clearTimeout(speaking);
  const pause = URGENT.includes(state) ? 0 : Math.max(0, spokenAt + SPEAK_PAUSE - Date.now());
  speaking = setTimeout(() => {
    if (spoken.textContent !== text) spoken.textContent = text;
    spokenAt = Date.now();
  }, pause);
}

const unsent = () => new Set([...(flying?.cells ?? []).map((cell) => String(cell.criterion)), ...queue.keys()]).size;

// --- This device ----------------------------------------------------------------------------------------------------

function keep() {
  try {
    if (queue.size || flying || disputed.size) {
      localStorage.setItem(store, JSON.stringify({ base, flying, queue: [...queue.values()], disputed: [...disputed.values()] }));
    } else {
      localStorage.removeItem(store);
    }
    return true;
  } catch {
    return false; // a full or forbidden store: the server still gets everything
  }
}

function recall() {
  let kept;
  try {
    kept = JSON.parse(localStorage.getItem(store));
  } catch {
    kept = null;
  }
  if (!kept) return;
  const fresh = (cells) => (cells ?? []).filter((cell) => criterion(cell.criterion) && !same(cell, shown(cell.criterion)));
  const late = fresh(kept.queue);
  const undecided = fresh(kept.disputed);
  if (fresh(kept.flying?.cells).length) flying = kept.flying;
  if (flying || late.length) base = Math.min(kept.base, base);
  undecided.forEach((cell) => compare(cell, shown(cell.criterion)));
  [...(flying?.cells ?? []), ...late, ...undecided].forEach(put);
  late.forEach((cell) => queue.set(String(cell.criterion), cell));
  keep();
  if (flying) deliver();
  else if (queue.size) send();
  else if (disputed.size) say("conflict");
}

// --- Changes --------------------------------------------------------------------------------------------------------

function changed(id) {
  count();
  settle(id);
  const cell = shown(id);
  if (lacksReason(cell)) {
    queue.delete(String(id)); // it goes with its reason
    keep();
    say("refused", { pesan: words.reason });
    note(id).focus();
    return;
  }
  queue.set(String(id), cell);
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (!keep()) say("sending");
    else if (failures) say("waiting", { n: unsent() });
    else say("device", { jam: clock() });
    timer = setTimeout(send, SERVER_PAUSE);
  }, DEVICE_PAUSE);
}

function send() {
  if (flying || halted || !queue.size) return;
  clearTimeout(timer);
  flying = { op_id: newId(), base_version: base, cells: [...queue.values()] };
  queue = new Map();
  keep();
  deliver();
}

async function deliver() {
  if (busy || halted || !flying) return;
  busy = true;
  clearTimeout(retry);
  if (!failures) say("sending");
  let response;
  let said;
  try {
    response = await fetch(form.dataset.save, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: JSON.stringify(flying),
    });
    if (response.headers.get("Content-Type")?.startsWith("application/json")) said = await response.json();
  } catch {
    response = null;
  }
  busy = false;
  if (said) answer(said);
  else if (response?.type === "opaqueredirect" || response?.status === 403) stop("sign-in");
  else if (response?.status === 404) stop("closed");
  else later();
}

function answer(said) {
  failures = 0;
  const cells = flying.cells;
  flying = null;
  if (said.status === "saved" || said.status === "repeat") {
    base = Math.max(base, said.version);
    form.elements.versi.value = base;
    keep();
    onwards(said.saved_at);
  } else if (said.status === "conflict") {
    base = Math.max(base, said.version);
    form.elements.versi.value = base;
    cells.forEach((cell) => differ(cell, said.theirs?.[cell.criterion]));
    keep();
    if (disputed.size) say("conflict");
    if (!disputed.size || queue.size) onwards();
  } else if (said.status === "closed") {
    restore(cells);
    stop("closed");
  } else {
    restore(cells);
    leaving = null;
    say("refused", { pesan: said.message ?? "" });
  }
}

function onwards(at) {
  if (queue.size && leaving) send();
  else if (queue.size) timer = setTimeout(send, SERVER_PAUSE);
  else if (leaving && !disputed.size) form.requestSubmit(leaving);
  else if (unexplained()) say("refused", { pesan: words.reason });
  else if (!disputed.size) say("server", { jam: at ?? clock() });
}

function later() {
  // The same operation goes again, with the same id: if the server had taken it, it answers "repeat".
  leaving = null;
  keep();
  say("waiting", { n: unsent() });
  retry = setTimeout(deliver, RETRY[Math.min(failures++, RETRY.length - 1)]);
}

function restore(cells) {
  cells.forEach((cell) => queue.has(String(cell.criterion)) || queue.set(String(cell.criterion), cell));
  keep();
}

function stop(state) {
  halted = true;
  leaving = null;
  if (flying) restore(flying.cells);
  flying = null;
  keep();
  say(state);
  if (state !== "sign-in") return;
  const link = document.createElement("a");
  link.href = `${form.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`;
  link.textContent = words.leave;
  sync.append(" ", link);
}

// --- Two devices ----------------------------------------------------------------------------------------------------

function differ(cell, theirs) {
  const id = String(cell.criterion);
  const mine = queue.get(id) ?? cell;
  if (!theirs) {
    queue.set(id, mine); // nobody else touched it: it goes again at once
    return;
  }
  queue.delete(id);
  if (!same(mine, theirs)) compare(mine, theirs);
}

function settle(id) {
  disputed.delete(String(id));
  criterion(id).querySelector(".compare")?.remove();
}

function compare(mine, theirs) {
  const id = String(mine.criterion);
  settle(id);
  disputed.set(id, mine);
  const box = document.createElement("div");
  box.className = "compare";
  for (const [label, cell] of [[words.here, mine], [words.there, theirs]]) {
    const option = document.createElement("button");
    option.type = "button";
    option.className = "button button-secondary";
    option.textContent = `${label}: ${inWords(id, cell)}`;
    option.addEventListener("click", () => {
      put({ ...cell, criterion: mine.criterion });
      changed(id);
      (radios(id).find((input) => input.checked) ?? radios(id)[0]).focus();
    });
    box.append(option);
  }
  criterion(id).append(box);
  criterion(id).scrollIntoView({ block: "center" });
}

function inWords(id, cell) {
  const option = radios(id).find((input) => input.value === cell.choice)?.closest("label");
  const level = option?.querySelector(".points")?.textContent ?? option?.querySelector("span")?.firstChild.textContent ?? words.none;
  return cell.note ? `${level}, ${cell.note}` : level;
}

// --- What happens ---------------------------------------------------------------------------------------------------

form.addEventListener("change", (event) => event.target.name?.startsWith("k") && changed(event.target.closest("[data-criterion]").dataset.criterion));
form.addEventListener("input", (event) => event.target.name?.startsWith("n") && changed(event.target.name.slice(1)));
form.addEventListener("submit", (event) => {
  // The page's own form goes once everything is on the server; it then changes nothing and leads on.
  if (disputed.size) {
    event.preventDefault();
    criterion([...disputed.keys()][0]).scrollIntoView({ block: "center" });
  } else if (!halted && (queue.size || flying)) {
    event.preventDefault();
    leaving = event.submitter;
    if (flying) deliver();
    else send();
  }
});
addEventListener("online", () => (flying ? deliver() : send()));
addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") keep();
  else if (failures) deliver();
});
addEventListener("pagehide", keep);
addEventListener("beforeunload", (event) => {
  if (!keep() && (queue.size || flying)) event.preventDefault();
});

// --- Keys (listed on the page, and switched off there) ------------------------------------------------------------------

const help = document.querySelector("[data-keys]");
const keysOn = help.querySelector("input");
help.hidden = false;
try {
  keysOn.checked = localStorage.getItem("juri:tombol") !== "mati";
} catch {
  keysOn.checked = true;
}
keysOn.addEventListener("change", () => {
  try {
    localStorage.setItem("juri:tombol", keysOn.checked ? "hidup" : "mati");
  } catch {
    // they are off until the page is left
  }
});

function focusOn(target) {
  (target?.querySelector("input:checked") ?? target?.querySelector("input"))?.focus();
  target?.scrollIntoView({ block: "center" });
}

function step(by) {
  const all = criteria();
  const here = all.indexOf(document.activeElement?.closest("[data-criterion]"));
  focusOn(all[Math.max(0, Math.min(all.length - 1, here + by))]);
}

function nextOpen() {
  const all = criteria();
  const here = all.indexOf(document.activeElement?.closest("[data-criterion]"));
  const open = (item) => !item.querySelector("input:checked");
  focusOn(all.find((item, place) => place > here && open(item)) ?? all.find(open) ?? all.at(-1));
}

const nextButton = document.querySelector("[data-next]");
nextButton.hidden = false;
nextButton.addEventListener("click", nextOpen);

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") {
    nextOpen();
    return;
  }
  if (!keysOn.checked || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("textarea, select, input:not([type=radio], [type=checkbox])")) return;
  const place = document.activeElement?.closest("[data-criterion]");
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else if (event.key === "?") help.open = !help.open;
  else if (event.key === "n" && place) {
    event.preventDefault();
    note(place.dataset.criterion).focus();
  } else if (place && /^[1-9]$/.test(event.key)) {
    place.querySelectorAll('input[type="radio"]:not([value="x"])')[Number(event.key) - 1]?.click();
  }
});

// What an earlier visit could not send is put back into the form and goes first.
recall();
count();
