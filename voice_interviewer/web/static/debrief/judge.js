/* What a person adds: whether a finding is right, a note, a correction, and the same question again. */
import { asked, made } from "./parts.js";

export function judging(finding, said) {
  const line = document.getElementById(finding.id);
  if (!line) return;
  const group = made("span", "", { class: "judge", role: "group", "aria-label": "Is this finding right?" });
  const buttons = [["That is right", true], ["That is wrong", false]].map(([text, accept]) => {
    const button = made("button", text, { type: "button", class: "act", "aria-pressed": String(finding.opinion === accept) });
    button.addEventListener("click", async () => {
      const { answer, label, start, end } = finding;
      said.news("Keeping it …");
      try {
        const { says } = await asked("opinion", { answer, label, start, end, accept });
        finding.opinion = accept;
        buttons.forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
        said.news(`Kept. ${says}`, group);
      } catch (error) { said.wrong(group, error); }
    });
    return button;
  });
  group.append(...buttons);
  line.lastElementChild.append(group);
}

function noting(answer, said) {
  const form = made("form", "", { class: "judge" });
  const id = `${answer.anchor}-note`;
  const text = made("textarea", answer.note, { id, rows: "2", maxlength: "4000" });
  form.append(made("label", "Your note", { for: id }), text, made("button", "Keep the note", { class: "act" }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const kept = await asked("note", { answer: answer.answer, text: text.value });
      text.value = kept.text;
      said.news(kept.text ? "Kept; it stands in the debrief from now on." : "The note is taken back.", form);
    } catch (error) { said.wrong(form, error); }
  });
  return form;
}

function correcting(answer, said) {
  const form = made("form", "", { class: "judge" });
  const fields = [["heard", "Heard"], ["said", "I said"]].map(([name, text]) => {
    const id = `${answer.anchor}-${name}`;
    const field = made("input", "", { id, name, type: "text", maxlength: "2000", autocomplete: "off", required: "" });
    form.append(made("label", text, { for: id }), field);
    return field;
  });
  form.append(made("button", "Correct it", { class: "act" }));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const { says } = await asked("correct", { answer: answer.answer, heard: fields[0].value, said: fields[1].value });
      said.news(`${says} Loading the page with it …`, form);
      location.hash = answer.anchor;
      location.reload();
    } catch (error) { said.wrong(form, error); }
  });
  return form;
}

function hearing(answer, place) {
  const example = place.querySelector("details.example");
  if (!example || example.querySelector("audio")) return;
  const sound = made("audio", "", { controls: "", preload: "none", src: `example.mp3?${new URLSearchParams({ answer: answer.answer })}`, "aria-label": "An example answer, spoken" });
  example.querySelector(".commands")?.replaceWith(sound);
}

export function adding(answer, judge, said) {
  const place = document.getElementById(answer.anchor);
  if (!place) return;
  if (answer.again) {
    const line = made("p", "", { class: "for-answer" });
    line.append(made("a", "Answer this question again", { class: "act", href: answer.again }));
    place.append(line);
  }
  if (!judge) return;
  hearing(answer, place);
  for (const [title, form] of [["Write a note", noting(answer, said)], ["That is not what I said", answer.said && correcting(answer, said)]]) {
    if (!form) continue;
    const folded = made("details", "", { class: "adding" });
    folded.append(made("summary", title), form);
    place.append(folded);
  }
  place.querySelector("details.commands")?.remove(); // the buttons do what these commands do
}
