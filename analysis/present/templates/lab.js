(function () {
  if (window.parallaxTables) { return; } // all notebooks open in JupyterLab share one page
  window.parallaxTables = true;

  var LONG = 12, PAGE = 20;
  var NUMBER = /^(< )?-?([\d,]*\.?\d+|∞) ?%?( \[.*\])?$/; // an estimate may bring its interval
  var UNDEFINED = /^[–—-]?$/;

  function plain(html) {
    return html.replace(/<[^>]*>/g, "").replace(/&lt;/g, "<").replace(/−/g, "-").trim();
  }
  function worth(html) {
    var text = plain(html).replace(/^< |,(?=\d)/g, "");
    return /^-?∞/.test(text) ? (text[0] === "-" ? -Infinity : Infinity) : parseFloat(text);
  }
  function undefinedLast(order) {
    return function (a, b) {
      return isNaN(a) || isNaN(b) ? isNaN(a) - isNaN(b) : order * (a > b ? 1 : a < b ? -1 : 0);
    };
  }
  function holdsNumbers(texts) {
    var told = texts.filter(function (text) { return !UNDEFINED.test(text); });
    return told.length > 0 && told.every(function (text) { return NUMBER.test(text); });
  }

  async function load() {
    var packed = Uint8Array.from(atob("DATATABLES"), function (mark) { return mark.charCodeAt(0); });
    var stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
    var source = new Blob([await new Response(stream).text()], { type: "text/javascript" });
    var address = URL.createObjectURL(source);
    try {
      return (await import(address)).default;
    } finally {
      URL.revokeObjectURL(address);
    }
  }

  function enhance(DataTable, table) {
    var rows = Array.from(table.tBodies[0].rows), paged = rows.length > PAGE;
    var types = Array.from(table.tHead.rows[0].cells).map(function (head, place) {
      var texts = rows.map(function (row) { return plain(row.cells[place].textContent); });
      return { targets: place, type: holdsNumbers(texts) ? "parallax" : "html" };
    });
    new DataTable(table, {
      autoWidth: false,
      columnDefs: types,
      order: [],
      paging: paged,
      pageLength: PAGE,
      lengthMenu: [PAGE, 50, { label: "all", value: -1 }],
      layout: {
        topStart: "search",
        topEnd: paged ? "pageLength" : null,
        bottomStart: "info",
        bottomEnd: paged ? { paging: { type: "simple_numbers" } } : null
      },
      language: {
        search: "Rows with",
        lengthMenu: "_MENU_ rows a page",
        info: "Rows _START_ to _END_ of _TOTAL_",
        infoEmpty: "No rows",
        infoFiltered: "(_MAX_ without the search)",
        zeroRecords: "No row has this.",
        paginate: { previous: "Previous", next: "Next" }
      }
    });
    // JupyterLab would take Enter on a heading as a wish to edit the cell.
    table.closest(".dt-container").setAttribute("data-lm-suppress-shortcuts", "true");
    table.tHead.addEventListener("keydown", function (event) { // DataTables' buttons know Enter alone
      if (event.key === " " && event.target.getAttribute("role") === "button") {
        event.preventDefault();
        event.target.click();
      }
    });
  }

  load().then(function (DataTable) {
    var style = document.createElement("style");
    style.textContent = "STYLE";
    document.head.append(style);
    DataTable.ext.errMode = "none"; // its default is a dialog
    DataTable.type("parallax", {
      order: { pre: worth, asc: undefinedLast(1), desc: undefinedLast(-1) },
      // people type a hyphen for a minus, and leave out commas
      search: function (html) { return [html, plain(html), plain(html).replace(/,/g, "")].join(" "); }
    });
    var waiting = false;
    function look() {
      waiting = false;
      document.querySelectorAll(".plx-table table:not(.dataTable)").forEach(function (table) {
        if (table.tBodies[0] && table.tBodies[0].rows.length > LONG) { enhance(DataTable, table); }
      });
    }
    new MutationObserver(function () {
      if (!waiting) { waiting = true; requestAnimationFrame(look); }
    }).observe(document.body, { childList: true, subtree: true });
    look();
  }).catch(function (error) { console.warn("Tables stay as they are:", error); });
})();
