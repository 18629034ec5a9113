// "120 dari 600 karakter" under a text that has a limit. Without script the hint says the limit.
for (const area of document.querySelectorAll("textarea[data-hitung]")) {
  const most = Number(area.dataset.hitung);
  const counter = document.createElement("p");
  counter.className = "counter";
  const show = () => {
    counter.textContent = `${area.value.length} dari ${most} karakter`;
  };
  area.after(counter);
  area.addEventListener("input", show);
  show();
}
