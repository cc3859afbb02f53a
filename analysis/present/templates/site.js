// Everything works without this; it only saves clicks.
(function () {
  var button = document.querySelector("[data-code]");
  if (button) {
    var folds = document.querySelectorAll("details.code");
    button.hidden = folds.length === 0;
    button.addEventListener("click", function () {
      var open = button.getAttribute("aria-pressed") !== "true";
      folds.forEach(function (fold) { fold.open = open; });
      button.setAttribute("aria-pressed", String(open));
    });
  }

  // On paper no table is folded away.
  function unfold() {
    document.querySelectorAll("details:is(.fold, .quiet, .checked)").forEach(function (fold) { fold.open = true; });
  }
  window.addEventListener("beforeprint", unfold);
  if (document.querySelector("main.whole")) { unfold(); }

  // Long tables: a filter above, headings that sort, and very long ones cut short until asked for.
  function worth(text) {
    var number = parseFloat(text.replace(/,/g, "").replace("−", "-").replace("< ", ""));
    return isNaN(number) ? null : number;
  }
  function sort(table, head, place) {
    var down = head.getAttribute("aria-sort") === "ascending";
    table.querySelectorAll("th[aria-sort]").forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    var body = table.tBodies[0];
    Array.from(body.rows).sort(function (one, two) {
      var a = one.cells[place].textContent, b = two.cells[place].textContent;
      var x = worth(a), y = worth(b);
      if ((x === null) !== (y === null)) { return x === null ? 1 : -1; }
      var order = x === null ? a.localeCompare(b) : x - y;
      return down ? -order : order;
    }).forEach(function (row) { body.appendChild(row); });
  }
  document.querySelectorAll(".plx-table table").forEach(function (table) {
    if (!table.tBodies[0] || table.tBodies[0].rows.length <= 12) { return; }
    Array.from(table.tHead.rows[0].cells).forEach(function (head, place) {
      var knob = document.createElement("button");
      knob.type = "button";
      knob.className = "sorter";
      knob.textContent = head.textContent;
      knob.addEventListener("click", function () { sort(table, head, place); });
      head.replaceChildren(knob);
    });
    var count = table.tBodies[0].rows.length, all = document.createElement("button");
    if (count > 60) {
      all.type = "button";
      all.className = "all";
      all.textContent = "Show all " + count + " rows";
      all.addEventListener("click", function () { table.classList.remove("short"); all.remove(); });
      table.classList.add("short");
      table.parentNode.after(all);
    }
    var label = document.createElement("label"), input = document.createElement("input");
    label.className = "filter";
    input.type = "search";
    label.append("Rows with", input);
    input.addEventListener("input", function () {
      var wanted = input.value.toLowerCase();
      table.classList.toggle("short", all.isConnected && !wanted);
      Array.from(table.tBodies[0].rows).forEach(function (row) {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
      });
    });
    table.parentNode.before(label);
  });
})();
