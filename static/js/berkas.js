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
