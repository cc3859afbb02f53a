// Saves keystrokes and finds words: arrows go from sentence to sentence, Escape hides the note. All else is CSS.
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

  // Any word in its places, with how often each article has it; nothing in the text is changed.
  function ranges(article, word) {
    var walk = document.createTreeWalker(article, NodeFilter.SHOW_TEXT), found = [], node;
    while ((node = walk.nextNode())) {
      if (!node.parentElement.closest(".s") || node.parentElement.closest(".tip, .why, .no, .link")) { continue; }
      var text = node.data.toLowerCase(), at = -1;
      while ((at = text.indexOf(word, at + 1)) >= 0) {
        if (/[\p{L}\p{N}]/u.test(text[at - 1] || "")) { continue; }
        var range = document.createRange();
        range.setStart(node, at); range.setEnd(node, at + word.length);
        found.push(range);
      }
    }
    return found;
  }
  function addSearch(reader) {
    if (!window.Highlight || !CSS.highlights || reader.querySelector(".find")) { return; }
    var form = document.createElement("form"), field = document.createElement("input"), told = document.createElement("output");
    form.className = "find"; form.setAttribute("role", "search");
    field.type = "search"; field.placeholder = "Find a word"; field.setAttribute("aria-label", "Find a word in all texts");
    form.append(field, told);
    (reader.querySelector("fieldset") || reader.querySelector(".sides")).before(form);
    var all = [], place = -1;
    field.addEventListener("input", function () {
      var word = field.value.trim().toLowerCase();
      all = []; place = -1;
      var counts = Array.from(reader.querySelectorAll("article")).map(function (article) {
        var here = word ? ranges(article, word) : [];
        all.push.apply(all, here);
        return article.querySelector(".side").textContent + " " + here.length;
      });
      CSS.highlights.set("plx-found", new Highlight(...all));
      told.textContent = word ? counts.join(", ") + (all.length ? ". Enter goes to the next." : ".") : "";
    });
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (!all.length) { return; }
      place = (place + 1) % all.length;
      CSS.highlights.set("plx-here", new Highlight(all[place]));
      all[place].startContainer.parentElement.scrollIntoView({ block: "center" });
    });
  }
  document.querySelectorAll(".plx-reader").forEach(addSearch);
})();
