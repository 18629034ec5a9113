// Says in time that the session is about to end. Typing counts as being here: the server hears of it at most every minute.
const place = document.querySelector("[data-sesi]");
const limit = Number(place.dataset.sesi) * 1000;
const warning = Math.min(2 * 60_000, limit / 3);
const SHARED = "ovop-terlihat"; // tabs of one browser share the session
let heard = Date.now();
let active = false;

const share = () => { heard = Date.now(); try { localStorage.setItem(SHARED, String(heard)); } catch { /* private window */ } };
const last = () => { try { return Math.max(heard, Number(localStorage.getItem(SHARED)) || 0); } catch { return heard; } };

async function stay() {
  active = false;
  const answer = await fetch(place.dataset.alamat, { redirect: "manual", cache: "no-store" }).catch(() => null);
  if (answer?.status === 204) share();
  look();
}

function look() {
  const left = limit - (Date.now() - last());
  place.hidden = left > warning;
  place.querySelector("[data-tersisa]").hidden = left <= 0;
  place.querySelector("[data-berakhir]").hidden = left > 0;
}

share();
for (const sign of ["input", "keydown", "pointerdown"]) addEventListener(sign, () => { active = true; }, { passive: true });
place.querySelector("button").addEventListener("click", stay);
addEventListener("submit", ({ target }) => {
  // What isian.js keeps of this account leaves the device with its owner, and what other tabs still show is not kept again.
  if (!target.dataset.keluar) return;
  try {
    for (const name of Object.keys(localStorage)) if (name.startsWith(`isian:${target.dataset.keluar}:`)) localStorage.removeItem(name);
    localStorage.setItem("ovop-keluar", String(Date.now()));
  } catch { /* private window */ }
});
setInterval(() => (active && Date.now() - last() > 60_000 && Date.now() - last() < limit ? stay() : look()), 10_000);
