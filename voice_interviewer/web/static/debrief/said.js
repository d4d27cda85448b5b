/* What is said in sight, wherever on the page somebody is: news goes by itself, what went wrong stays until it is closed or mended. */
import { made, tell } from "./parts.js";

const SEEN_MS = 15000;

export class Said {
  constructor(place) {
    this.line = place.querySelector("[data-part=told]");
    this.list = place.querySelector("[data-part=wrong]");
    this.errors = new Map();
    this.gone = 0;
  }

  // What came of it; `of` is the part of the page it was done with, where nothing is wrong any more.
  news(text, of = null) {
    this.line.textContent = text;
    clearTimeout(this.gone);
    this.gone = setTimeout(() => { this.line.textContent = ""; }, SEEN_MS);
    this.mended(of);
  }

  // One error a part of the page: tried again, the newer one takes its place.
  wrong(of, error) {
    this.line.textContent = "";
    this.mended(of);
    const shown = made("p", tell(error), { class: "wrong" });
    const close = made("button", "Close", { type: "button", class: "act", "aria-label": `Close: ${shown.textContent}` });
    close.addEventListener("click", () => {
      this.mended(of);
      const next = this.list.querySelector("button") ?? of;
      (next.matches("button") ? next : next.querySelector("button, textarea, input"))?.focus();
    });
    shown.append(" ", close);
    this.list.append(shown);
    this.errors.set(of, shown);
  }

  mended(of) {
    this.errors.get(of)?.remove();
    this.errors.delete(of);
  }
}
