/* Plays the answers in a row; what was found lights up as it is said. */
import { unfold } from "./parts.js";

const BEFORE_S = 0.3;
const AFTER_S = 1.5;

export function playing(answers, button, said) {
  const sounds = answers
    .map((answer) => ({ ...answer, sound: document.getElementById(`${answer.anchor}-audio`) }))
    .filter((answer) => answer.sound);
  if (!button || !sounds.length) return;
  let now = -1;

  function light({ findings, sound }, on) {
    for (const finding of findings) {
      if (finding.start_s === null) continue;
      const lit = on && sound.currentTime >= finding.start_s - BEFORE_S && sound.currentTime <= (finding.end_s ?? finding.start_s) + AFTER_S;
      document.getElementById(finding.id)?.classList.toggle("lit", lit);
    }
  }

  function leave() {
    if (now < 0) return;
    const { anchor, sound } = sounds[now];
    light(sounds[now], false);
    document.getElementById(anchor)?.classList.remove("playing");
    now = -1;
    sound.pause();
  }

  function stop() {
    leave();
    button.setAttribute("aria-pressed", "false");
    button.textContent = "Play all answers";
  }

  function play(number) {
    leave();
    if (number >= sounds.length) { stop(); return; }
    const { anchor, sound } = sounds[number];
    const place = document.getElementById(anchor);
    now = number;
    unfold(sound);
    place.classList.add("playing");
    place.scrollIntoView({ block: "start" });
    sound.currentTime = 0;
    button.setAttribute("aria-pressed", "true");
    button.textContent = `Stop (${number + 1} of ${sounds.length})`;
    sound.play().then(() => said.mended(button), () => {
      if (now !== number) return;
      said.wrong(button, new Error("The browser did not play this recording."));
      stop();
    });
  }

  sounds.forEach((answer, number) => {
    answer.sound.addEventListener("timeupdate", () => { if (now === number) light(answer, true); });
    for (const over of ["ended", "error"]) answer.sound.addEventListener(over, () => { if (now === number) play(number + 1); });
  });
  button.addEventListener("click", () => { if (now >= 0) stop(); else play(0); });
  button.hidden = false;
}
