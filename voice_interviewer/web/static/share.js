/* Takes in the file that a mentor sent back. */
const LARGEST = 2_000_000;
const form = document.getElementById("drop");
const told = form.querySelector("[data-part=told]");

async function take(file) {
  if (!file) return;
  if (file.size > LARGEST) { told.textContent = "This is too large to be a mentor's file."; return; }
  try {
    const answer = await fetch("mentor", { method: "POST", body: await file.text(), headers: { Accept: "application/json" } });
    const said = await answer.json();
    told.textContent = answer.ok ? said.says : [said.error, said.fix].filter(Boolean).join(" ");
  } catch { told.textContent = "The program does not answer."; }
}

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
form.querySelector("#file").addEventListener("change", (event) => take(event.target.files[0]));
for (const name of ["dragover", "dragenter"]) form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
form.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files[0]); });
for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
