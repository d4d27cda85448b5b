/* What a debrief can do in the app, beside what it does as a file. */
import { adding, judging } from "./judge.js";
import { asked, made } from "./parts.js";
import { playing } from "./play.js";
import { Said } from "./said.js";

const bar = document.getElementById("doing");
const said = new Said(bar.querySelector("[data-part=said]"));
const print = bar.querySelector("[data-do=print]");

print.hidden = false;
print.addEventListener("click", () => window.print());
try {
  const { answers, judge } = await asked("about");
  for (const answer of answers) {
    if (judge) answer.findings.forEach((finding) => judging(finding, said));
    adding(answer, judge, said);
  }
  const next = answers.find((answer) => answer.next && answer.again);
  const again = next && made("a", "Answer it again now", { class: "act", href: next.again });
  if (again) document.querySelector(".next .commands")?.replaceChildren(again);
  playing(answers, bar.querySelector("[data-do=play-all]"), said);
  bar.dataset.ready = "yes";
} catch (error) { said.wrong(bar, error); }
