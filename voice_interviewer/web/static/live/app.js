// The first page and the interview are one document: a microphone that was permitted stays open from one to the other.
import { Live } from "./live.js";
import { Sound } from "./sound.js";
import { Start } from "./start.js";

const sound = new Sound({});
const live = new Live(document.getElementById("live"), sound);
const start = document.getElementById("start");

if (start) {
  new Start(start, sound, (typing) => {
    history.pushState({}, "", "/live");
    shown = location.pathname;
    start.hidden = true;
    document.body.dataset.live = "on";
    live.show({ typing });
    window.scrollTo(0, 0);
  });
} else {
  document.body.dataset.live = "on";
  const { typing, headphones } = live.root.dataset;
  live.show({ typing: typing === "yes" });
  goOn(typing === "yes", headphones === "yes");
}

// Loaded again, the document is the interview's alone; going back to the first page's address must bring that page.
// A link within the page (to its content) changes no page.
let shown = location.pathname;
window.addEventListener("popstate", () => location.pathname === shown || location.reload());

// After a reload: the microphone is permitted already, and browsers let a page sound that hears.
async function goOn(typing, headphones) {
  try {
    await sound.open({ typing, headphones });
    sound.connect();
    setTimeout(() => sound.context?.state === "suspended" && live.trouble("stands"), 1000);
  } catch (error) {
    Object.assign(sound, { typing, headphones });
    live.trouble("lost");
    live.view.trouble("lost", error.message);
  }
}
