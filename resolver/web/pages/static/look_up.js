// Answers a look-up while somebody types: asks for the answer alone, and puts it into the page.
// An answer that was overtaken is dropped; what was typed a moment ago is not asked again.

const form = document.querySelector("#ask");
const box = form.elements.q;
const answer = document.querySelector("#answer");
const heard = document.querySelector("#heard");

const KEPT = 200; // answers that are remembered
const KEPT_MS = 20_000; // for so long: the table may change
const QUIET_MS = 600; // without a letter, before a verdict is read out

const answers = new Map();
let asking = null;
let quiet = 0;
let shown = question();
let entered = null; // the question asked by Enter: behind the next one, Back leads to it

function question() {
  const given = [...new FormData(form)].map(([name, value]) => [name, value.trim()]);
  return new URLSearchParams(given.filter(([, value]) => value)).toString();
}

function remembered(asked) {
  const found = answers.get(asked);
  return found && performance.now() - found.at < KEPT_MS ? found.html : null;
}

function remember(asked, html) {
  answers.delete(asked);
  answers.set(asked, { html, at: performance.now() });
  if (answers.size > KEPT) answers.delete(answers.keys().next().value);
}

async function ask() {
  const asked = question();
  if (asked === shown) return;
  shown = asked;
  if (entered !== null && asked !== entered) {
    history.pushState(null, "", `/?${asked}`);
    entered = null;
  }
  asking?.abort();
  asking = new AbortController();
  const { signal } = asking;
  const known = remembered(asked);
  if (known !== null) return show(asked, known);
  try {
    const response = await fetch(`/answer?${asked}`, { signal });
    const html = await response.text();
    if (signal.aborted) return;
    if (response.ok) remember(asked, html);
    show(asked, html);
  } catch (error) {
    if (signal.aborted) return;
    answer.textContent = "The service does not answer. Your question stays in the box: try again.";
    answer.className = "notice bad";
    shown = null;
  }
}

function show(asked, html) {
  answer.className = "";
  answer.innerHTML = html; // made by the service, which escapes all names
  history.replaceState(null, "", asked ? `/?${asked}` : "/");
  document.title = box.value.trim() ? `${box.value.trim()} – who is it?` : "Look a name up";
  showWrong();
  clearTimeout(quiet);
  quiet = setTimeout(readOut, QUIET_MS);
}

// What is wrong with a field is said at the field.
function showWrong() {
  for (const each of form.querySelectorAll(".wrong")) each.textContent = "";
  for (const each of form.querySelectorAll("[aria-invalid]")) each.removeAttribute("aria-invalid");
  for (const each of answer.querySelectorAll("[data-wrong]")) {
    const place = document.getElementById(`wrong-${each.dataset.wrong}`);
    place.textContent = each.dataset.says;
    form.elements[each.dataset.wrong]?.setAttribute?.("aria-invalid", "true");
    each.remove();
  }
}

function readOut() {
  const told = [answer.querySelector(".verdict"), ...form.querySelectorAll(".wrong")];
  heard.textContent = told.map((each) => each?.textContent.trim().replace(/\s+/g, " ") ?? "").join(" ");
}

form.addEventListener("input", ask);
form.addEventListener("change", ask);
form.addEventListener("submit", (event) => {
  event.preventDefault();
  answers.delete(question()); // who presses the button wants to know it as it is now
  shown = null;
  entered = question();
  ask();
  clearTimeout(quiet);
  readOut();
});
addEventListener("popstate", () => {
  if (location.search.slice(1) !== (shown ?? "")) location.reload();
});
