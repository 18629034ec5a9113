// A password can be looked at while it is typed: the button comes with the script, since without it it could do nothing.
for (const field of document.querySelectorAll("input[type=password]")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-secondary button-small";
  const label = field.labels[0].textContent.trim().toLowerCase();
  const say = (shown) => {
    button.textContent = shown ? "Sembunyikan" : "Tampilkan";
    button.setAttribute("aria-label", `${button.textContent} ${label}`);
    field.type = shown ? "text" : "password";
  };
  button.addEventListener("click", () => say(field.type === "password"));
  field.form.addEventListener("submit", () => say(false));
  const row = document.createElement("div");
  row.className = "affix";
  field.replaceWith(row);
  row.append(field, button);
  say(false);
}
