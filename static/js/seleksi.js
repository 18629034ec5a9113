// Keys of the screening page. They work only while the focus is inside one gate, so that nobody presses them by accident; without this file the page is a plain form.

const gates = [...document.querySelectorAll("[data-gate]")];
const KEYS = { s: "met", p: "missing", t: "unmet", b: "na" };

function choose(gate, verdict) {
  const option = gate.querySelector(`input[value="${verdict}"]`);
  option?.click();
  option?.focus();
  if (verdict === "missing" || verdict === "unmet") gate.querySelector('input[type="text"]')?.focus();
}

function next(gate) {
  const following = gates[gates.indexOf(gate) + 1]?.querySelector("input:checked, input") ?? document.querySelector('[name="outcome"]');
  following?.focus();
  following?.scrollIntoView({ block: "center" });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || !event.target.matches('input[type="radio"]')) return;
  const gate = event.target.closest("[data-gate]");
  if (!gate) return;
  if (event.key in KEYS) choose(gate, KEYS[event.key]);
  else if (event.key === "l") next(gate);
});
