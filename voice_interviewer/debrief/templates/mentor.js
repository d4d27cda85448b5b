(function () {
  var said = {}, session = document.getElementById("mentor").dataset.session;
  var told = document.getElementById("mentor-told"), by = document.getElementById("mentor-by");
  function part(kind, text, more) {
    var made = document.createElement(kind);
    made.textContent = text;
    Object.keys(more || {}).forEach(function (name) { made.setAttribute(name, more[name]); });
    return made;
  }
  function tell() {
    var count = Object.keys(said).length;
    told.textContent = count + (count === 1 ? " finding" : " findings") + " judged; save the file when you are done.";
  }
  document.querySelectorAll("li[data-label]").forEach(function (line) {
    var group = part("span", "", { class: "judge", role: "group", "aria-label": "Is this finding right?" });
    var buttons = [["Right", true], ["Wrong", false]].map(function (choice) {
      var button = part("button", choice[0], { type: "button", class: "press", "aria-pressed": "false" });
      button.addEventListener("click", function () {
        var again = said[line.id] && said[line.id].accept === choice[1], of = line.dataset;
        if (again) { delete said[line.id]; } else {
          said[line.id] = { answer: of.answer, label: of.label, start: +of.start, end: +of.end, text: of.text, accept: choice[1] };
        }
        buttons.forEach(function (other, at) {
          other.setAttribute("aria-pressed", String(!again && (at === 0) === choice[1]));
        });
        tell();
      });
      group.append(button);
      return button;
    });
    line.lastElementChild.append(" ", group);
  });
  document.querySelectorAll(".opened").forEach(function (answer) {
    var label = part("label", "Your note on this answer ", { class: "note" });
    label.append(part("textarea", "", { "data-note": answer.dataset.id, maxlength: "4000", rows: "2" }));
    answer.append(label);
  });
  document.getElementById("mentor-save").addEventListener("click", function () {
    if (!by.value.trim()) { told.textContent = "Write your name first."; by.focus(); return; }
    var notes = [];
    document.querySelectorAll("[data-note]").forEach(function (box) {
      if (box.value.trim()) { notes.push({ answer: box.dataset.note, text: box.value.trim() }); }
    });
    var file = {
      kind: "voice-interviewer opinions", version: 1, session: session, by: by.value.trim(),
      findings: Object.keys(said).map(function (id) { return said[id]; }), notes: notes
    };
    var link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([JSON.stringify(file, null, 1)], { type: "application/json" }));
    link.download = "opinions-" + session + ".json";
    document.body.append(link); link.click(); link.remove();
    told.textContent = "Saved as " + link.download + ". Send it back; nothing was sent by this page.";
  });
})();
