// A question to the server that waits a minute at most, for the whole answer: khAsk(url, read), where `read` takes what is wanted out of
// the answer and throws where it is none. Who was signed out is led elsewhere, and that is no answer either.
(function () {
  "use strict";
  var PATIENCE = 60000;

  window.khAsk = function (url, read) {
    var given = new AbortController();
    var patience = window.setTimeout(function () { given.abort(); }, PATIENCE);
    function over() { window.clearTimeout(patience); }
    var answer = window.fetch(url, { credentials: "same-origin", redirect: "error", signal: given.signal }).then(read);
    answer.then(over, over);
    return answer;
  };
})();
