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

  // Articles may be left out and sides called otherwise, in this page only: nothing is stored or sent.
  var FEW = 6;  // articles shown at first
  function make(parent, tag) { return parent.appendChild(document.createElement(tag)); }
  function addChoice(reader) {
    var articles = Array.from(reader.querySelectorAll("article")), groups = new Map(), boxes = new Map();
    function leadsTo(link) { return reader.querySelector(link.hash).closest("article"); }
    articles.forEach(function (article) {
      var name = article.querySelector(".side").textContent;
      groups.set(name, (groups.get(name) || []).concat(article));
    });
    if (articles.length < 2) { return; }
    var fold = document.createElement("details");
    fold.className = "who";
    make(fold, "summary").textContent = articles.length > FEW
      ? "Choose among " + articles.length + " articles, rename sides" : "Leave out articles, rename sides";
    var list = make(fold, "ul");
    groups.forEach(function (own, name) {
      var row = make(list, "li"), field = make(row, "input");
      field.value = name; field.setAttribute("aria-label", "Name of " + name);
      own.forEach(function (article) {
        var label = make(row, "label"), box = make(label, "input");
        make(label, "span").textContent = article.querySelector("h2, h3, h4").textContent;
        box.type = "checkbox"; box.checked = articles.indexOf(article) < FEW;
        article.hidden = !box.checked;
        box.addEventListener("change", function () {
          article.hidden = !box.checked;
          reader.querySelectorAll(".find input").forEach(function (find) { find.dispatchEvent(new Event("input")); });
        });
        boxes.set(article, box);
      });
      field.addEventListener("input", function () {
        var called = field.value.trim() || name;
        own.forEach(function (article) { article.querySelector(".side").textContent = called; });
        reader.querySelectorAll(".link").forEach(function (link) {  // "same in SIDE, sentence 3"
          if (!own.includes(leadsTo(link))) { return; }
          link.title = "same in " + called + link.title.slice(link.title.lastIndexOf(", sentence"));
          link.querySelector(".unseen").textContent = link.title;
        });
      });
    });
    function bringBack(article) {
      if (article && article.hidden) { boxes.get(article).click(); }
    }
    reader.addEventListener("click", function (event) {
      var link = event.target.closest(".link");
      if (link) { bringBack(leadsTo(link)); }
    });
    function goToPlace() {  // a link from another page may lead to an article that is not shown at first
      var there = document.getElementById(location.hash.slice(1));
      var article = there && reader.contains(there) && there.closest("article");
      if (article && article.hidden) { bringBack(article); there.scrollIntoView(); }
    }
    reader.querySelector(".sides").before(fold);
    window.addEventListener("hashchange", goToPlace);
    goToPlace();
  }
  function addViews(reader) {  // a link may lead to a sentence as one of the ways to colour shows it: PLACE_VIEW
    function choose() {
      var there = document.getElementById(location.hash.slice(1)), key = location.hash.split("_")[1];
      var choice = there && key && reader.contains(there) && reader.querySelector('fieldset input[value="' + key + '"]');
      if (choice) { choice.checked = true; }
    }
    window.addEventListener("hashchange", choose);
    choose();
  }
  document.querySelectorAll(".plx-reader:not(.ready)").forEach(function (reader) {
    reader.classList.add("ready");
    takeNames(reader);
    addKeys(reader);
    addSearch(reader);
    addChoice(reader);
    addViews(reader);
  });
})();
