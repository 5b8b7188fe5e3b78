// A name of the text opens its entry; Escape goes back to it. A text stays in its tab: whoever signs
// in, reloads the page or comes back to it has it again.

const KEPT = "text";
const SCROLLED = "text-scrolled";
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
  if (getComputedStyle(entry).position === "fixed") {
    if (from && from.getBoundingClientRect().bottom > entry.getBoundingClientRect().top) from.scrollIntoView();
  } else {
    entry.scrollIntoView({ block: "nearest" });
  }
}

function highlight(number) {
  for (const link of document.querySelectorAll("a.named")) {
    link.classList.toggle("chosen", link.dataset.entry === number);
  }
}

// What somebody selects in the text goes into the box of missed names, without the numbers.
function pick() {
  const selection = getSelection();
  const text = document.querySelector(".running");
  if (selection.isCollapsed || !text.contains(selection.anchorNode) || !text.contains(selection.focusNode)) return;
  const picked = selection.getRangeAt(0).cloneContents();
  for (const number of picked.querySelectorAll("sup")) number.remove();
  const missed = document.querySelector("#missed");
  missed.querySelector("input").value = picked.textContent.trim().replace(/\s+/g, " ").slice(0, 1000);
  missed.classList.add("picked");
}

const read = document.querySelector("#read");
if (read) {
  document.querySelector("#missed [hidden]").hidden = false;
  document.addEventListener("selectionchange", pick);
  sessionStorage.setItem(KEPT, read.elements.text.value);
  history.replaceState(null, "", "/texts"); // else a reload would send the decision once more
  document.querySelector("a.another").addEventListener("click", () => sessionStorage.removeItem(KEPT));
  read.addEventListener("submit", () => sessionStorage.setItem(SCROLLED, scrollY));
  const scrolled = sessionStorage.getItem(SCROLLED);
  sessionStorage.removeItem(SCROLLED);
  if (scrolled !== null) scrollTo(0, Number(scrolled));
}

const empty = document.querySelector("#text");
const kept = sessionStorage.getItem(KEPT);
if (empty && kept !== null) {
  empty.value = kept;
  const [visit] = performance.getEntriesByType("navigation");
  if (visit.type !== "navigate") empty.form.requestSubmit();
}
