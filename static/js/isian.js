// What somebody types stays on this device until the server has taken it, and a form that is sent without a net stays on its page.
//
// Kept for an account and the address of a form: {at, key, fields: {name: [values]}}, and only what was changed. It goes when the server has taken the
// form of this key (it says so in a cookie), when it is thrown away here, at signing out (sesi.js) and after a day. A stranger's text is not kept, since
// nobody knows whose it is, nor that of a page from before somebody signed out or with an identity number in its address; the browser asks before it is left. Files and passwords are never kept, nor what a form marks as data-rahasia. Without this file the page is a plain form.

const parts = document.getElementById("isian");
const account = parts.dataset.akun;
const EVERYBODY = "isian:";
const MINE = `${EVERYBODY}${account}:`;
const TAKEN = "ovop_terkirim";
const SIGNED_OUT = "ovop-keluar"; // when; written by sesi.js
const A_DAY = 24 * 60 * 60_000;
const FRESH = 60_000; // the net was there so short a time ago that it is not asked for again
const PATIENCE = 8_000;
const ASK_AGAIN = 5_000; // a net that was away is asked for this often while its notice stands
const GLAD = 10_000; // how long it is said that it is back
const WITHOUT_TEXT = ["password", "hidden", "file", "submit", "button", "image", "reset"];
const IDENTITY_NUMBER = /\d{9}/;

let heard = performance.now();
let unkept = false; // something was typed that is nowhere but on this page

// --- This device ----------------------------------------------------------------------------------------------------

function read(place) {
  try {
    return JSON.parse(localStorage.getItem(place));
  } catch {
    return null;
  }
}

function write(place, value) {
  try {
    localStorage.setItem(place, JSON.stringify(value));
    return true;
  } catch {
    return false; // full, or forbidden
  }
}

function drop(place) {
  try {
    localStorage.removeItem(place);
  } catch {
    // nothing was kept there
  }
}

function places(start) {
  try {
    return Object.keys(localStorage).filter((place) => place.startsWith(start));
  } catch {
    return [];
  }
}

/** Forget what the server has taken since this was last asked. */
function forgetTaken() {
  const keys = document.cookie.match(`(?:^|; )${TAKEN}=([^;]+)`)?.[1].split(".");
  if (!keys) return;
  for (const place of places(MINE)) if (keys.includes(read(place)?.key)) drop(place);
  document.cookie = `${TAKEN}=; Max-Age=0; Path=/; SameSite=Lax`;
}

function forgetOld() {
  for (const place of places(EVERYBODY)) if (!(Date.now() - read(place)?.at < A_DAY)) drop(place);
}

// --- Controls -------------------------------------------------------------------------------------------------------

const isKept = (control) => control.name && control.type && !WITHOUT_TEXT.includes(control.type) && !("rahasia" in control.dataset);
const isPicked = (control) => control.type === "radio" || control.type === "checkbox";
const controls = (form, name) => [...form.elements].filter((control) => isKept(control) && (!name || control.name === name));

function valuesOf(control) {
  if (isPicked(control)) return control.checked ? [control.value] : [];
  return control.type === "select-multiple" ? [...control.selectedOptions].map((option) => option.value) : [control.value];
}

const answer = (form, name) => controls(form, name).flatMap(valuesOf);

function put(form, name, values) {
  controls(form, name).forEach((control, place) => {
    if (isPicked(control)) control.checked = values.includes(control.value);
    else if (control.type === "select-multiple") for (const option of control.options) option.selected = values.includes(option.value);
    else control.value = values[place] ?? "";
    for (const sign of ["input", "change"]) control.dispatchEvent(new Event(sign, { bubbles: true }));
  });
}

/** Text as the server spells it, for comparing. */
const spelt = (values) => values.map((value) => value.normalize("NFC").replace(/\p{Cf}/gu, "").replace(/\s+/g, " ").trim()).join("\n");

// --- A form ---------------------------------------------------------------------------------------------------------

const part = (name) => parts.content.querySelector(`[data-${name}]`).cloneNode(true);

async function isReachable() {
  try {
    return (await fetch(parts.dataset.alamat, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE) })).ok;
  } catch {
    return false;
  }
}

const mayKeep = (place) => account && !IDENTITY_NUMBER.test(place.slice(MINE.length)) && !(read(SIGNED_OUT) > performance.timeOrigin);

function attend(form, key) {
  const { pathname, search } = new URL(form.getAttribute("action") ?? "", location.href);
  const place = `${MINE}${pathname}${search} ${key.name} ${controls(form)[0]?.name}`;
  const hold = part("tahan");
  const back = part("kembali");
  let watching = 0;
  let asking = false;
  let sure = false;

  function keep({ target }) {
    if (!isKept(target)) return;
    forgetTaken();
    const fields = { ...read(place)?.fields, [target.name]: answer(form, target.name) };
    if (!mayKeep(place) || !write(place, { at: Date.now(), key: key.value, fields })) unkept = true;
  }

  function offer(kept) {
    const strip = part("tawaran");
    strip.querySelector("[data-pakai]").addEventListener("click", () => {
      key.value = kept.key; // had it been taken after all, it is not taken twice
      for (const [name, values] of Object.entries(kept.fields)) put(form, name, values);
      strip.remove();
      controls(form, Object.keys(kept.fields)[0])[0]?.focus();
    });
    strip.querySelector("[data-buang]").addEventListener("click", () => {
      drop(place);
      strip.remove();
      controls(form)[0]?.focus();
    });
    form.prepend(strip);
  }

  /** The notice goes with the net's return, which is said in its place for a while. */
  async function look() {
    if (asking || !hold.isConnected || !(await isReachable()) || !hold.isConnected) return;
    heard = performance.now();
    hold.replaceWith(back);
    hush();
    setTimeout(() => back.remove(), GLAD);
  }

  function hush() {
    clearInterval(watching);
    removeEventListener("online", look);
  }

  function watch() {
    hush();
    watching = setInterval(look, ASK_AGAIN);
    addEventListener("online", look);
  }

  async function send(event) {
    hold.remove();
    back.remove();
    hush();
    if (sure || (navigator.onLine && performance.now() - heard < FRESH)) {
      sure = unkept = false;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking) return;
    asking = true;
    sure = await isReachable();
    asking = false;
    if (sure) {
      heard = performance.now();
      form.requestSubmit(event.submitter);
    } else {
      const before = event.submitter?.closest(".actions") ?? event.submitter;
      if (before) before.before(hold);
      else form.append(hold);
      hold.scrollIntoView({ block: "nearest" });
      watch();
    }
  }

  const kept = account ? read(place) : null;
  if (kept) {
    const isMissing = Object.entries(kept.fields).some(([name, values]) => controls(form, name).length && spelt(values) !== spelt(answer(form, name)));
    if (isMissing) offer(kept);
    else if (kept.key !== key.value) drop(place); // the same key: the server has shown it and not yet taken it
  }
  // Some controls stand apart from their form (`form="…"`), and what happens in them does not pass through it.
  for (const sign of ["input", "change"]) document.addEventListener(sign, (event) => event.target.form === form && keep(event));
  form.addEventListener("submit", send, { capture: true });
}

forgetOld();
forgetTaken();
for (const key of document.querySelectorAll("input[data-isian]")) if (key.form?.querySelector("textarea, input:not([type=hidden])")) attend(key.form, key);
addEventListener("beforeunload", (event) => unkept && event.preventDefault());
