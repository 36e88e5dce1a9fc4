// A page that runs along with the ledger: it asks whether anything changed, shows what, and keeps what is open open.
(function () {
  "use strict";
  var place = document.getElementById("live");
  if (!place || !window.khAsk) { return; }
  var bar = document.getElementById("running");
  var list = document.getElementById("running-told");
  var clock = document.getElementById("running-at");
  var lost = document.getElementById("running-lost");
  var EVERY = 5000;
  var FRESH = 60000; // a row that changed is marked for about a minute
  var KEPT = 8; // sentences
  var LOST = 3; // questions without an answer, and the page says that it doesn't follow
  var WEARY = 12; // after as many it asks only at each twelfth turn
  var said = place.textContent; // before anything is drawn into it
  var fresh = {}; // address of a row → when its mark goes
  var asOf = clocked(); // the moment of the last answer
  var asking = false, failures = 0, turn = 0;

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
      if (!head) { return; }
      var address = head.getAttribute("href"); // one department may have a row in several tables
      found[address] = (found[address] || "") + row.textContent;
    });
    return found;
  }

  // What an answer's page says, without being drawn.
  function words(body) {
    var made = document.createElement("template");
    made.innerHTML = body;
    return made.content.textContent;
  }

  // Rows that say something else than before are marked, and stay so when the page is drawn anew.
  function mark(before) {
    var until = Date.now() + FRESH, now = texts();
    Object.keys(now).forEach(function (row) { if (before[row] !== now[row]) { fresh[row] = until; } });
    fade();
  }

  function fade() {
    place.querySelectorAll("tbody tr").forEach(function (row) {
      var head = row.querySelector("th a");
      row.classList.toggle("kh-fresh", Boolean(head && fresh[head.getAttribute("href")] > Date.now()));
    });
  }

  // New sentences stand before older ones; those of one answer stay together.
  function tell(sentences, now) {
    var newer = document.createDocumentFragment();
    sentences.forEach(function (words) {
      var line = document.createElement("li"), at = document.createElement("span");
      at.className = "kh-number kh-note";
      at.textContent = now;
      line.append(at, " " + words);
      newer.appendChild(line);
    });
    list.insertBefore(newer, list.firstChild);
    while (list.children.length > Math.max(KEPT, sentences.length)) { list.lastChild.remove(); }
    clock.textContent = now;
    bar.hidden = false;
  }

  function draw(body) {
    var opened = open(), before = texts(), x = window.scrollX, y = window.scrollY;
    var at = place.contains(document.activeElement) ? known(document.activeElement) : null;
    place.innerHTML = body;
    said = place.textContent;
    place.querySelectorAll("details").forEach(function (box) { box.open = opened.indexOf(name(box)) >= 0; });
    place.querySelectorAll("[data-kh-all]").forEach(function (button) { button.hidden = false; });
    mark(before);
    if (at) { Array.prototype.some.call(place.querySelectorAll(at.kind), function (each) { if (known(each).name === at.name) { each.focus({ preventScroll: true }); return true; } return false; }); }
    window.scrollTo(x, y);
    document.dispatchEvent(new Event("kh-live"));
  }

  function show(told) {
    place.setAttribute("data-kh-since", told.since);
    if (!told.told.length && words(told.body) === said) { return; } // what moved doesn't concern this page
    draw(told.body);
    tell(told.told, clocked());
  }

  function clocked() {
    return new Date().toTimeString().slice(0, 8);
  }

  function answered() {
    failures = 0;
    asOf = clocked();
    if (lost.hidden) { return; }
    lost.hidden = true;
    bar.hidden = !clock.textContent;
  }

  function failed() {
    failures += 1;
    if (failures < LOST) { return; }
    document.getElementById("running-of").textContent = asOf;
    lost.hidden = false;
    bar.hidden = true; // nothing "has just changed" on a page that doesn't follow
  }

  // One question at a time. One that hangs counts as failed at each turn, and is given up in the end.
  function ask() {
    if (document.visibilityState === "hidden") { return; }
    if (asking) { failed(); return; }
    var url = place.getAttribute("data-kh-live");
    url += (url.indexOf("?") < 0 ? "?" : "&") + "since=" + place.getAttribute("data-kh-since");
    asking = true;
    window.khAsk(url, function (got) {
      if (got.status !== 200 && got.status !== 204) { throw new Error(got.status); }
      return got.status === 200 ? got.json().then(show) : null;
    }).then(answered, failed).then(function () { asking = false; });
  }

  // Who is signed out or cut off may come back: the page goes on asking, seldom, and follows again by itself.
  window.setInterval(function () {
    turn += 1;
    fade();
    if (failures < WEARY || turn % WEARY === 0) { ask(); }
  }, EVERY);
  document.addEventListener("visibilitychange", ask);
})();
