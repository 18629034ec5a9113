// D5: counts the notes while they are written and puts the number on the button that sends them.
const form = document.querySelector("[data-catatan]");
const button = document.querySelector("[data-catatan-label]");
if (form && button) {
  const plain = button.textContent;
  const count = () =>
    [...form.querySelectorAll("fieldset.criterion")].filter((box) => [...box.querySelectorAll("select, textarea")].some((field) => field.value.trim())).length;
  const show = () => {
    const notes = count();
    button.textContent = notes ? button.dataset.catatanLabel.replace("{n}", notes) : plain;
  };
  form.addEventListener("input", show);
  show();
}
