/* What a debrief can do in the app: judge a finding, answer again, play everything in a row. */
const bar = document.getElementById("doing");
const told = bar.querySelector("[data-part=told]");

function made(kind, text, attributes = {}) {
  const part = document.createElement(kind);
  part.textContent = text;
  for (const [name, value] of Object.entries(attributes)) part.setAttribute(name, value);
  return part;
}

export function unfold(from) {
  for (let part = from; part; part = part.parentElement) if (part.tagName === "DETAILS") part.open = true;
}

async function asked(path, options = {}) {
  const answer = await fetch(path, { ...options, headers: { Accept: "application/json" } });
  const said = await answer.json();
  if (!answer.ok) throw new Error([said.error, said.fix].filter(Boolean).join(" "));
  return said;
}

// ---- accept and reject ----

function judging(finding) {
  const line = document.getElementById(finding.id);
  if (!line) return;
  const group = made("span", "", { class: "judge", role: "group", "aria-label": "Is this finding right?" });
  const buttons = [["That is right", true], ["That is wrong", false]].map(([text, accept]) => {
    const button = made("button", text, { type: "button", class: "act" });
    button.setAttribute("aria-pressed", String(finding.opinion === accept));
    button.addEventListener("click", async () => {
      const { answer, label, start, end } = finding;
      try {
        const said = await asked("opinion", { method: "POST", body: JSON.stringify({ answer, label, start, end, accept }) });
        finding.opinion = accept;
        for (const [other, value] of pairs) other.setAttribute("aria-pressed", String(value === accept));
        told.textContent = `Kept. ${said.says}`;
        button.focus();
      } catch (error) { told.textContent = error.message; }
    });
    return button;
  });
  const pairs = [[buttons[0], true], [buttons[1], false]];
  group.append(...buttons);
  line.lastElementChild.append(group);
}

// ---- once more ----

function again(answer) {
  const place = document.getElementById(answer.anchor);
  if (!place || !answer.again) return;
  const line = made("p", "", { class: "for-answer" });
  line.append(made("a", "Answer this question again", { class: "act", href: answer.again }));
  place.append(line);
}

// ---- play all ----

function playing(answers) {
  const button = bar.querySelector("[data-do=play-all]");
  const sounds = answers
    .map((answer) => ({ ...answer, sound: document.getElementById(`${answer.anchor}-audio`) }))
    .filter((answer) => answer.sound);
  if (!button || !sounds.length) return;
  let now = -1;
  const light = (answer) => {
    const at = answer.sound.currentTime;
    for (const finding of answer.findings) {
      const on = now >= 0 && finding.start_s !== null && at >= finding.start_s - 0.3 && at <= (finding.end_s ?? finding.start_s) + 1.5;
      document.getElementById(finding.id)?.classList.toggle("lit", on);
    }
  };
  const stop = () => {
    if (now < 0) return;
    const answer = sounds[now];
    now = -1;
    answer.sound.pause();
    light(answer);
    document.getElementById(answer.anchor)?.classList.remove("playing");
    button.setAttribute("aria-pressed", "false");
    button.textContent = "Play all answers";
  };
  const play = (number) => {
    if (now >= 0) document.getElementById(sounds[now].anchor)?.classList.remove("playing");
    if (number >= sounds.length) { now = sounds.length - 1; stop(); return; }
    now = number;
    const { anchor, sound } = sounds[number];
    const place = document.getElementById(anchor);
    unfold(sound);
    place.classList.add("playing");
    place.scrollIntoView({ block: "start" });
    sound.currentTime = 0;
    button.textContent = `Stop (${number + 1} of ${sounds.length})`;
    sound.play().catch(() => { told.textContent = "The browser did not play this recording."; stop(); });
  };
  sounds.forEach((answer, number) => {
    answer.sound.addEventListener("timeupdate", () => { if (now === number) light(answer); });
    answer.sound.addEventListener("ended", () => { if (now === number) play(number + 1); });
    answer.sound.addEventListener("error", () => { if (now === number) play(number + 1); });
  });
  button.addEventListener("click", () => {
    if (now >= 0) { stop(); return; }
    button.setAttribute("aria-pressed", "true");
    play(0);
  });
  button.hidden = false;
}

const print = bar.querySelector("[data-do=print]");
print.hidden = false;
print.addEventListener("click", () => window.print());
try {
  const { answers, judge } = await asked("about");
  answers.forEach((answer) => { if (judge) answer.findings.forEach(judging); again(answer); });
  playing(answers);
  bar.dataset.ready = "yes";
} catch (error) { told.textContent = error.message; }
