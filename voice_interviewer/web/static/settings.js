/* Lets a voice be heard before it is kept, and says how long it took to make. */
const form = document.getElementById("settings");
const part = form.querySelector("[data-part=hear]");
const took = form.querySelector("[data-part=took]");
const sound = new Audio();
let address = "";

part.hidden = false;
part.querySelector("button").addEventListener("click", async () => {
  took.textContent = "…";
  const wanted = new URLSearchParams({ voice: form.elements.voice.value, rate: form.elements.rate.value });
  const began = performance.now();
  try {
    const answer = await fetch(`/settings/voice.wav?${wanted}`, { headers: { Accept: "application/json" } });
    if (!answer.ok) { const said = await answer.json(); took.textContent = [said.error, said.fix].filter(Boolean).join(" "); return; }
    const timing = /dur=(\d+)/.exec(answer.headers.get("Server-Timing") ?? "");
    if (address) URL.revokeObjectURL(address);
    address = URL.createObjectURL(await answer.blob());
    sound.src = address;
    took.textContent = `Made in ${timing ? timing[1] : Math.round(performance.now() - began)} ms.`;
    await sound.play();
  } catch (error) { took.textContent = error instanceof TypeError ? "The program does not answer." : "The browser did not play it."; }
});
