// Small conveniences of the desk; every page works without them: numbers behind the menu's words, the time
// that is left to undo, j and k through the list of what one owes (each person may switch single keys off), and the window
// of Ctrl+K, in which arrows move and Enter goes.
(function () {
  "use strict";
  const WAIT = 150;

  async function text(address) {
    const answer = await fetch(address, { credentials: "same-origin" });
    return answer.ok && !answer.redirected ? answer.text() : "";
  }

  document.querySelectorAll("[data-kh-count]").forEach(function (place) {
    text(place.dataset.khCount).then(function (number) { place.textContent = number; }, function () {});
  });

  // The button to think again goes when its time is over.
  document.querySelectorAll("[data-kh-undo]").forEach(function (bar) {
    let left = Number(bar.dataset.khUndo);
    const place = bar.querySelector("[data-kh-left]");
    const clock = window.setInterval(function () {
      left -= 1;
      place.textContent = String(left);
      if (left <= 0) { window.clearInterval(clock); bar.hidden = true; }
    }, 1000);
    place.textContent = String(left);
  });

  document.querySelectorAll("[data-kh-walk]").forEach(function (list) {
    const MEMORY = "kh-single-keys"; // the same choice as on the grading page
    const choice = document.querySelector("[data-kh-keys-choice]");
    const box = choice ? choice.querySelector("input") : null;
    if (choice) {
      choice.hidden = false;
      try { box.checked = localStorage.getItem(MEMORY) !== "off"; } catch (problem) { box.checked = true; }
      box.addEventListener("change", function () {
        try { localStorage.setItem(MEMORY, box.checked ? "on" : "off"); } catch (problem) { /* then it holds for this page */ }
      });
    }

    function walk(by) {
      const links = Array.from(list.querySelectorAll(".kh-owed-what a"));
      const here = document.activeElement.closest("li");
      const at = links.findIndex(function (link) { return here && here.contains(link); });
      const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1);
      if (links.length) { links[next].focus(); }
    }

    document.addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || document.querySelector("dialog[open]")) { return; }
      if (/^(TEXTAREA|SELECT|INPUT)$/.test(event.target.tagName) && event.target !== box) { return; }
      const single = box && box.checked && { j: 1, k: -1 }[event.key];
      const arrow = list.contains(event.target) && { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (single || arrow) { event.preventDefault(); walk(single || arrow); }
    });
  });

  const finder = document.getElementById("find");
  if (!finder) { return; }
  const form = finder.querySelector("form");
  const field = form.querySelector("input");
  const list = finder.querySelector("[data-kh-hits]");
  let timer = 0;
  let asked = 0;

  function open() {
    if (!finder.open) { finder.showModal(); }
    field.select();
  }

  async function look() {
    const turn = ++asked;
    const query = new URLSearchParams({ q: field.value, part: "1" });
    try {
      const found = field.value.trim() ? await text(form.getAttribute("action") + "?" + query) : "";
      if (turn === asked) { list.innerHTML = found; }
    } catch (problem) {
      list.textContent = "";
    }
  }

  function step(by) {
    const links = Array.from(list.querySelectorAll("a"));
    if (!links.length) { return; }
    const at = links.indexOf(document.activeElement) + by;
    if (at < 0) { field.focus(); } else { links[Math.min(at, links.length - 1)].focus(); }
  }

  field.addEventListener("input", function () {
    window.clearTimeout(timer);
    timer = window.setTimeout(look, WAIT);
  });
  form.addEventListener("submit", function (event) {
    const first = list.querySelector("a");
    if (first) { event.preventDefault(); location.assign(first.href); }
  });
  finder.addEventListener("keydown", function (event) {
    if (event.key === "ArrowDown") { event.preventDefault(); step(1); }
    if (event.key === "ArrowUp") { event.preventDefault(); step(-1); }
  });
  finder.addEventListener("click", function (event) { if (event.target === finder) { finder.close(); } });
  document.addEventListener("keydown", function (event) {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
      event.preventDefault();
      open();
    }
  });
  document.querySelectorAll("a[data-kh-find]").forEach(function (link) {
    link.addEventListener("click", function (event) { event.preventDefault(); open(); });
  });
})();
