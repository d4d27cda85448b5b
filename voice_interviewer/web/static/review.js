/* Files are sent in pieces, so that a broken connection or a reload loses nothing; what is heard is asked for by polling. */
const PIECE = 4 * 1024 * 1024;
const EVERY_MS = 700;
const form = document.getElementById("drop");
const told = form.querySelector("[data-part=told]");
const sending = form.querySelector("[data-part=sending]");
const bar = sending.querySelector("progress");

async function asked(path, options = {}) {
  const answer = await fetch(path, { ...options, headers: { Accept: "application/json", ...options.headers } });
  const said = await answer.json();
  if (!answer.ok && answer.status !== 409) throw new Error([said.error, said.fix].filter(Boolean).join(" "));
  return said;
}

// What is dropped may be a folder, or a file that has gone since: a browser says so only when it is read.
async function readable(file) {
  try {
    await file.slice(0, 1).arrayBuffer();
    return true;
  } catch { return false; }
}

async function read(file, at) {
  try {
    return await file.slice(at, at + PIECE).arrayBuffer();
  } catch { throw new Error(`${file.name}: the browser cannot read it any more. Drop the files once more, without it.`); }
}

async function send(id, files, arrived) {
  const whole = files.reduce((sum, file) => sum + file.size, 0);
  let before = 0;
  for (const [number, file] of files.entries()) {
    let at = arrived[number];
    let tries = 0;
    while (at < file.size) {
      const body = await read(file, at);
      try {
        const said = await asked(`/review/${id}/files/${number}?at=${at}`, { method: "POST", body, headers: { "Content-Type": "application/octet-stream" } });
        at = said.at;
        tries = 0;
      } catch (error) {
        tries += 1;
        if (tries > 3 || !(error instanceof TypeError)) throw error;
        await new Promise((next) => { setTimeout(next, 1000 * tries); });
      }
      bar.value = (before + at) / whole;
    }
    before += file.size;
  }
}

async function take(files) {
  if (!files.length || form.dataset.busy) return;
  form.dataset.busy = "yes";
  sending.hidden = false;
  bar.value = 0;
  told.textContent = `${files.length === 1 ? files[0].name : `${files.length} files`} …`;
  try {
    const list = await Promise.all(files.map(async (file) => ({ name: file.name, size: file.size, readable: await readable(file) })));
    const { id, taken, arrived } = await asked("/review/new", { method: "POST", body: JSON.stringify({ files: list, question: form.querySelector("#question").value }) });
    await send(id, taken.map((number) => files[number]), arrived);
    await asked(`/review/${id}/start`, { method: "POST" });
    location.reload();
  } catch (error) {
    told.textContent = error instanceof TypeError ? "The program does not answer. Start it again and drop the same files: it goes on where it stopped." : error.message;
    sending.hidden = true;
    delete form.dataset.busy;
  }
}

function follow(card) {
  const progress = card.querySelector("[data-part=progress]");
  const state = card.querySelector("[data-part=state]");
  const look = async () => {
    try {
      const now = await asked(`/review/${card.dataset.review}/state`);
      if (now.state !== card.dataset.state && now.state !== "running") { location.reload(); return; }
      card.dataset.state = now.state;
      progress.hidden = now.state !== "running";
      const shown = progress.querySelector("progress");
      if (now.share === null) shown.removeAttribute("value"); else shown.value = now.share;
      const words = now.state === "waiting" ? "Waits for another one." : now.what ? `Being heard: ${now.what}` : "Being heard …";
      if (state.textContent !== words) state.textContent = words;
    } catch { state.textContent = "The program does not answer; it goes on when it is started again."; }
    setTimeout(look, EVERY_MS);
  };
  look();
}

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
form.querySelector("#files").addEventListener("change", (event) => {
  take([...event.target.files]);
  event.target.value = ""; // a browser tells no change when the same files are chosen again, after an error
});
for (const name of ["dragover", "dragenter"]) form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
form.addEventListener("drop", (event) => { event.preventDefault(); take([...event.dataTransfer.files]); });
for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
document.querySelectorAll("[data-state=running], [data-state=waiting]").forEach(follow);
