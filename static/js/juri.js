// Scores on their way to the server. Every change is first kept on this device, then sent as an operation with an id of its own: the server takes an
// operation once, however often it comes. Without this file the page is a plain form.

const form = document.getElementById("lembar");
const words = JSON.parse(document.getElementById("kata").textContent);
const sync = document.querySelector("[data-sync]");
const store = `juri:${form.dataset.code}`;
const DEVICE_PAUSE = 800;
const SERVER_PAUSE = 2200;
const RETRY = [3000, 10000, 30000, 60000];

let version = Number(form.dataset.version);
let waiting = recall(); // criterion → {choice, note}: changed here, not acknowledged yet
let flying = null; // the operation under way: {op_id, base_version, cells}
let failures = 0;
let timer = 0;
let halted = false;

const clock = () => new Date().toLocaleTimeString("id-ID", { hour: "2-digit", minute: "2-digit" }).replace(":", ".");
const newId = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

function recall() {
  try {
    return new Map(JSON.parse(localStorage.getItem(store) ?? "[]"));
  } catch {
    return new Map();
  }
}

function keep() {
  try {
    const all = new Map([...(flying?.cells ?? []).map((cell) => [String(cell.criterion), cell]), ...waiting]);
    if (all.size) localStorage.setItem(store, JSON.stringify([...all]));
    else localStorage.removeItem(store);
    return true;
  } catch {
    return false; // a full or forbidden store: the server still gets everything
  }
}

function say(state, values = {}) {
  const text = (words[state] ?? "").replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
  sync.hidden = false;
  sync.dataset.state = state;
  if (sync.textContent !== text) sync.textContent = text;
}

const criterion = (id) => document.getElementById(`k${id}`);
const chosen = (id) => form.querySelector(`input[name="k${id}"]:checked`)?.value ?? "";
const note = (id) => form.elements[`n${id}`];

function count() {
  const sheets = [...form.querySelectorAll("[data-criterion]")];
  const done = sheets.filter((item) => item.querySelector("input:checked"));
  sheets.forEach((item) => item.classList.toggle("is-missing", !item.querySelector("input:checked")));
  document.querySelector("[data-done]").textContent = done.length;
  const points = document.querySelector("[data-points]");
  if (points) points.textContent = done.reduce((sum, item) => sum + (Number(item.querySelector("input:checked").value) || 0), 0).toLocaleString("id-ID");
}

function changed(id) {
  count();
  const choice = chosen(id);
  if (choice === "x" && !note(id).value.trim()) {
    note(id).placeholder = words.reason;
    note(id).focus();
    return; // it needs its reason; the change is taken up when the note is written
  }
  waiting.set(String(id), { criterion: Number(id), choice, note: note(id).value });
  clearTimeout(timer);
  timer = setTimeout(() => {
    if (keep()) say("device", { jam: clock() });
    timer = setTimeout(send, SERVER_PAUSE);
  }, DEVICE_PAUSE);
}

async function send() {
  if (flying || halted || !waiting.size) return;
  flying = { op_id: newId(), base_version: version, cells: [...waiting.values()] };
  waiting = new Map();
  await deliver();
}

async function deliver() {
  say("sending");
  let response;
  try {
    response = await fetch(form.dataset.save, {
      method: "POST",
      redirect: "manual",
      headers: { "Content-Type": "application/json", "X-CSRFToken": form.elements.csrfmiddlewaretoken.value },
      body: JSON.stringify(flying),
    });
  } catch {
    return later();
  }
  if (response.type === "opaqueredirect" || response.status === 403) return signInAgain();
  if (response.status >= 500 || response.status === 429) return later();
  return answer(await response.json());
}

function answer(said) {
  failures = 0;
  const cells = flying.cells;
  flying = null;
  if (said.version !== undefined && said.status !== "conflict") {
    version = said.version;
    form.elements.versi.value = version;
  }
  if (said.status === "conflict") return differ(said, cells);
  keep();
  if (said.status === "saved" || said.status === "repeat") {
    say(waiting.size ? "device" : "server", { jam: waiting.size ? clock() : (said.saved_at ?? clock()) });
    if (waiting.size) timer = setTimeout(send, SERVER_PAUSE);
  } else if (said.status === "closed") {
    halted = true;
    say("closed");
  } else {
    cells.forEach((cell) => waiting.has(String(cell.criterion)) || waiting.set(String(cell.criterion), cell));
    keep();
    say("refused", { pesan: said.message ?? "" });
  }
}

function later() {
  // The same operation goes again, with the same id: if the server had taken it, it answers "repeat".
  keep();
  say("waiting", { n: flying.cells.length + waiting.size });
  setTimeout(() => flying && deliver(), RETRY[Math.min(failures++, RETRY.length - 1)]);
}

function signInAgain() {
  halted = true;
  flying.cells.forEach((cell) => waiting.has(String(cell.criterion)) || waiting.set(String(cell.criterion), cell));
  flying = null;
  keep();
  say("sign-in");
  const link = document.createElement("a");
  link.href = `/masuk?next=${encodeURIComponent(location.pathname)}`;
  link.textContent = ` ${words.leave}`;
  sync.append(link);
}

function differ(said, cells) {
  // Cells that nobody else touched go again at once; for the others the juror chooses.
  version = said.version;
  form.elements.versi.value = version;
  for (const cell of cells) {
    const theirs = said.theirs?.[cell.criterion];
    if (!theirs) waiting.set(String(cell.criterion), cell);
    else compare(cell, theirs);
  }
  keep();
  say("conflict");
  if (waiting.size) timer = setTimeout(send, SERVER_PAUSE);
}

function compare(mine, theirs) {
  const place = criterion(mine.criterion);
  place.querySelector(".compare")?.remove();
  const box = document.createElement("div");
  box.className = "compare";
  for (const [label, cell] of [[words.here, mine], [words.there, theirs]]) {
    const option = document.createElement("button");
    option.type = "button";
    option.className = "button button-secondary";
    option.textContent = `${label}: ${cell.choice === "x" ? "–" : cell.choice} ${cell.note ?? ""}`.trim();
    option.addEventListener("click", () => {
      const input = form.querySelector(`input[name="k${mine.criterion}"][value="${cell.choice}"]`);
      if (input) input.checked = true;
      note(mine.criterion).value = cell.note ?? "";
      box.remove();
      changed(mine.criterion);
    });
    box.append(option);
  }
  place.append(box);
  place.scrollIntoView({ block: "center" });
}

function next(step = 1) {
  const sheets = [...form.querySelectorAll("[data-criterion]")];
  const here = sheets.indexOf(document.activeElement?.closest("[data-criterion]"));
  const target = step ? sheets[Math.max(0, Math.min(sheets.length - 1, here + step))] : (sheets.find((item, place) => place > here && !item.querySelector("input:checked")) ?? sheets.find((item) => !item.querySelector("input:checked")));
  const input = target?.querySelector("input:checked") ?? target?.querySelector("input");
  input?.focus();
  target?.scrollIntoView({ block: "center" });
}

form.addEventListener("change", (event) => event.target.name?.startsWith("k") && changed(event.target.closest("[data-criterion]").dataset.criterion));
form.addEventListener("input", (event) => event.target.name?.startsWith("n") && chosen(event.target.name.slice(1)) + event.target.value && changed(event.target.name.slice(1)));
addEventListener("online", () => (flying ? deliver() : send()));
addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep());
addEventListener("beforeunload", (event) => {
  if (!keep() && (waiting.size || flying)) event.preventDefault();
});
form.addEventListener("submit", () => {
  clearTimeout(timer);
  localStorage.removeItem(store); // the whole form goes now
});

const nextButton = document.querySelector("[data-next]");
nextButton.hidden = false;
nextButton.addEventListener("click", () => next(0));

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey && event.key === "Enter") return next(0);
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("textarea, input:not([type=radio])")) return undefined;
  const place = document.activeElement?.closest("[data-criterion]");
  if (event.key === "j") next(1);
  else if (event.key === "k") next(-1);
  else if (event.key === "n" && place) {
    event.preventDefault();
    note(place.dataset.criterion).focus();
  } else if (place && /^[1-9]$/.test(event.key)) {
    const input = place.querySelectorAll('input[type="radio"]:not([value="x"])')[Number(event.key) - 1];
    if (input) input.click();
  }
  return undefined;
});

// What an earlier visit could not send is put back into the form and goes first.
for (const cell of waiting.values()) {
  const input = form.querySelector(`input[name="k${cell.criterion}"][value="${cell.choice}"]`);
  if (input) input.checked = true;
  if (note(cell.criterion)) note(cell.criterion).value = cell.note;
}
if (waiting.size) send();
count();
