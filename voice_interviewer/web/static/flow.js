/* Shows a spoken try as it goes on. */
const EVERY_MS = 700;
const place = document.getElementById("spoken");
const names = { interviewer: "Interviewer", candidate: "Candidate" };

function shown(line) {
  const part = document.createElement("p");
  const who = document.createElement("span");
  const said = document.createElement("span");
  who.className = "who";
  who.textContent = names[line.who] ?? "Note";
  said.className = "said";
  said.textContent = line.text;
  part.append(who, " ", said);
  return part;
}

async function look() {
  let now;
  try {
    now = await (await fetch(`/flows/${place.dataset.flow}/spoken`, { headers: { Accept: "application/json" } })).json();
  } catch {
    place.querySelector("[data-part=state]").textContent = "The program does not answer. Is it still running?";
    setTimeout(look, EVERY_MS);
    return;
  }
  if (!["waiting", "running"].includes(now.state)) { location.reload(); return; }
  const progress = place.querySelector("[data-part=progress]");
  progress.hidden = now.state !== "running";
  if (now.share !== null) progress.querySelector("progress").value = now.share;
  const log = place.querySelector(".dialogue");
  for (const line of now.lines.slice(log.childElementCount)) log.append(shown(line));
  setTimeout(look, EVERY_MS);
}

if (["waiting", "running"].includes(place.dataset.state)) look();
