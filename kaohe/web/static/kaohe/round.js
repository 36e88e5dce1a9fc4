// A round on a telephone: when the line is dead, what was ticked stays on the page and nothing is sent into the void.
(function () {
  "use strict";
  const form = document.querySelector("form[data-kh-round]");
  if (!form) { return; }
  const line = form.querySelector("[data-kh-line]");

  function say(words) {
    line.textContent = words;
    line.hidden = false;
  }

  // Capturing, so that the draft's own listener doesn't take the form for sent.
  form.addEventListener("submit", function (event) {
    if (navigator.onLine) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    say(form.dataset.offline);
  }, true);
  window.addEventListener("online", function () {
    if (!line.hidden) { say(form.dataset.online); }
  });
})();
