// A form came back with errors: bring the reader to the summary, and from a link of it into the field.
const summary = document.getElementById("ringkasan");
if (summary) {
  summary.focus();
  summary.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const control = link && document.getElementById(link.hash.slice(1));
    if (!control) return;
    event.preventDefault();
    const group = control.closest(".field") || control;
    group.scrollIntoView({ block: "start" });
    control.focus({ preventScroll: true });
  });
}
