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
      button.textContent = open ? "Hide all code" : "Show all code";
    });
  }
})();
