// Sliders beside the fields: what is drawn or typed is tried at once. Without this, the button does it.
(function () {
  "use strict";
  var form = document.querySelector("[data-kh-trying]");
  if (!form || !window.khAsk) { return; }
  var lost = document.querySelector("[data-kh-lost]");
  var timer = null, asked = 0; // what the fields hold, by the number of its question
  var busy = false, again = false; // one question at a time: the server computes each to its end, for others too
  var drawing = false; // a slider is held: what takes long is asked for when it is let go

  // The page's own address with what the fields hold now.
  function address() {
    var said = new URLSearchParams(new FormData(form));
    ["add", "form_key", "opened_for"].forEach(function (name) { said.delete(name); });
    ["label", "reason"].forEach(function (name) { if (!said.get(name)) { said.delete(name); } });
    form.querySelectorAll("[name^='several:']").forEach(function (field) { if (!field.value) { said.delete(field.name); } });
    return location.pathname + "?" + said.toString();
  }

  function keep() {
    window.history.replaceState(null, "", address() + location.hash);
  }

  // Parts of the page that depend on the fields are taken from the answer: whole, or those attributes of them that are named.
  function renew(page, whole) {
    var grid = document.getElementById("grid");
    grid.classList.toggle("kh-behind", !whole);
    page.querySelectorAll("[data-kh-fresh]").forEach(function (fresh) {
      if (!whole && fresh.id === grid.id) { return; }
      var old = document.getElementById(fresh.id), names = fresh.getAttribute("data-kh-fresh");
      if (!old) { return; }
      if (!names) {
        if (old.innerHTML !== fresh.innerHTML) { old.innerHTML = fresh.innerHTML; } // an alert that stays isn't read out again
        return;
      }
      names.split(" ").forEach(function (name) {
        if (fresh.hasAttribute(name)) { old.setAttribute(name, fresh.getAttribute(name)); } else { old.removeAttribute(name); }
      });
    });
  }

  // The page itself is asked.
  function ask() {
    if (busy) { again = true; return; }
    var mine = asked, whole = !drawing;
    busy = true;
    keep();
    window.khAsk(address() + (whole ? "" : "&drawing=1"), function (got) {
      if (!got.ok) { throw new Error(got.status); }
      return got.text();
    }).then(function (text) {
      if (mine !== asked) { return; } // somebody went on drawing meanwhile
      renew(new DOMParser().parseFromString(text, "text/html"), whole);
      lost.hidden = true;
    }).catch(function () {
      if (mine === asked) { lost.hidden = false; }
    }).then(function () {
      busy = false;
      if (again) { again = false; ask(); }
    });
  }

  function soon() {
    asked += 1; // an answer on its way is out of date
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 200);
  }

  function letGo() {
    if (!drawing) { return; }
    drawing = false;
    soon();
  }

  // The slider stands where the field says: its steps as fine as what was typed, its end as far, up to ten times its own.
  function follow(slider, typed) {
    var number = /^\d+(?:\.(\d+))?$/.exec(typed.normalize("NFKC").trim());
    if (!number) { return; }
    var own = slider.dataset;
    own.khStep = own.khStep || slider.step;
    own.khMost = own.khMost || slider.max;
    slider.step = Math.min(own.khStep, number[1] ? Math.pow(10, -number[1].length) : own.khStep);
    slider.max = Math.max(own.khMost, Math.min(number[0], own.khMost * 10));
    slider.value = number[0];
  }

  // A form that is sent takes along what the fields hold, not what they held when the page came.
  document.addEventListener("submit", function (event) {
    event.target.querySelectorAll("[data-kh-from]").forEach(function (copy) {
      copy.value = document.getElementById(copy.getAttribute("data-kh-from")).value;
    });
    var next = event.target.querySelector("[name='next']");
    if (next) { next.value = address(); }
  });

  // What is said against a field goes when something else is typed into it.
  document.addEventListener("input", function (event) {
    var said = event.target.id && document.querySelector("#problems a[href='#" + event.target.id + "']");
    if (!said) { return; }
    said.parentNode.remove();
    var problems = document.getElementById("problems");
    if (!problems.querySelector("li")) { problems.remove(); }
  });

  // Enter in a field of the part that saves, saves; the form's own first button tries.
  document.getElementById("saving").addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") { return; }
    event.preventDefault();
    this.querySelector("button").click();
  });

  form.querySelectorAll("[data-kh-for]").forEach(function (slider) {
    var field = document.getElementById(slider.getAttribute("data-kh-for"));
    slider.hidden = false;
    slider.addEventListener("input", function () { field.value = slider.value; drawing = true; soon(); });
    slider.addEventListener("change", letGo);
    slider.addEventListener("pointerup", letGo); // drawn back to where it stood, it hasn't changed
    field.addEventListener("input", function () { follow(slider, field.value); drawing = false; soon(); });
    follow(slider, field.value);
  });
  form.querySelectorAll("[name^='several:']").forEach(function (field) { field.addEventListener("input", soon); });
  keep();
  document.getElementById("to-save").hidden = false; // it follows the fields
  var problems = document.getElementById("problems");
  if (problems) { problems.focus(); }
})();
