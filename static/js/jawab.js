// Notes that wait for an answer: how many have one, said at their list while they are answered. Without this file the list says how many there are.
for (const line of document.querySelectorAll("[data-dijawab]")) {
  const marks = [...line.parentElement.querySelectorAll("[data-terjawab]")];
  const isAnswered = (mark) => document.getElementById(mark.dataset.terjawab)?.querySelector("input:checked") != null;
  const show = () => {
    for (const mark of marks) mark.hidden = !isAnswered(mark);
    const done = marks.filter((mark) => !mark.hidden).length;
    const words = line.dataset.dijawab.replace("{n}", done).replace("{m}", marks.length);
    if (line.textContent !== words) line.textContent = words;
  };
  document.addEventListener("change", show);
  show();
}
