// Small conveniences; every page works without them: the menu on a small screen, open and close all, addresses of points.
(function () {
  "use strict";
  var side = document.getElementById("side");

  // Where the menu is longer than the screen, it shows where one is.
  var here = side && side.querySelector("[aria-current]");
  if (here && here.offsetTop + here.offsetHeight > side.clientHeight) { side.scrollTop = here.offsetTop - side.clientHeight / 2; }

  function closeMenu() {
    if (side && side.classList.contains("kh-open")) {
      side.classList.remove("kh-open");
      var opener = document.querySelector("[data-kh-open]");
      if (opener) { opener.setAttribute("aria-expanded", "false"); opener.focus(); }
    }
  }

  function openMenu(opener) {
    side.classList.add("kh-open");
    opener.setAttribute("aria-expanded", "true");
    var first = side.querySelector("a");
    if (first) { first.focus(); }
  }

  // A point's address opens every box around it, so that a link from the overview lands on what it promises.
  function reveal() {
    if (location.hash.length < 2) { return; }
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) { return; }
    for (var box = target; box; box = box.parentElement) {
      if (box.tagName === "DETAILS") { box.open = true; }
    }
    target.scrollIntoView();
  }

  function all(button) {
    var open = button.getAttribute("data-kh-all") === "open";
    var boxes = document.getElementById(button.getAttribute("data-kh-in")).querySelectorAll("details");
    boxes.forEach(function (box) {
      // Long lists of records that moved nothing stay with the ledger.
      if (!box.hasAttribute("data-kh-more")) { box.open = open; }
    });
    if (!open && boxes.length) { boxes[0].open = true; }
  }

  document.addEventListener("click", function (event) {
    var opener = event.target.closest("[data-kh-open]");
    if (opener) { event.preventDefault(); openMenu(opener); return; }
    var button = event.target.closest("[data-kh-all]");
    if (button) { all(button); return; }
    document.querySelectorAll("details[data-kh-pick][open]").forEach(function (pick) {
      if (!pick.contains(event.target)) { pick.open = false; }
    });
    if (side && side.classList.contains("kh-open") && !side.contains(event.target)) { closeMenu(); }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    closeMenu();
    document.querySelectorAll("details[data-kh-pick][open]").forEach(function (pick) {
      pick.open = false;
      pick.querySelector("summary").focus();
    });
  });
  window.addEventListener("hashchange", reveal);
  document.querySelectorAll("[data-kh-all]").forEach(function (button) { button.hidden = false; });

  // Paper shows what is folded away too, and the screen is put back afterwards.
  var folded = [];
  window.addEventListener("beforeprint", function () {
    folded = Array.prototype.slice.call(document.querySelectorAll("main details:not([open]):not([data-kh-more])"));
    folded.forEach(function (box) { box.open = true; });
  });
  window.addEventListener("afterprint", function () { folded.forEach(function (box) { box.open = false; }); });

  reveal();
})();
