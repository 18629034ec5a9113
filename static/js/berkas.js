// File fields: our words in place of the browser's, and the name and size of what was chosen. Without script the native field works.
const size = (bytes) =>
  bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1).replace(".", ",").replace(",0", "")} MB`;

for (const input of document.querySelectorAll("input[type=file][data-pick]")) {
  const box = document.createElement("div");
  const button = document.createElement("span");
  const chosen = document.createElement("span");
  box.className = "file-box";
  button.className = "file-button";
  button.setAttribute("aria-hidden", "true");
  button.textContent = input.dataset.pick;
  chosen.setAttribute("role", "status");
  input.before(box);
  box.append(button, chosen, input);
  const show = () => {
    const files = [...input.files];
    box.classList.toggle("is-chosen", files.length > 0);
    chosen.textContent = files.map((file) => `${file.name} (${size(file.size)})`).join(", ") || input.dataset.none;
  };
  input.addEventListener("change", show);
  show();
}

// A file that is still being checked: once that is done its form goes again, by the button that was pressed. Not where the reader must mend something
// first, or has begun to write: then only the words change.
const PRESSED = "berkas-tombol";
const pauses = [1, 1, 2, 3, 5];

document.addEventListener("submit", ({ submitter, target }) => {
  if (!target.querySelector("input[type=file]")) return;
  sessionStorage.setItem(PRESSED, JSON.stringify([submitter?.name || "", submitter?.value || ""]));
});

const isChecked = async (url) => {
  try {
    const answer = await fetch(url, { headers: { Accept: "application/json" } });
    if (answer.status === 404) return true; // gone: sending it says so in words
    return answer.ok && !answer.redirected && (await answer.json()).selesai;
  } catch {
    return false;
  }
};

const goOn = (form) => {
  const [name, value] = JSON.parse(sessionStorage.getItem(PRESSED) || '["", ""]');
  const same = [...form.querySelectorAll("button")].find((button) => button.name === name && button.value === value);
  form.requestSubmit(same);
};

const follow = async (form, lines) => {
  let written = false;
  form.addEventListener("input", () => (written = true));
  for (const line of lines) {
    for (let n = 0; !(await isChecked(line.dataset.ikuti)); n += 1)
      await new Promise((done) => setTimeout(done, 1000 * pauses[Math.min(n, pauses.length - 1)]));
    line.textContent = line.dataset.selesai;
  }
  if (!written && !document.getElementById("ringkasan")) goOn(form);
};

for (const form of document.forms) {
  const lines = form.querySelectorAll("[data-ikuti]");
  if (lines.length) follow(form, lines);
}
