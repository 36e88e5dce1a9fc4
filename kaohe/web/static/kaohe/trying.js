// Sliders beside the fields: what is drawn or typed is tried at once. Without this, the button does it.
(function () {
  "use strict";
  var form = document.querySelector("[data-kh-trying]");
  if (!form || !window.fetch || !window.URLSearchParams) { return; }
  var timer = null, asked = 0;

  function query() {
    return "?" + new URLSearchParams(new FormData(form)).toString();
  }

  // The page itself is asked, and the part that shows the outcome is taken from the answer.
  function ask() {
    var mine = asked += 1, url = query();
    window.fetch(url, { credentials: "same-origin" }).then(function (got) { return got.text(); }).then(function (text) {
      if (mine !== asked) { return; } // somebody went on drawing meanwhile
      var page = new DOMParser().parseFromString(text, "text/html");
      var fresh = page.getElementById("outcome"), old = document.getElementById("outcome");
      if (!fresh) { return; }
      ["t-label", "t-reason"].forEach(function (id) { // what was typed already is kept
        var typed = document.getElementById(id), field = fresh.querySelector("#" + id);
        if (typed && field) { field.value = typed.value; }
      });
      old.parentNode.replaceChild(document.importNode(fresh, true), old);
      window.history.replaceState(null, "", url);
    }).catch(function () { /* the button is still there */ });
  }

  function soon() {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, 200);
  }

  form.querySelectorAll("[data-kh-for]").forEach(function (slider) {
    var field = document.getElementById(slider.getAttribute("data-kh-for"));
    slider.hidden = false;
    slider.addEventListener("input", function () { field.value = slider.value; soon(); });
    field.addEventListener("input", function () {
      if (!isNaN(Number(field.value))) { slider.value = field.value; }
      soon();
    });
  });
  form.querySelectorAll("[name^='several:']").forEach(function (field) { field.addEventListener("input", soon); });
  document.getElementById("add").addEventListener("change", function () { form.submit(); });
})();
