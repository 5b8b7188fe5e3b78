// Keeps the figures fresh while somebody looks at them.

const EVERY_MS = 5000;
const now = document.querySelector("#now");
const refresh = document.querySelector("#refresh");

refresh.hidden = false;
setInterval(async () => {
  if (document.hidden || !refresh.querySelector("input").checked) return;
  try {
    const answer = await fetch("/operate/now");
    const text = await answer.text();
    if (!now.contains(document.activeElement)) now.innerHTML = text;
  } catch {
    now.querySelector(".notice").textContent = "The service does not answer.";
  }
}, EVERY_MS);
