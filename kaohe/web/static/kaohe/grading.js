// The grading page, made quick; it works without: a digit gives the grade and goes on, j and k (or arrows, on the list) move,
// and the goal beside the list changes without a reload. Single keys can be switched off, by each person for themselves.
(function () {
  "use strict";
  const bench = document.querySelector("[data-kh-bench]");
  if (!bench) { return; }
  const side = bench.querySelector("[data-kh-panel]");
  const said = document.querySelector("[data-kh-said]");
  const choice = document.querySelector("[data-kh-keys-choice]");
  const words = bench.dataset;
  const MEMORY = "kh-single-keys";
  const waiting = [];
  let busy = false;
  let picking = false;
  let byKeys = false;

  function say(text) { said.textContent = text; }

  // ---- the switch for single keys ----

  const box = choice ? choice.querySelector("input") : null;
  if (choice) {
    choice.hidden = false;
    try { box.checked = localStorage.getItem(MEMORY) !== "off"; } catch (problem) { box.checked = true; }
    box.addEventListener("change", function () {
      try { localStorage.setItem(MEMORY, box.checked ? "on" : "off"); } catch (problem) { /* then it holds for this page */ }
    });
  }

  // ---- where one is ----

  function rows() { return Array.from(bench.querySelectorAll("tr[data-kh-goal]")); }
  function panel() { return side.querySelector("[data-kh-goal]"); }
  function at() { return panel() ? panel().getAttribute("data-kh-goal") : ""; }
  function link(row) { return row.querySelector("[data-kh-open-goal]"); }
  function form() { return side.querySelector("form[data-kh-grade]"); }

  function mark() {
    rows().forEach(function (row) {
      const here = row.getAttribute("data-kh-goal") === at();
      row.classList.toggle("kh-here", here);
      if (here) { link(row).setAttribute("aria-current", "true"); } else { link(row).removeAttribute("aria-current"); }
      if (here && byKeys) { link(row).focus(); }
    });
  }

  // Only the conditions of the chosen grade are shown.
  function fit() {
    const here = form();
    if (!here) { return; }
    const chosen = here.querySelector("[name=grade]:checked");
    here.querySelectorAll("[data-kh-for]").forEach(function (group) {
      group.hidden = !chosen || group.getAttribute("data-kh-for") !== chosen.value;
    });
  }

  function put(part, address) {
    side.innerHTML = "";
    side.append.apply(side, Array.from(part.childNodes));
    side.scrollTop = 0;
    picking = false;
    fit();
    mark();
    if (address) { history.replaceState(null, "", address); }
  }

  function parsed(text) {
    const holder = document.createElement("template");
    holder.innerHTML = text;
    return holder.content;
  }

  // ---- looking at another goal ----

  async function open(row) {
    const address = link(row).href.replace(/#.*$/, "");
    const answer = await fetch(address + "&part=1", { credentials: "same-origin" });
    if (!answer.ok || answer.redirected) { location.assign(link(row).href); return; }
    put(parsed(await answer.text()).querySelector("[data-kh-next]"), address);
  }

  async function move(by) {
    const all = rows();
    const here = all.findIndex(function (row) { return row.getAttribute("data-kh-goal") === at(); });
    const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
    if (next && next !== all[here]) { await open(next); }
  }

  // ---- sending ----

  async function send(sent, button) {
    const body = new FormData(sent);
    if (button && button.name) { body.set(button.name, button.value); }
    body.set("part", "1");
    let answer;
    try {
      answer = await fetch(sent.action, { method: "POST", body: body, credentials: "same-origin" });
    } catch (problem) {
      say(words.failed);
      return;
    }
    // Signed out, or something nobody foresaw: the server says it on a page of its own.
    if (answer.redirected || ![200, 409, 422].includes(answer.status)) { location.reload(); return; }
    const part = parsed(await answer.text());
    const next = part.querySelector("[data-kh-next]");
    if (!next) { say(words.failed); return; }
    const row = part.querySelector("[data-kh-row] tr");
    if (row) {
      document.getElementById(row.id).replaceWith(row);
      document.querySelectorAll("[data-kh-left]").forEach(function (place) { place.textContent = part.querySelector("[data-kh-remaining]").textContent; });
      if (answer.status === 200) { say(part.querySelector("[data-kh-told]").textContent); }
    }
    put(next);
    if (answer.status !== 200) {
      byKeys = false;
      waiting.length = 0;
      const found = Array.from(side.querySelectorAll("[role=alert] li"));
      say(found.map(function (each) { return each.textContent.trim(); }).join(" ") || words.failed);
      const field = side.querySelector("#grade-reason");
      if (field && side.querySelector("[role=alert] [href='#panel-reason']")) { field.focus(); }
    }
  }

  // ---- keys ----

  function after(here) {
    const chosen = here.querySelector("[name=grade]:checked");
    const reason = here.elements.reason;
    picking = false;
    if (chosen.hasAttribute("data-reason") && !reason.value.trim()) {
      say(words.reason);
      reason.focus();
      return null;
    }
    return send(here);
  }

  async function act(key) {
    if (key === "j" || key === "k") { await move(key === "j" ? 1 : -1); return; }
    const here = form();
    if (!here) { say(side.querySelector(".kh-message") ? side.querySelector(".kh-message").textContent.trim() : ""); return; }
    const group = here.querySelector("[data-kh-for]:not([hidden])");
    if (picking && group) {
      const condition = group.querySelector("[data-key='" + key + "']");
      if (condition) { condition.checked = true; await after(here); }
      return;
    }
    const grade = here.querySelector("[name=grade][data-key='" + key + "']");
    if (!grade) { return; }
    grade.checked = true;
    fit();
    const conditions = here.querySelector("[data-kh-for]:not([hidden])");
    if (conditions) { picking = true; say(words.conditions); return; }
    await after(here);
  }

  // Escape: not this grade after all.
  function giveUp() {
    const chosen = form().querySelector("[name=grade]:checked");
    if (picking && chosen) { chosen.checked = false; }
    picking = false;
    byKeys = true;
    say("");
    fit();
    mark();
  }

  async function run() {
    if (busy) { return; }
    busy = true;
    try {
      while (waiting.length) { await act(waiting.shift()); }
    } finally {
      busy = false;
    }
  }

  function typing(target) {
    return target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) ||
      (target.tagName === "INPUT" && !/^(radio|checkbox|button|submit)$/.test(target.type));
  }

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    if (event.key === "Escape" && form() && (picking || side.contains(event.target))) {
      giveUp();
      return;
    }
    if (typing(event.target) || document.querySelector("dialog[open]")) { return; }
    const arrow = { ArrowDown: "j", ArrowUp: "k" }[event.key];
    const onList = event.target.closest && event.target.closest("[data-kh-open-goal]");
    const single = box && box.checked && /^[0-9jk]$/.test(event.key);
    if (!single && !(arrow && onList)) { return; }
    event.preventDefault();
    byKeys = true;
    waiting.push(arrow && onList ? arrow : event.key);
    run();
  });

  // ---- mouse and touch ----

  bench.addEventListener("click", function (event) {
    const target = event.target.closest("[data-kh-open-goal]");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey || event.button) { return; }
    event.preventDefault();
    byKeys = false;
    open(target.closest("tr")).then(function () {
      if (getComputedStyle(side).position === "static") { panel().scrollIntoView(); }
    });
  });

  side.addEventListener("change", function (event) {
    if (event.target.name === "grade") { picking = false; fit(); }
  });

  // What is typed is kept from the first letter on.
  side.addEventListener("input", function (event) {
    const here = event.target.closest("form[data-kh-draft]");
    if (here && typing(event.target) && !here.dataset.draft) {
      here.dataset.draft = here.dataset.khDraft;
      here.dispatchEvent(new CustomEvent("kh:keep", { bubbles: true }));
    }
  });

  side.addEventListener("submit", function (event) {
    const sent = event.target.closest("form[data-kh-part]");
    if (!sent) { return; }
    event.preventDefault();
    // Keys pressed before the answer is there belong to the next goal, not into this one's reason.
    if (document.activeElement.id === "grade-reason") { byKeys = true; document.activeElement.blur(); }
    busy = true;
    send(sent, event.submitter).finally(function () { busy = false; run(); });
  });

  fit();
})();
