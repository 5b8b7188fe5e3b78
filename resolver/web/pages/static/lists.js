// The pages of lists: a file dropped anywhere on the page; a list that is worked on, watched.
"use strict";

const send = document.getElementById("send");
if (send) {
  const file = send.querySelector("input[type=file]");
  const isFile = (event) => event.dataTransfer && event.dataTransfer.types.includes("Files");
  let depth = 0;
  const show = (over) => {
    depth = over ? depth + 1 : Math.max(depth - 1, 0);
    send.classList.toggle("over", depth > 0);
  };
  document.getElementById("drop-hint").hidden = false;
  addEventListener("dragenter", (event) => isFile(event) && show(true));
  addEventListener("dragleave", (event) => isFile(event) && show(false));
  addEventListener("dragover", (event) => isFile(event) && event.preventDefault());
  addEventListener("drop", (event) => {
    if (!isFile(event)) return;
    event.preventDefault();
    depth = 1;
    show(false);
    file.files = event.dataTransfer.files;
    send.requestSubmit();
  });
  send.addEventListener("submit", () => {
    document.getElementById("sending").textContent = "The list is on its way…";
  });
}

const progress = document.getElementById("progress");
if (progress) {
  const said = document.getElementById("said");
  const lost = document.getElementById("lost");
  const look = async () => {
    try {
      const answer = await fetch(progress.dataset.url);
      if (answer.ok) {
        progress.innerHTML = await answer.text();
        const now = progress.firstElementChild.dataset;
        if (said.textContent !== now.said) said.textContent = now.said;
        if ("ended" in now) return location.reload();
      } else if (answer.status === 404) {
        return location.reload();
      }
      lost.hidden = answer.ok;
    } catch {
      lost.hidden = false;
    }
    setTimeout(look, lost.hidden ? 1000 : 5000);
  };
  setTimeout(look, 500);
}
