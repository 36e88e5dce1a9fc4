// Goals, made quicker; every page works without it: cells pasted from a spreadsheet go into the cells of the grid, rows are
// added without a reload, and the server learns that a proposal is on the screen.
(function () {
  "use strict";

  const ORDER = ["category", "code", "title", "base", "origin", "measure", "target", "quality", "due", "key_work"];
  const YES = ["是", "√", "✓", "✔", "对", "有", "y", "yes", "true", "1"];

  // ---- the grid ----

  function rows(form) { return Array.from(form.querySelectorAll("tbody .kh-grid-row")); }

  function addRow(form) {
    const body = form.querySelector("tbody");
    const number = rows(form).length + 1;
    const row = form.querySelector("template[data-kh-line]").content.cloneNode(true).querySelector("tr");
    row.querySelector("th").textContent = number;
    row.querySelectorAll("[name]").forEach(function (field) {
      field.name = field.name.replace("999", number);
      field.id = field.name;
      field.setAttribute("aria-label", field.getAttribute("aria-label").replace("999", number));
    });
    body.append(row);
    return row;
  }

  function rowAt(form, index) {
    while (rows(form).length <= index && index < 60) { addRow(form); }
    return rows(form)[index];
  }

  // A range as spreadsheets put it on the clipboard: tabs, line breaks, and quotes around cells that hold either.
  function table(text) {
    const found = [[""]];
    let quoted = false;
    const plain = text.replace(/\r\n?/g, "\n").replace(/\n+$/, "");
    for (let at = 0; at < plain.length; at += 1) {
      const sign = plain[at];
      const row = found[found.length - 1];
      if (quoted) {
        if (sign === '"' && plain[at + 1] === '"') { row[row.length - 1] += '"'; at += 1; }
        else if (sign === '"') { quoted = false; }
        else { row[row.length - 1] += sign; }
      } else if (sign === '"' && row[row.length - 1] === "") { quoted = true; }
      else if (sign === "\t") { row.push(""); }
      else if (sign === "\n") { found.push([""]); }
      else { row[row.length - 1] += sign; }
    }
    return found;
  }

  function put(field, text) {
    const words = text.trim();
    if (field.type === "checkbox") {
      field.checked = YES.includes(words.toLowerCase());
    } else if (field.tagName === "SELECT") {
      const options = Array.from(field.options).filter(function (option) { return option.value; });
      const fits = options.find(function (option) { return option.text === words || option.value === words; }) ||
        options.find(function (option) { return words && (option.text.startsWith(words) || words.startsWith(option.text)); }) ||
        options.find(function (option) { return words === "一般" && option.value === "ordinary"; });
      field.value = fits ? fits.value : "";
    } else {
      field.value = words;
    }
  }

  function paste(form, event) {
    const field = event.target.closest("[name^='row-']");
    const text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    if (!field || !/[\t\n]/.test(text.replace(/\s+$/, ""))) { return; }
    event.preventDefault();
    const name = field.name.split("-");
    const first = rows(form).indexOf(field.closest("tr"));
    const start = ORDER.indexOf(name[2]);
    table(text).forEach(function (cells, down) {
      const row = rowAt(form, first + down);
      if (!row) { return; }
      cells.forEach(function (cell, right) {
        const into = row.querySelector("[name$='-" + ORDER[start + right] + "']");
        if (into) { put(into, cell); }
      });
    });
    form.dispatchEvent(new Event("input", { bubbles: true }));
  }

  document.querySelectorAll("form[data-kh-grid]").forEach(function (form) {
    form.addEventListener("paste", function (event) { paste(form, event); });
    // A draft may have more rows than the page came with.
    form.addEventListener("kh:draft", function (event) {
      const last = event.detail.data.reduce(function (most, pair) {
        const found = /^row-(\d+)-/.exec(pair[0]);
        return found ? Math.max(most, Number(found[1])) : most;
      }, 0);
      if (last) { rowAt(form, Math.min(last, 60) - 1); }
    });
    const more = form.querySelector("[data-kh-more-rows]");
    if (more) {
      more.addEventListener("click", function (event) {
        event.preventDefault();
        const row = addRow(form);
        for (let extra = 1; extra < 3; extra += 1) { addRow(form); }
        row.querySelector("select").focus();
      });
    }
  });

  // ---- opened ----

  document.querySelectorAll("form[data-kh-opened]").forEach(function (form) {
    fetch(form.action, { method: "POST", body: new FormData(form), credentials: "same-origin" }).catch(function () {
      // Nothing is lost: the proposal may then still be withdrawn.
    });
  });
})();
