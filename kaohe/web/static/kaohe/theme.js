// Chooses light or dark before the page is painted where the reader left it to the system, so that nothing flashes.
(function () {
  var root = document.documentElement;
  if (root.getAttribute("data-kh-theme") !== "system" || !window.matchMedia) { return; }
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  function follow() {
    root.setAttribute("data-bs-theme", dark.matches ? "dark" : "light");
    document.dispatchEvent(new CustomEvent("kh-theme"));
  }
  follow();
  dark.addEventListener("change", follow);
})();
