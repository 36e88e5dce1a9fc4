// Draws a picture's figures on a canvas where a reader comes near them: what a mark is, by pointer, finger or key; series to hide;
// long axes to zoom. The drawing underneath stays for paper, and for who has no scripts; the table beside it has every figure.
(function () {
  "use strict";
  var library = document.currentScript.getAttribute("data-library"), waiting = [], charts = [];

  // The library is large: it is fetched once, when the first picture comes near.
  function withLibrary(then) {
    if (window.echarts) { then(); return; }
    waiting.push(then);
    if (waiting.length > 1) { return; }
    var script = document.createElement("script");
    script.src = library;
    script.addEventListener("load", function () { waiting.splice(0).forEach(function (each) { each(); }); });
    document.head.appendChild(script);
  }

  function make(name, css, parent) {
    var found = document.createElement(name);
    if (css) { found.className = css; }
    if (parent) { parent.appendChild(found); }
    return found;
  }

  // The name space is the drawing's own.
  function drawn(name, given) {
    var found = document.createElementNS(document.querySelector(".kp").namespaceURI, name);
    Object.keys(given).forEach(function (key) { found.setAttribute(key, given[key]); });
    return found;
  }

  // What the key shows of a series: its colour, its texture, its form.
  function swatch(series) {
    var box = drawn("svg", { viewBox: "0 0 14 12", width: 14, height: 12, "aria-hidden": "true" });
    var parts = (series.texture || "").split(" "), line = series.form === "line" || series.form === "steps";
    if (line) { box.appendChild(drawn("path", { d: "M0 6H14", "class": "kp-stroke-" + series.fill, "stroke-width": 2.4, "stroke-dasharray": series.dash ? "4 2.5" : "none" })); return box; }
    if (series.form === "dot") { box.appendChild(drawn("circle", { cx: 7, cy: 6, r: 5, "class": "kp-fill-" + series.fill })); return box; }
    if (series.form === "tick") { box.appendChild(drawn("rect", { x: 5.5, y: 0, width: 3, height: 12, "class": "kp-fill-" + series.fill })); return box; }
    box.appendChild(drawn("rect", { x: 1, y: 0.5, width: 12, height: 11, rx: 2, "class": "kp-fill-" + series.fill + " kp-stroke-line-2" }));
    if (parts[0] === "slant" || parts[0] === "cross") {
      box.appendChild(drawn("path", { d: parts[0] === "slant" ? "M2 11L8 1M7 11L13 1" : "M1 1L7 11M6 1L12 11", "class": "kp-stroke-" + parts[1], "stroke-width": 1.5 }));
    }
    if (parts[0] === "dots") { [4, 7, 10].forEach(function (x, at) { box.appendChild(drawn("circle", { cx: x, cy: at % 2 ? 3.5 : 8, r: 1.1, "class": "kp-fill-" + parts[1] })); }); }
    return box;
  }

  function Chart(figure) {
    this.figure = figure;
    this.data = window.khChartOptions.textured(JSON.parse(document.getElementById(figure.getAttribute("data-kh-chart")).textContent));
    this.state = { selected: {}, zoom: null, touch: window.matchMedia("(hover: none)").matches };
    this.at = null;
    this.box = make("div", "kh-chart", null);
    this.key();
    if (this.data.note) { make("p", "kh-chart-note", this.box).textContent = this.data.note; }
    this.field = make("div", "kh-chart-field", this.box);
    this.field.tabIndex = 0;
    this.field.setAttribute("role", "img");
    this.field.setAttribute("aria-label", figure.getAttribute("data-kh-name") + " · " + figure.getAttribute("data-kh-hint"));
    this.said = make("p", "kh-hidden", this.box);
    this.said.setAttribute("aria-live", "polite");
    figure.insertBefore(this.box, figure.firstChild);
    figure.classList.add("kh-charted");
    this.draw();
    this.listen();
  }

  Chart.prototype.key = function () {
    var own = this, named = this.data.series.filter(function (each) { return each.named !== false; });
    var bar = make("div", "kh-chart-key", this.box);
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", this.figure.getAttribute("data-kh-key"));
    named.forEach(function (series) {
      var button = make("button", "", bar);
      button.type = "button";
      button.setAttribute("aria-pressed", "true");
      button.appendChild(swatch(series));
      button.appendChild(document.createTextNode(series.name));
      button.addEventListener("click", function () { own.toggle(series.name, button); });
      ["mouseenter", "focus"].forEach(function (event) { button.addEventListener(event, function () { own.light("highlight", series.name); }); });
      ["mouseleave", "blur"].forEach(function (event) { button.addEventListener(event, function () { own.light("downplay", series.name); }); });
    });
  };

  Chart.prototype.toggle = function (name, button) {
    var shows = this.state.selected[name] === false;
    this.state.selected[name] = shows;
    button.setAttribute("aria-pressed", String(shows));
    this.chart.dispatchAction({ type: shows ? "legendSelect" : "legendUnSelect", name: name });
  };

  // Shows one series among the others. Under the pointer only some pictures do, from the key all of them.
  Chart.prototype.light = function (how, name) {
    var lit = how === "highlight";
    if (this.data.tells !== "cell" && !this.data.levels.length) {
      this.chart.setOption({ series: this.chart.getOption().series.map(function () { return { emphasis: { focus: lit ? "series" : "none" } }; }) });
    }
    this.chart.dispatchAction({ type: how, seriesName: name });
  };

  Chart.prototype.draw = function () {
    this.width = this.field.clientWidth;
    // While it is hidden, as on paper, it has no width of its own; it is drawn again when it gets one.
    var wide = this.width || 640, place = window.khChartOptions.layout(this.data, wide), own = this;
    this.field.style.height = place.height + "px";
    if (!this.chart) { this.chart = window.echarts.init(this.field, null, { renderer: "canvas", width: wide, height: place.height }); }
    if (this.width) { this.chart.resize({ width: "auto", height: "auto" }); }
    this.chart.setOption(window.khChartOptions.options(this.data, place, this.state, function (mark) { return own.tip(mark); }), true);
  };

  // The note beside the pointer; under a finger it has a way on, since a touch only tells.
  Chart.prototype.tip = function (mark) {
    var told = window.khChartOptions.told(this.data, mark), box = make("div", "", null), list;
    make("strong", "", box).textContent = told.title;
    list = make("dl", "", box);
    told.pairs.forEach(function (pair) {
      make("dt", "", list).textContent = pair[0];
      make("dd", "", list).textContent = pair[1];
    });
    if (mark.note) { make("p", "", box).textContent = mark.note; }
    if (mark.href && this.state.touch) {
      var link = make("a", "", box);
      link.href = mark.href;
      link.textContent = this.figure.getAttribute("data-kh-further");
    }
    return box;
  };

  // Every mark that shows, with its two places: along the names, and across them.
  Chart.prototype.marks = function () {
    var data = this.data, state = this.state, number = -1, found = [];
    data.series.forEach(function (series, order) {
      number += series.form === "span" || series.form === "range" ? 2 : 1;
      if (state.selected[series.name] === false) { return; }
      var scattered = ["dot", "tick", "cell"].indexOf(series.form) >= 0;
      series.marks.forEach(function (mark, at) {
        found.push({ mark: mark, series: number, item: scattered ? at : mark.slot, along: mark.slot, across: data.levels.length ? mark.at : order });
      });
    });
    return found;
  };

  // The nearest mark in a direction; the first one where none is shown yet.
  Chart.prototype.step = function (axis, by) {
    var own = this.at, other = axis === "along" ? "across" : "along";
    var ahead = this.marks().filter(function (each) {
      return !own || ((each[axis] - own[axis]) * by > 0 && (axis === "along" || each.along === own.along));
    });
    ahead.sort(function (one, two) {
      if (!own) { return one.along - two.along || one.across - two.across; }
      return Math.abs(one[axis] - own[axis]) - Math.abs(two[axis] - own[axis]) || Math.abs(one[other] - own[other]) - Math.abs(two[other] - own[other]);
    });
    if (ahead.length) { this.show(ahead[0]); }
  };

  Chart.prototype.show = function (at) {
    this.hide();
    this.at = at;
    this.bring(at.along);
    this.chart.dispatchAction({ type: "highlight", seriesIndex: at.series, dataIndex: at.item });
    this.chart.dispatchAction({ type: "showTip", seriesIndex: at.series, dataIndex: at.item });
    var told = window.khChartOptions.told(this.data, at.mark);
    this.said.textContent = told.title + "：" + told.pairs.map(function (pair) { return pair.join(" "); }).join("，");
  };

  // Points of lines are small: the one that is nearest to the pointer is meant.
  Chart.prototype.nearest = function (x, y) {
    var chart = this.chart, best = null, least = 34;
    this.marks().forEach(function (each) {
      var at = chart.convertToPixel({ seriesIndex: each.series }, [each.mark.slot, each.mark.at]), far = Math.hypot(at[0] - x, at[1] - y);
      if (far < least) { least = far; best = each; }
    });
    if (best) { chart.dispatchAction({ type: "showTip", seriesIndex: best.series, dataIndex: best.item }); }
  };

  Chart.prototype.hide = function () {
    this.chart.dispatchAction({ type: "hideTip" });
    this.chart.dispatchAction({ type: "downplay" });
  };

  // Moves the shown part of a long axis so that this slot is in it.
  Chart.prototype.bring = function (slot) {
    var zoom = this.chart.getOption().dataZoom[0], all = this.data.slots.length;
    if (!zoom) { return; }
    var span = zoom.end - zoom.start, from = slot / all * 100, to = (slot + 1) / all * 100;
    var start = from < zoom.start ? from : to > zoom.end ? to - span : zoom.start;
    if (start !== zoom.start) { this.chart.dispatchAction({ type: "dataZoom", start: start, end: start + span }); }
  };

  Chart.prototype.listen = function () {
    var own = this, touch = this.state.touch, flat = this.data.flat;
    var keys = { ArrowRight: [flat ? "across" : "along", 1], ArrowLeft: [flat ? "across" : "along", -1], ArrowDown: [flat ? "along" : "across", 1], ArrowUp: [flat ? "along" : "across", -1] };
    this.field.addEventListener("pointerdown", function (event) { touch = event.pointerType === "touch"; }, true);
    this.chart.on("click", function (given) {
      var mark = given.data && given.data.mark;
      var way = given.componentType === "yAxis" ? window.khChartOptions.lead(own.data, own.data.slots.indexOf(given.value)) : !touch && mark && mark.href;
      if (way) { window.location.assign(way); }
    });
    if (window.khChartOptions.form(this.data) === "line") {
      ["mousemove", "click"].forEach(function (event) { own.chart.getZr().on(event, function (given) { own.nearest(given.offsetX, given.offsetY); }); });
    }
    this.chart.on("datazoom", function () {
      var zoom = own.chart.getOption().dataZoom[0];
      own.state.zoom = { start: zoom.start, end: zoom.end };
    });
    this.field.addEventListener("keydown", function (event) {
      if (keys[event.key]) { event.preventDefault(); own.step.apply(own, keys[event.key]); }
      if (event.key === "Escape") { own.hide(); }
      if (event.key === "Enter" && own.at && own.at.mark.href) { window.location.assign(own.at.mark.href); }
    });
    this.field.addEventListener("blur", function () { own.hide(); own.at = null; });
    new ResizeObserver(function () {
      if (own.field.clientWidth !== own.width) { own.state.zoom = null; own.draw(); }
    }).observe(this.field);
  };

  // A picture is drawn when it comes near; one that a running page replaced is let go.
  var near = new IntersectionObserver(function (seen) {
    seen.filter(function (each) { return each.isIntersecting; }).forEach(function (each) {
      near.unobserve(each.target);
      withLibrary(function () { if (document.contains(each.target)) { charts.push(new Chart(each.target)); } });
    });
  }, { rootMargin: "300px 0px" });

  function find() {
    charts = charts.filter(function (each) {
      if (document.contains(each.figure)) { return true; }
      each.chart.dispose();
      return false;
    });
    document.querySelectorAll("[data-kh-chart]:not(.kh-charted)").forEach(function (figure) { near.observe(figure); });
  }

  find();
  document.addEventListener("kh-theme", function () { charts.forEach(function (each) { each.draw(); }); });
  document.addEventListener("kh-live", find);
})();
