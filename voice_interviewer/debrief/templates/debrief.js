document.documentElement.classList.add("js");
function unfold(from) {
  for (var part = from; part; part = part.parentElement) { if (part.tagName === "DETAILS") { part.open = true; } }
}
function follow() {
  var to = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (to) { unfold(to); to.scrollIntoView(); }
}
window.addEventListener("hashchange", follow);
follow();
window.addEventListener("beforeprint", function () {
  document.querySelectorAll("details").forEach(function (part) { if (!part.open) { part.dataset.folded = ""; part.open = true; } });
});
window.addEventListener("afterprint", function () {
  document.querySelectorAll("[data-folded]").forEach(function (part) { part.open = false; delete part.dataset.folded; });
});
document.addEventListener("click", function (event) {
  var from = event.target.closest("[data-play]");
  if (from) {
    var audio = document.getElementById(from.dataset.play);
    if (audio) { unfold(audio); audio.currentTime = Math.max(0, parseFloat(from.dataset.at) - 0.4); audio.play(); event.preventDefault(); }
  }
  var copy = event.target.closest(".copy");
  if (copy && navigator.clipboard) {
    navigator.clipboard.writeText(copy.previousElementSibling.textContent).then(function () { copy.textContent = "copied"; });
  }
});
document.querySelectorAll(".tools input").forEach(function (box) {
  box.addEventListener("change", function () { document.body.classList.toggle("off-" + box.value, !box.checked); });
});
document.querySelectorAll("audio").forEach(function (audio) {
  audio.addEventListener("error", function () {
    var line = document.createElement("p");
    line.className = "small soft";
    line.textContent = "The recording is not beside this page; the words and times are complete.";
    audio.replaceWith(line);
  }, { once: true });
});
