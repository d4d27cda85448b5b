/* A dropped flow file becomes the form's text; everything else is the form's own doing. */
const LARGEST = 1_000_000;
const form = document.getElementById("drop");
const told = form.querySelector("[data-part=told]");

async function take(file) {
  if (!file) return;
  if (file.size > LARGEST) { told.textContent = `${file.name} is larger than 1 MB, which no flow is.`; return; }
  const text = await file.text();
  if (text.includes("\u0000")) { told.textContent = `${file.name} is no text.`; return; }
  form.elements.text.value = text;
  form.elements.name.value = file.name;
  form.requestSubmit();
}

form.querySelector("[data-part=choose]").hidden = false;
form.querySelector("#file").addEventListener("change", (event) => take(event.target.files[0]));
for (const name of ["dragover", "dragenter"]) form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
form.addEventListener("drop", (event) => { event.preventDefault(); take(event.dataTransfer.files[0]); });
for (const name of ["dragover", "drop"]) window.addEventListener(name, (event) => event.preventDefault());
