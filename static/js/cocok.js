// D6: shows how many names the letter holds and how many are ticked, while they are ticked. The server holds the two against each other in any case.
const form = document.querySelector("[data-cocok]");
const words = form?.querySelector("[data-cocok-kata]");
const letter = form?.querySelector("[name=in_letter]");
if (words && letter) {
  const show = () => {
    const ticked = form.querySelectorAll("[name=candidates]:checked").length + Number(words.dataset.cocokSudah);
    words.textContent = letter.value.trim() ? words.dataset.cocokKata.replace("{n}", letter.value.trim()).replace("{m}", ticked) : "";
  };
  form.addEventListener("input", show);
  show();
}
