// Keeps what is typed into a form marked data-draft="name" on the server, within two seconds, and puts it back when the
// page opens again. Hidden fields, files and passwords are not kept. A script that draws rows of its own listens for
// "kh:draft" on the form and draws as many as detail.data needs before they are filled; one that brings a form says "kh:keep" on it.
(function () {
  "use strict";
  const words = document.currentScript.dataset;
  const WAIT = 900;
  const AGAIN = 4000;

  function fields(form) {
    return Array.from(form.elements).filter(function (field) {
      return field.name && !field.disabled && !/^(hidden|file|password|submit|button|reset|image)$/.test(field.type);
    });
  }

  function typed(form) {
    const pairs = [];
    fields(form).forEach(function (field) {
      if (field.type === "checkbox" || field.type === "radio") {
        if (field.checked) { pairs.push([field.name, field.value]); }
      } else if (field.type === "select-multiple") {
        Array.from(field.selectedOptions).forEach(function (option) { pairs.push([field.name, option.value]); });
      } else {
        pairs.push([field.name, field.value]);
      }
    });
    return pairs;
  }

  function fill(form, pairs) {
    const left = new Map();
    pairs.forEach(function (pair) { left.set(pair[0], (left.get(pair[0]) || []).concat([pair[1]])); });
    fields(form).forEach(function (field) {
      const values = left.get(field.name) || [];
      if (field.type === "checkbox" || field.type === "radio") {
        field.checked = values.includes(field.value);
      } else if (field.type === "select-multiple") {
        Array.from(field.options).forEach(function (option) { option.selected = values.includes(option.value); });
      } else if (values.length) {
        field.value = values.shift();
      }
    });
  }

  function mark(name, value) {
    const field = document.createElement("input");
    field.type = "hidden";
    field.name = name;
    field.value = value;
    return field;
  }

  function keep(form) {
    const name = form.dataset.draft;
    const address = "/desk/drafts/" + encodeURIComponent(name) + "/";
    const memory = "kh-draft:" + name;
    const status = form.querySelector("[data-draft-status]") || form.insertBefore(document.createElement("p"), form.firstChild);
    let timer = 0;
    let sending = false;
    let dirty = false;
    let over = false;

    status.setAttribute("role", "status");
    status.classList.add("kh-note");
    form.append(mark("draft_name", name));

    function tell(template, moment) { status.textContent = template.replace("{time}", moment || ""); }

    function send(extra) {
      const body = new FormData();
      Object.entries(extra).forEach(function (pair) { body.set(pair[0], pair[1]); });
      ["csrfmiddlewaretoken", "form_key"].forEach(function (field) {
        if (form.elements[field]) { body.set(field, form.elements[field].value); }
      });
      return fetch(address, { method: "POST", body: body, credentials: "same-origin" });
    }

    function later(wait) {
      dirty = true;
      if (!timer && !sending && !over) { timer = window.setTimeout(save, wait); }
    }

    async function save() {
      const data = JSON.stringify(typed(form));
      let wait = WAIT;
      timer = 0;
      dirty = false;
      sending = true;
      try {
        const answer = await send({ data: data, title: document.title, address: location.pathname + location.search });
        if (answer.status === 409) { over = true; return; }
        if (answer.redirected) { throw new Error("signed out"); }
        const said = await answer.json();
        if (answer.ok) {
          tell(words.saved, said.saved);
          sessionStorage.removeItem(memory);
        } else {
          tell(said.problem || words.failed);
        }
      } catch (problem) {
        // The line is dead: this tab remembers, and tries until it is back.
        sessionStorage.setItem(memory, data);
        tell(words.failed);
        dirty = true;
        wait = AGAIN;
      } finally {
        sending = false;
        if (dirty) { later(wait); }
      }
    }

    function put(pairs, moment) {
      form.dispatchEvent(new CustomEvent("kh:draft", { bubbles: true, detail: { data: pairs } }));
      if (JSON.stringify(typed(form)) === JSON.stringify(pairs)) { return; }
      fill(form, pairs);
      tell(words.restored, moment);
      const drop = document.createElement("button");
      drop.type = "button";
      drop.className = "kh-button kh-button-small";
      drop.textContent = words.drop;
      drop.addEventListener("click", async function () {
        await send({ drop: "1" });
        sessionStorage.removeItem(memory);
        form.reset();
        location.reload();
      });
      status.append(" ", drop);
    }

    async function restore() {
      // A page that came back with refusals shows what was sent, which is newer than any draft.
      if (form.querySelector("[data-posted]")) { return; }
      const remembered = sessionStorage.getItem(memory);
      if (remembered) { put(JSON.parse(remembered), ""); later(WAIT); return; }
      const answer = await fetch(address, { credentials: "same-origin" });
      if (answer.status !== 200 || answer.redirected || dirty || over) { return; }
      const found = await answer.json();
      put(found.data, found.saved);
    }

    form.addEventListener("input", function () { later(WAIT); });
    form.addEventListener("change", function () { later(WAIT); });
    form.addEventListener("submit", function () {
      over = true;
      window.clearTimeout(timer);
      sessionStorage.removeItem(memory);
    });
    // Back from the next page, the browser shows this one as it was left.
    window.addEventListener("pageshow", function (event) { if (event.persisted) { over = false; } });
    function begin() { restore().catch(function () { tell(words.failed); }); }

    // What is folded away is looked up when it is opened: a page may have many such forms.
    const fold = form.closest("details:not([open])");
    if (fold) { fold.addEventListener("toggle", begin, { once: true }); } else { begin(); }
  }

  document.querySelectorAll("form[data-draft]").forEach(keep);
  // A form that a script brought along asks for it by this event.
  document.addEventListener("kh:keep", function (event) { keep(event.target); });
})();
