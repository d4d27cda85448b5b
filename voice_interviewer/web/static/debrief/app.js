/* What a debrief can do in the app, beside what it does as a file. */
import { adding, judging } from "./judge.js";
import { asked, made, tell } from "./parts.js";
import { playing } from "./play.js";

const bar = document.getElementById("doing");
const line = bar.querySelector("[data-part=told]");
const SEEN_MS = 15000;
let gone = 0;
// Wherever on the page somebody is, it is said in sight, and gets out of the way again.
const told = (text) => {
  line.textContent = text;
  clearTimeout(gone);
  gone = setTimeout(() => { line.textContent = ""; }, SEEN_MS);
};
const print = bar.querySelector("[data-do=print]");

print.hidden = false;
print.addEventListener("click", () => window.print());
try {
  const { answers, judge } = await asked("about");
  for (const answer of answers) {
    if (judge) answer.findings.forEach((finding) => judging(finding, told));
    adding(answer, judge, told);
  }
  const next = answers.find((answer) => answer.next && answer.again);
  const again = next && made("a", "Answer it again now", { class: "act", href: next.again });
  if (again) document.querySelector(".next .commands")?.replaceChildren(again);
  playing(answers, bar.querySelector("[data-do=play-all]"), told);
  bar.dataset.ready = "yes";
} catch (error) { told(tell(error)); }
