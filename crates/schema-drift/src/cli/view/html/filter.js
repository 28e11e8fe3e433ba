const [party, text, shown] = ["party", "text", "shown"].map((id) => document.getElementById(id));
const findings = [...document.querySelectorAll("details")];
function filter() {
  const words = text.value.toLowerCase();
  for (const one of findings) {
    const breaks = party.value === "" || one.dataset.breaks.split(" ").includes(party.value);
    one.hidden = !(breaks && (one.dataset.operations + one.textContent).toLowerCase().includes(words));
  }
  shown.textContent = `${findings.filter((one) => !one.hidden).length} of ${findings.length}`;
}
document.querySelector("form").addEventListener("submit", (event) => event.preventDefault());
party.addEventListener("input", filter);
text.addEventListener("input", filter);
filter();
