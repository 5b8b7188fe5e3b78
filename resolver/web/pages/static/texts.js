// A name of the text opens its entry; Escape goes back to it. A text outlasts signing in.

const KEPT = "text";
let from = null;

for (const link of document.querySelectorAll("a.named")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    from = link;
    open(link.dataset.entry);
  });
}

for (const entry of document.querySelectorAll(".entry")) {
  entry.addEventListener("toggle", () => {
    if (!entry.open) return;
    for (const other of document.querySelectorAll(".entry[open]")) if (other !== entry) other.open = false;
    highlight(entry.id.replace("entry-", ""));
  });
  entry.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && from) {
      entry.open = false;
      from.focus();
    }
    if (event.key === "Enter" && event.target.matches("input")) {
      event.preventDefault(); // else the first button of the form would be pressed
      event.target.nextElementSibling.click();
    }
  });
}

function open(number) {
  const entry = document.querySelector(`#entry-${number}`);
  entry.open = true;
  highlight(number);
  entry.querySelector("summary").focus({ preventScroll: true });
  entry.scrollIntoView({ block: "nearest" });
}

function highlight(number) {
  for (const link of document.querySelectorAll("a.named")) {
    link.classList.toggle("chosen", link.dataset.entry === number);
  }
}

for (const link of document.querySelectorAll("a.correct")) {
  link.addEventListener("click", () => {
    sessionStorage.setItem(KEPT, document.querySelector("textarea[name=text]").value);
  });
}

const empty = document.querySelector("#text");
const kept = sessionStorage.getItem(KEPT);
if (empty && kept !== null) {
  empty.value = kept;
  sessionStorage.removeItem(KEPT);
}
