// Scores on their way to the server. Every change is first kept on this device, then sent as an operation with an id of its own: the server takes an
// operation once, however often it comes. Without this file the page is a plain form.
//
// The store of the browser is shared by all tabs of a sheet, so each entry has a name of its own and none writes over another's:
//
//   k<criterion>  {criterion, choice, note, seen, stamp, disputed}: what was chosen and the server has not acknowledged. `seen` is the version of the
//                 sheet at which this answer agreed with the server; `disputed` waits until the juror has chosen between two devices.
//   op<id>        {op_id, base_version, cells}: an operation that was sent and not answered. It goes again with the same id.
//
// One tab sends at a time, and it sends what every tab has left. An entry goes only when the server has answered for just that change (`stamp`).

const form = document.getElementById("lembar");
const words = JSON.parse(document.getElementById("kata").textContent);
const sync = document.querySelector("[data-sync]");
const spoken = document.querySelector("[data-spoken]");
const store = `juri:${form.dataset.store}:`;
const DEVICE_PAUSE = 800;
const SERVER_PAUSE = 2200;
const RETRY = [3000, 10000, 30000, 60000];
const SPEAK_PAUSE = 10000;
const UNUSED_PAUSE = 4000;

const seen = new Map(); // criterion → version at which its answer agreed with the server, where that is newer than the page
let busy = false; // a request of this tab is under way, or waits for another tab's
let failures = 0;
let halted = false;
let leaving = null; // the button that waits until everything is sent
let timer = 0;
let retry = 0;

const clock = () => new Date().toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
const newId = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
const seenOf = (id) => seen.get(String(id)) ?? Number(form.dataset.version);

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
  if (cell.note) unfold(cell.criterion);
}

function unfold(id) {
  note(id).closest("details").open = true;
}

function count() {
  const done = criteria().filter((item) => item.querySelector("input:checked"));
  criteria().forEach((item) => item.classList.toggle("is-missing", !item.querySelector("input:checked")));
  document.querySelector("[data-done]").textContent = done.length;
  const points = document.querySelector("[data-points]");
  if (points) points.textContent = done.reduce((sum, item) => sum + (Number(item.querySelector("input:checked").value) || 0), 0).toLocaleString("id-ID");
}

// --- What the juror is told -------------------------------------------------------------------------------------------

const URGENT = ["waiting", "sign-in", "conflict", "refused", "closed", "unused"];
let spokenAt = 0;
let speaking = 0;
let last = null; // what was said before a key without a use was pressed

function say(state, values = {}) {
  last = state === "unused" ? last : [state, values];
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

// --- This device ----------------------------------------------------------------------------------------------------

const memory = new Map(); // what a full or forbidden store does not take: the server still gets everything

function keep(name, value) {
  const text = JSON.stringify(value);
  try {
    localStorage.setItem(store + name, text);
    memory.delete(name);
  } catch {
    memory.set(name, text);
  }
}

function drop(name) {
  memory.delete(name);
  try {
    localStorage.removeItem(store + name);
  } catch {
    // nothing was kept there
  }
}

function names() {
  try {
    return Object.keys(localStorage).filter((name) => name.startsWith(store)).map((name) => name.slice(store.length));
  } catch {
    return [];
  }
}

function read(name) {
  try {
    return JSON.parse(memory.get(name) ?? localStorage.getItem(store + name));
  } catch {
    return null;
  }
}

const kept = (kind) => [...new Set([...memory.keys(), ...names()])].filter((name) => name.startsWith(kind)).map(read).filter(Boolean);
const answers = () => kept("k").filter((cell) => criterion(cell.criterion));
const waiting = () => answers().filter((cell) => !cell.disputed && !lacksReason(cell));
const disputed = () => answers().filter((cell) => cell.disputed);

function recall() {
  answers().forEach((cell) => {
    const flies = kept("op").some((operation) => operation.cells.some((sent) => sent.stamp === cell.stamp));
    if (same(cell, shown(cell.criterion)) && !flies) drop(`k${cell.criterion}`);
    else if (cell.disputed) compare(cell, shown(cell.criterion));
    else put(cell);
  });
  disputed().forEach(put);
  if (kept("op").length || waiting().length) send();
  else if (disputed().length) say("conflict");
}

// --- Other tabs of this device ----------------------------------------------------------------------------------------

const exclusively = (work) => (navigator.locks ? navigator.locks.request(store, work) : work());
const tabs = globalThis.BroadcastChannel ? new BroadcastChannel(store) : null;

addEventListener("storage", (event) => {
  if (!event.key?.startsWith(`${store}k`) || !event.newValue) return;
  const cell = read(event.key.slice(store.length));
  if (!cell || !criterion(cell.criterion) || cell.disputed) return;
  put(cell);
  settle(cell.criterion);
  count();
});
tabs?.addEventListener("message", ({ data }) => {
  data.cells.forEach((cell) => agree(cell, data.version));
  if (!busy) onwards();
});

// --- Changes --------------------------------------------------------------------------------------------------------

function changed(id) {
  count();
  settle(id);
  const cell = { ...shown(id), seen: seenOf(id), stamp: newId() };
  keep(`k${id}`, cell);
  clearTimeout(timer);
  if (lacksReason(cell)) {
    say("refused", { pesan: words.reason }); // it goes with its reason
    unfold(id);
    note(id).focus();
    return;
  }
  // What the server has is no longer all there is, from this moment on.
  if (sync.dataset.state === "server") sayKept();
  timer = setTimeout(() => {
    sayKept();
    timer = setTimeout(send, SERVER_PAUSE);
  }, DEVICE_PAUSE);
}

function sayKept() {
  if (memory.size) say("sending");
  else if (failures) say("waiting", { n: waiting().length });
  else say("device", { jam: clock() });
}

/** The operation that goes next: one that was not answered, else the waiting answers that last agreed with the server at the same version. */
function operation() {
  const [late] = kept("op");
  if (late) return late;
  const cells = waiting();
  if (!cells.length) return null;
  const base = Math.min(...cells.map((cell) => cell.seen));
  const next = { op_id: newId(), base_version: base, cells: cells.filter((cell) => cell.seen === base) };
  keep(`op${next.op_id}`, next);
  return next;
}

async function send() {
  if (busy || halted) return;
  busy = true;
  clearTimeout(timer);
  clearTimeout(retry);
  await exclusively(deliver);
}

async function deliver() {
  const sent = operation();
  if (!sent) {
    busy = false;
    onwards();
    return;
  }
  if (!failures) say("sending");
  let response;
  let said;
  try {
    const cells = sent.cells.map((cell) => ({ criterion: cell.criterion, choice: cell.choice, note: cell.note }));
    response = await fetch(form.dataset.save, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: JSON.stringify({ op_id: sent.op_id, base_version: sent.base_version, cells }),
    });
    if (response.headers.get("Content-Type")?.startsWith("application/json")) said = await response.json();
  } catch {
    response = null;
  }
  busy = false;
  if (said && response.status < 500) answer(sent, said);
  else if (response?.type === "opaqueredirect" || response?.status === 403) stop("sign-in");
  else if (response?.status === 404) stop("closed");
  else later();
}

function answer(sent, said) {
  failures = 0;
  drop(`op${sent.op_id}`);
  if (said.status === "saved" || said.status === "repeat") {
    sent.cells.forEach((cell) => settled(cell, said.version));
    tabs?.postMessage({ cells: sent.cells, version: said.version });
    onwards(said.saved_at);
  } else if (said.status === "conflict") {
    sent.cells.forEach((cell) => differ(cell, said.theirs?.[cell.criterion], said.version));
    onwards();
  } else if (said.status === "closed") {
    stop("closed");
  } else {
    leaving = null;
    say("refused", { pesan: said.message ?? "" });
  }
}

/** The server has this change: it leaves the device, unless another change of the same criterion came after it. */
function settled(cell, version) {
  agree(cell, version);
  const newer = read(`k${cell.criterion}`);
  if (newer && newer.stamp !== cell.stamp) keep(`k${cell.criterion}`, { ...newer, seen: Math.max(newer.seen, version) });
  else drop(`k${cell.criterion}`);
}

function agree(cell, version) {
  seen.set(String(cell.criterion), Math.max(seenOf(cell.criterion), version));
}

function onwards(at) {
  if (halted) return;
  if (waiting().length && leaving) send();
  else if (waiting().length) timer = setTimeout(send, SERVER_PAUSE);
  else if (disputed().length) say("conflict");
  else if (leaving) form.requestSubmit(leaving);
  else if (unexplained()) say("refused", { pesan: words.reason });
  else say("server", { jam: at ?? clock() });
}

function later() {
  // The same operation goes again, with the same id: if the server had taken it, it answers "repeat".
  leaving = null;
  say("waiting", { n: waiting().length });
  retry = setTimeout(send, RETRY[Math.min(failures++, RETRY.length - 1)]);
}

function stop(state) {
  halted = true;
  leaving = null;
  say(state);
  if (state !== "sign-in") return;
  const link = document.createElement("a");
  link.href = `${form.dataset.signIn}?next=${encodeURIComponent(location.pathname)}`;
  link.textContent = words.leave;
  sync.append(" ", link);
}

// --- Two devices ----------------------------------------------------------------------------------------------------

function differ(cell, theirs, version) {
  if (!theirs) return; // nobody else touched it: it goes again at once
  const id = String(cell.criterion);
  const mine = read(`k${id}`) ?? cell;
  agree(cell, version);
  if (same(mine, theirs)) {
    put({ ...theirs, criterion: mine.criterion });
    drop(`k${id}`);
  } else {
    keep(`k${id}`, { ...mine, seen: version, disputed: true });
    compare(mine, theirs);
  }
}

function settle(id) {
  criterion(id).querySelector(".compare")?.remove();
}

function compare(mine, theirs) {
  const id = String(mine.criterion);
  settle(id);
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
  if (disputed().length) {
    event.preventDefault();
    criterion(disputed()[0].criterion).scrollIntoView({ block: "center" });
  } else if (!halted && (waiting().length || kept("op").length)) {
    event.preventDefault();
    leaving = event.submitter;
    send();
  }
});
addEventListener("online", send);
addEventListener("visibilitychange", () => document.visibilityState === "visible" && failures && send());
addEventListener("beforeunload", (event) => {
  if (memory.size) event.preventDefault();
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
form.toggleAttribute("data-keys-on", keysOn.checked);
keysOn.addEventListener("change", () => {
  form.toggleAttribute("data-keys-on", keysOn.checked);
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

let hushed = 0;

function unused(key) {
  say("unused", { tombol: key });
  clearTimeout(hushed);
  hushed = setTimeout(() => (last ? say(...last) : (sync.hidden = true)), UNUSED_PAUSE);
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
    unfold(place.dataset.criterion);
    note(place.dataset.criterion).focus();
  } else if (place && /^[1-9]$/.test(event.key)) {
    const option = radios(place.dataset.criterion).find((input) => input.value === event.key);
    if (option) {
      option.click();
      option.focus();
    } else unused(event.key);
  }
});

// --- Evidence or scores: which of the two is under the eyes ------------------------------------------------------------

const middle = new IntersectionObserver((places) => {
  for (const place of places) {
    const link = document.querySelector(`.panes-tabs a[href="#${place.target.id}"]`);
    if (place.isIntersecting) link.setAttribute("aria-current", "true");
    else link.removeAttribute("aria-current");
  }
}, { rootMargin: "-50% 0px -49% 0px" });
for (const pane of document.querySelectorAll(".pane[id]")) middle.observe(pane);

// What an earlier visit could not send is put back into the form and goes first.
recall();
count();
