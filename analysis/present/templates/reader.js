// Saves keystrokes, finds words, leaves sides out: arrows go from sentence to sentence, Escape hides the note.
// All else is CSS.
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
      var counts = Array.from(reader.querySelectorAll("article:not([hidden])")).map(function (article) {
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

  // Sides may be left out and called otherwise, in this page only: nothing is stored or sent.
  function make(parent, tag) { return parent.appendChild(document.createElement(tag)); }
  function addSides(reader) {
    var groups = new Map(), boxes = new Map();
    reader.querySelectorAll("article").forEach(function (article) {
      var name = article.querySelector(".side").textContent;
      groups.set(name, (groups.get(name) || []).concat(article));
    });
    if (groups.size < 2 || reader.querySelector(".who")) { return; }
    var fold = document.createElement("details");
    fold.className = "who";
    make(fold, "summary").textContent = "Leave out or rename sides";
    var list = make(fold, "ul");
    groups.forEach(function (articles, name) {
      var row = make(list, "li"), label = make(row, "label"), box = make(label, "input");
      var shown = make(label, "span"), field = make(row, "input");
      box.type = "checkbox"; box.checked = true;
      shown.textContent = field.value = name; field.setAttribute("aria-label", "Name of " + name);
      box.addEventListener("change", function () {
        articles.forEach(function (article) { article.hidden = !box.checked; });
        reader.querySelectorAll(".find input").forEach(function (find) { find.dispatchEvent(new Event("input")); });
      });
      field.addEventListener("input", function () {
        shown.textContent = field.value.trim() || name;
        articles.forEach(function (article) {
          article.querySelector(".side").textContent = shown.textContent;
        });
        reader.querySelectorAll(".link").forEach(function (link) {  // "same in SIDE, sentence 3"
          if (!articles.includes(document.getElementById(link.hash.slice(1)).closest("article"))) { return; }
          link.title = "same in " + shown.textContent + link.title.slice(link.title.lastIndexOf(", sentence"));
          link.querySelector(".unseen").textContent = link.title;
        });
      });
      articles.forEach(function (article) { boxes.set(article, box); });
    });
    reader.addEventListener("click", function (event) {  // a link into a side left out brings it back
      var link = event.target.closest(".link");
      var there = link && document.getElementById(link.hash.slice(1)).closest("article");
      if (there && there.hidden) { boxes.get(there).click(); }
    });
    reader.querySelector(".sides").before(fold);
  }
  document.querySelectorAll(".plx-reader").forEach(function (reader) { addSearch(reader); addSides(reader); });
})();
