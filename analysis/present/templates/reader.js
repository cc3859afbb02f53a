// Saves keystrokes, finds words, leaves sides out: arrows go from sentence to sentence, Escape hides the note.
// All else is CSS. It runs once for each reader of a page, and each keeps to itself.
(function () {
  function takeNames(reader) {  // in JupyterLab one reader may be shown twice, and ids must not be
    var shared = reader.id, own = "r" + Math.random().toString(36).slice(2);
    if (document.querySelectorAll("#" + shared).length < 2) { return; }
    reader.innerHTML = reader.innerHTML.replaceAll(shared, own);
    reader.id = own;
    var choice = document.querySelector("#" + shared + " input[checked]");
    if (choice) { choice.checked = true; }  // which the new one had taken from it
  }
  function addKeys(reader) {
    reader.addEventListener("keydown", function (event) {
      if (event.key === "Escape") { reader.classList.add("quiet"); }
      var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (!step || !event.target.classList.contains("no")) { return; }
      var all = Array.from(event.target.closest("article").querySelectorAll(".no"));
      var next = all[all.indexOf(event.target) + step];
      if (next) { event.preventDefault(); next.focus(); }
    });
    ["focusin", "mouseover", "mouseleave"].forEach(function (kind) {
      reader.addEventListener(kind, function (event) {
        if (kind === "focusin" || !event.target.closest(".s")) { reader.classList.remove("quiet"); }
      });
    });
  }

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
  function highlight(name, before, now) {  // all readers of a page share what the browser highlights
    var layer = CSS.highlights.get(name) || new Highlight();
    before.forEach(function (range) { layer.delete(range); });
    now.forEach(function (range) { layer.add(range); });
    CSS.highlights.set(name, layer);
  }
  function addSearch(reader) {
    if (!window.Highlight || !CSS.highlights) { return; }
    var bar = document.createElement("div"), field = document.createElement("input"), told = document.createElement("output");
    bar.className = "find"; bar.setAttribute("role", "search");
    field.type = "search"; field.placeholder = "Find a word"; field.setAttribute("aria-label", "Find a word in all texts");
    bar.append(field, told);
    (reader.querySelector("fieldset") || reader.querySelector(".sides")).before(bar);
    var all = [], here = [], place = -1;
    field.addEventListener("input", function () {
      var word = field.value.trim().toLowerCase(), before = all;
      highlight("plx-here", here, []);
      all = []; here = []; place = -1;
      var counts = Array.from(reader.querySelectorAll("article:not([hidden])")).map(function (article) {
        var found = word ? ranges(article, word) : [];
        all = all.concat(found);
        return article.querySelector(".side").textContent + " " + found.length;
      });
      highlight("plx-found", before, all);
      told.textContent = word ? counts.join(", ") + (all.length ? ". Enter goes to the next." : ".") : "";
    });
    field.addEventListener("keydown", function (event) {  // JupyterLab lets no form be submitted
      if (event.key !== "Enter" || !all.length) { return; }
      place = (place + 1) % all.length;
      highlight("plx-here", here, [all[place]]);
      here = [all[place]];
      all[place].startContainer.parentElement.scrollIntoView({ block: "center" });
    });
  }

  // Sides may be left out and called otherwise, in this page only: nothing is stored or sent.
  function make(parent, tag) { return parent.appendChild(document.createElement(tag)); }
  function addSides(reader) {
    var groups = new Map(), boxes = new Map();
    function leadsTo(link) { return reader.querySelector(link.hash).closest("article"); }
    reader.querySelectorAll("article").forEach(function (article) {
      var name = article.querySelector(".side").textContent;
      groups.set(name, (groups.get(name) || []).concat(article));
    });
    if (groups.size < 2) { return; }
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
          if (!articles.includes(leadsTo(link))) { return; }
          link.title = "same in " + shown.textContent + link.title.slice(link.title.lastIndexOf(", sentence"));
          link.querySelector(".unseen").textContent = link.title;
        });
      });
      articles.forEach(function (article) { boxes.set(article, box); });
    });
    reader.addEventListener("click", function (event) {  // a link into a side left out brings it back
      var link = event.target.closest(".link");
      var there = link && leadsTo(link);
      if (there && there.hidden) { boxes.get(there).click(); }
    });
    reader.querySelector(".sides").before(fold);
  }
  document.querySelectorAll(".plx-reader:not(.ready)").forEach(function (reader) {
    reader.classList.add("ready");
    takeNames(reader);
    addKeys(reader);
    addSearch(reader);
    addSides(reader);
  });
})();
