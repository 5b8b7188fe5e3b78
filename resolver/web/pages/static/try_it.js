// Tries a route: sends the line and the body of its form as a program would, and shows the answer.

const key = document.querySelector("#key");

key.hidden = false;
for (const link of document.querySelectorAll(".tried")) link.hidden = true;
for (const each of document.querySelectorAll(".try")) {
  each.hidden = false;
  each.querySelector("form").addEventListener("submit", (event) => {
    event.preventDefault();
    send(event.target, each.querySelector("output"));
  });
}

async function send(form, output) {
  const { url, body } = form.elements;
  if (!url.value.startsWith("/") || url.value.startsWith("//")) {
    show(output, "The line begins with a slash: it is a path of this service.", "");
    return;
  }
  const headers = {};
  const secret = key.querySelector("input").value.trim();
  if (secret) headers["Authorization"] = `Bearer ${secret}`;
  if (body) headers["Content-Type"] = "application/json";
  const begin = performance.now();
  output.setAttribute("aria-busy", "true");
  try {
    const method = form.dataset.method;
    const answer = await fetch(url.value, { method, headers, body: body?.value, credentials: "omit" });
    const text = await answer.text();
    const took = Math.round(performance.now() - begin);
    show(output, `${answer.status} ${answer.statusText}, ${took} ms`, readable(text));
  } catch (error) {
    show(output, `Nothing came back: ${error.message}`, "");
  } finally {
    output.removeAttribute("aria-busy");
  }
}

function show(output, line, text) {
  const says = document.createElement("p");
  says.textContent = line;
  output.replaceChildren(says);
  if (!text) return;
  const answer = document.createElement("pre");
  answer.tabIndex = 0;
  answer.textContent = text;
  output.append(answer);
}

function readable(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 1);
  } catch {
    return text;
  }
}
