// Saves keystrokes only: arrows go from sentence to sentence, Escape hides the note. All else is CSS.
(function () {
  if (window.plxReader) { return; }
  window.plxReader = true;
  function numbers(node) {
    var reader = node.closest && node.closest(".plx-reader");
    return reader ? Array.from(node.closest("article").querySelectorAll(".no")) : [];
  }
  document.addEventListener("keydown", function (event) {
    var reader = event.target.closest && event.target.closest(".plx-reader");
    if (!reader) { return; }
    if (event.key === "Escape") { reader.classList.add("quiet"); }
    var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.classList.contains("no")) { return; }
    var all = numbers(event.target);
    var next = all[all.indexOf(event.target) + step];
    if (next) { event.preventDefault(); next.focus(); }
  });
  ["focusin", "mouseover"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      var reader = event.target.closest && event.target.closest(".plx-reader.quiet");
      if (reader && (kind === "focusin" || !event.target.closest(".s"))) { reader.classList.remove("quiet"); }
    });
  });
})();
