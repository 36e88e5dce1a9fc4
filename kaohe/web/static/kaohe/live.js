// A page that runs along with the ledger: it asks whether anything changed, shows what, and keeps what is open open.
(function () {
  "use strict";
  var place = document.getElementById("live");
  if (!place || !window.fetch) { return; }
  var bar = document.getElementById("running");
  var list = document.getElementById("running-told");
  var clock = document.getElementById("running-at");
  var EVERY = 5000;
  var failures = 0;
  var said = place.textContent; // before anything is drawn into it

  function open() {
    return Array.prototype.map.call(place.querySelectorAll("details[open]"), name);
  }

  // A box is known by its address, or by its place among the others.
  function name(box) {
    return box.id || String(Array.prototype.indexOf.call(place.querySelectorAll("details"), box));
  }

  // What holds the focus is known by its address or its name, a summary by its box; else by its place among its kind.
  function known(thing) {
    var kind = thing.tagName.toLowerCase(), said = thing.id || thing.getAttribute("href") || thing.getAttribute("aria-label");
    if (kind === "summary") { said = name(thing.parentElement); }
    return { kind: kind, name: said || String(Array.prototype.indexOf.call(place.querySelectorAll(kind), thing)) };
  }

  function texts() {
    var found = {};
    place.querySelectorAll("tbody tr").forEach(function (row) {
      var head = row.querySelector("th a");
      if (head) { found[head.getAttribute("href")] = row.textContent; }
    });
    return found;
  }

  function show(told) {
    var opened = open(), before = texts(), x = window.scrollX, y = window.scrollY;
    var at = place.contains(document.activeElement) ? known(document.activeElement) : null;
    place.innerHTML = told.body;
    var same = place.textContent === said && !told.told.length; // something that doesn't concern this page
    said = place.textContent;
    place.setAttribute("data-kh-since", told.since);
    place.querySelectorAll("details").forEach(function (box) { box.open = opened.indexOf(name(box)) >= 0; });
    place.querySelectorAll("[data-kh-all]").forEach(function (button) { button.hidden = false; });
    place.querySelectorAll("tbody tr").forEach(function (row) {
      var head = row.querySelector("th a");
      if (head && before[head.getAttribute("href")] !== row.textContent) { row.classList.add("kh-fresh"); }
    });
    if (at) { Array.prototype.some.call(place.querySelectorAll(at.kind), function (each) { if (known(each).name === at.name) { each.focus({ preventScroll: true }); return true; } return false; }); }
    window.scrollTo(x, y);
    list.textContent = "";
    told.told.forEach(function (words) {
      var line = document.createElement("li");
      line.textContent = words;
      list.appendChild(line);
    });
    clock.textContent = new Date().toTimeString().slice(0, 8);
    if (!same) { bar.hidden = false; }
    document.dispatchEvent(new Event("kh-live"));
  }

  function ask() {
    if (document.visibilityState === "hidden") { return; }
    var url = place.getAttribute("data-kh-live");
    url += (url.indexOf("?") < 0 ? "?" : "&") + "since=" + place.getAttribute("data-kh-since");
    window.fetch(url, { credentials: "same-origin", redirect: "error" }).then(function (got) {
      failures = 0;
      return got.status === 200 ? got.json().then(show) : null;
    }).catch(function () {
      failures += 1; // signed out, or the server is away: after a while it isn't asked any more
    });
  }

  window.setInterval(function () { if (failures < 12) { ask(); } }, EVERY);
  document.addEventListener("visibilitychange", function () { failures = 0; ask(); });
})();
