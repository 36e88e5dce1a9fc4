// Small conveniences of the desk; every page works without them: numbers behind the menu's words.
(function () {
  "use strict";
  document.querySelectorAll("[data-kh-count]").forEach(async function (place) {
    try {
      const answer = await fetch(place.dataset.khCount, { credentials: "same-origin" });
      if (answer.ok && !answer.redirected) { place.textContent = await answer.text(); }
    } catch (problem) {
      place.textContent = "";
    }
  });
})();
