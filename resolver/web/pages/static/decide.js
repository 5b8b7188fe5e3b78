// Deciding: the next name is there before the finger is up. Decisions are sent behind, in order;
// one that cannot be kept comes back, with what is wrong.
"use strict";

const desk = document.getElementById("desk");
const place = document.getElementById("question");
const beside = document.getElementById("beside");
const trouble = document.getElementById("trouble");
const keys = document.getElementById("keys");
const KEYLESS = "decide-keyless"; // what the browser remembers of who wants no keys

const articlesOf = (html) => {
  const page = document.createElement("template");
  page.innerHTML = html;
  return [...page.content.querySelectorAll(".question")];
};

const ahead = [];
let last = place.querySelector(".question")?.dataset.number;
let isAtEnd = last === undefined;
let fetching = null;
let sending = Promise.resolve();
let unsent = 0;
let shownAt = -Infinity;
const isTooSoon = () => performance.now() - shownAt < 400; // the end of a double press

const fetchMore = async () => {
  const asked = new URLSearchParams({ after: last, list: desk.dataset.list });
  const answer = await fetch(`${desk.dataset.next}?${asked}`);
  if (!answer.ok) throw new Error(await answer.text());
  const found = articlesOf(await answer.text());
  isAtEnd = found.length === 0;
  if (!isAtEnd) last = found.at(-1).dataset.number;
  ahead.push(...found);
};

const fill = () => {
  if (!isAtEnd && ahead.length < 2 && !fetching) {
    fetching = fetchMore()
      .catch(() => {})
      .finally(() => (fetching = null));
  }
  return fetching;
};

const show = (article) => {
  place.replaceChildren(article);
  shownAt = performance.now();
  article.querySelector("h2").focus({ preventScroll: true });
  scrollTo({ top: 0 });
  fill();
};

const next = async () => {
  if (!ahead.length) {
    place.setAttribute("aria-busy", "true");
    await fill();
    await sending;
    place.removeAttribute("aria-busy");
  }
  if (ahead.length) return show(ahead.shift());
  const here = new URL(location);
  for (const name of ["show", "called", "seen"]) here.searchParams.delete(name);
  location.assign(here);
};

const complain = (article, html) => {
  trouble.innerHTML = html;
  if (place.hasAttribute("aria-busy")) return ahead.unshift(article);
  ahead.unshift(place.querySelector(".question"));
  show(article);
};

const send = async (article, url, body) => {
  try {
    const answer = await fetch(url, { method: "POST", body, keepalive: true });
    const html = await answer.text();
    if (answer.ok) beside.innerHTML = html;
    else complain(article, html);
  } catch {
    const name = document.createElement("bdi");
    name.textContent = article.querySelector("h2").textContent;
    const said = document.createElement("p");
    said.className = "notice bad";
    said.append("What you decided of ", name, " was not kept: the service does not answer.");
    complain(article, said.outerHTML);
  }
  unsent -= 1;
};

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.matches("[data-decides]")) {
    event.preventDefault();
    if (isTooSoon()) return;
    trouble.replaceChildren();
    const article = form.closest(".question");
    const body = new URLSearchParams(new FormData(form, event.submitter));
    unsent += 1;
    sending = sending.then(() => send(article, form.action, body));
    next();
  } else if (unsent && form.matches("[data-finds]")) {
    event.preventDefault();
    sending.then(() => form.submit());
  } else if (unsent && form.closest("#beside")) {
    event.preventDefault(); // what is to be undone may be on its way
    sending.then(() => document.getElementById("undo")?.requestSubmit());
  }
});

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-skips]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  if (isTooSoon()) return;
  history.replaceState(null, "", link.href);
  next();
});

const showKeys = () => desk.classList.toggle("keyless", !keys.checked);

keys.checked = localStorage.getItem(KEYLESS) === null;
keys.closest("[hidden]").hidden = false;
keys.addEventListener("change", () => {
  if (keys.checked) localStorage.removeItem(KEYLESS);
  else localStorage.setItem(KEYLESS, "");
  showKeys();
});
showKeys();

document.addEventListener("keydown", (event) => {
  if (!keys.checked || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) return;
  if (!/^[1-9nsuNSU]$/.test(event.key)) return;
  const button = document.querySelector(`[data-key="${event.key.toLowerCase()}"]`);
  if (button) {
    event.preventDefault();
    button.click();
  }
});

addEventListener("beforeunload", (event) => unsent && event.preventDefault());

fill();
