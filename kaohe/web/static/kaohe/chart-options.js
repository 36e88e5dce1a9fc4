// Turns the description of a picture (pictures/chart.py) into ECharts' options. Places come from the marks, every text that is
// told from the table's cells; nothing is reckoned here but pixels. Colours are the style sheet's, in light and in dark.
window.khChartOptions = (function () {
  "use strict";
  var BAR = 30, LEVEL = 34, FIELD = 300, ZOOM = 34, TURNED = 110;
  var THIN = { range: 9, tick: 18 };

  function still() { return window.matchMedia("(prefers-reduced-motion: reduce)").matches; }
  function contrast() { return window.matchMedia("(prefers-contrast: more), (forced-colors: active)").matches; }

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }
  function colour(name) { return token("kp-" + name); }

  var ruler = document.createElement("canvas").getContext("2d");
  function wide(text, size) {
    ruler.font = size + "px " + token("kh-font");
    return ruler.measureText(text).width;
  }
  function widest(texts, size) {
    return texts.reduce(function (most, text) { return Math.max(most, wide(text, size)); }, 0);
  }

  function fitted(text, size, most) {
    if (wide(text, size) <= most) { return text; }
    while (text && wide(text + "…", size) > most) { text = text.slice(0, -1); }
    return text + "…";
  }

  // In two lines where one is too short for it: Latin words stay whole, Chinese ones are halved.
  function folded(text, size, most) {
    if (wide(text, size) <= most) { return text; }
    var end = text.length;
    while (end > 1 && wide(text.slice(0, end), size) > most) { end -= 1; }
    var space = text.lastIndexOf(" ", end);
    if (space > 0) { end = space; } else { end = Math.min(end, Math.ceil(text.length / 2)); }
    return text.slice(0, end) + "\n" + fitted(text.slice(end).trim(), size, most);
  }

  // What the table says of a mark: a title, and pairs of a head and its cell.
  function told(data, mark) {
    var row = data.rows[mark.row], column = mark.column;
    if (data.tells === "row") {
      return { title: row.slice(0, data.heads).join(" "), pairs: data.header.map(function (head, at) { return [head, row[at]]; }).slice(data.heads).filter(function (pair) { return pair[1]; }) };
    }
    if (data.tells === "column") {
      return { title: data.header[column], pairs: data.rows.map(function (each) { return [each[0], each[column]]; }) };
    }
    var rows = [row].concat(data.beside.map(function (at) { return data.rows[at]; }).filter(function (each) { return each !== row; }));
    return { title: data.header[column], pairs: rows.map(function (each) { return [each[0], each[column]]; }) };
  }

  // Where a name of the first axis leads: to what its marks lead to.
  function lead(data, slot) {
    var found = "";
    data.series.forEach(function (series) {
      series.marks.forEach(function (mark) { if (mark.slot === slot && mark.href) { found = found || mark.href; } });
    });
    return found;
  }

  // The figure that stands beside a mark: its cell, and what is noted of it where the room is enough for both.
  function written(data, mark, room) {
    if (mark.column === undefined || mark.column === null) { return ""; }
    var cell = data.rows[mark.row][mark.column], both = cell + "  " + mark.note;
    return mark.note && wide(both, 13) <= room ? both : cell;
  }

  // The form of its marks; a picture may have none.
  function form(data) { return data.series.length ? data.series[0].form : ""; }

  // How the field lies in the box: margins, the room of one slot, and how much of a long axis is shown at first.
  function layout(data, width) {
    var narrow = width < 520, names = data.flat ? data.slots : data.levels;
    var left = names.length ? Math.min(Math.ceil(Math.max(widest(names, 12.5), widest(data.under, 10.5))) + 16, narrow ? 104 : 232) : 42;
    var after = data.series.filter(function (each) { return each.label === "after"; });
    var beside = 14 + widest([].concat.apply([], after.map(function (each) {
      return each.marks.map(function (mark) { return written(data, mark, width * 0.3 - 14); });
    })), 13);
    var ends = form(data) === "line" && !narrow;
    var right = after.length ? beside : ends ? 14 + widest(data.series.map(function (each) { return each.name; }), 11.5) : 18;
    var place = { narrow: narrow, ends: ends, bar: data.under.length ? BAR + 8 : BAR, left: left, right: right, plot: width - left - right, top: 8, bottom: 8, shown: data.slots.length };
    var least = data.flat ? 0 : data.levels.length ? (form(data) === "cell" ? 46 : 30) : 0;
    if (least) { place.shown = Math.max(3, Math.floor(place.plot / least)); }
    place.zoom = !data.flat && (place.shown < data.slots.length || data.slots.length > 24);
    if (data.flat) {
      place.top = data.bare ? 6 : 26;
      place.height = place.top + place.bottom + place.bar * data.slots.length;
    } else if (data.levels.length) {
      place.slot = place.plot / Math.min(place.shown, data.slots.length);
      // A word that is broken can't be read; it is turned, as on paper.
      place.turned = data.slots.some(function (name) { return widest(name.split(" "), 12) > place.slot - 6 && /[a-z]/i.test(name); });
      place.top = place.turned ? 14 + Math.min(TURNED, widest(data.slots, 12)) : 10 + 15 * Math.max.apply(null, data.slots.map(function (name) {
        return Math.min(4, Math.ceil(wide(name, 12) / (place.slot - 6)));
      }));
      place.height = place.top + place.bottom + LEVEL * data.levels.length;
    } else {
      place.bottom = 28;
      place.height = FIELD;
      place.shifts = place.ends ? apart(data, FIELD) : [];
    }
    if (place.zoom) { place.height += ZOOM; place.bottom += ZOOM; }
    return place;
  }

  // Names at the ends of lines are moved apart, from the highest down, and back up from the field's foot.
  function apart(data, height) {
    var last = data.slots.length - 1, free = height - 36, order = data.series.map(function (series, at) {
      var mark = series.marks.filter(function (each) { return each.slot === last; })[0];
      return { at: at, own: mark ? (data.high - mark.at) / (data.high - data.low) * free : free };
    }).sort(function (one, two) { return one.own - two.own; });
    var gap = Math.min(14, free / order.length), foot = free + 6, shifts = [];
    order.forEach(function (each, rank) { each.y = rank ? Math.max(each.own, order[rank - 1].y + gap) : each.own; });
    order.reverse().forEach(function (each) { each.y = Math.min(each.y, foot); foot = each.y - gap; shifts[each.at] = each.y - each.own; });
    return shifts;
  }

  function decal(texture) {
    var parts = (texture || "").split(" ");
    if (!parts[0]) { return null; }
    if (parts[0] === "dots") {
      return { symbol: "circle", symbolSize: 0.6, dashArrayX: [[4, 4], [0, 4, 4, 0]], dashArrayY: [4, 0], color: colour(parts[1]) };
    }
    return { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1.6, parts[0] === "cross" ? 3 : 5], rotation: parts[0] === "cross" ? Math.PI / 4 : -Math.PI / 4, color: colour(parts[1]) };
  }
  // For who asks the system for more contrast, neighbours without a texture get one.
  function textured(data) {
    if (contrast()) { data.series.forEach(function (each, at) { each.texture = each.texture || ["", "slant ink-2", "dots ink-2", "cross ink-2"][at % 4]; }); }
    return data;
  }

  function common(data, series, at) {
    var fill = colour(series.fill);
    var edge = series.form !== "cell" && (series.fill === "card" || series.fill === "grey-wash");
    return {
      name: series.name, cursor: "default", z: 2 + at / 100,
      itemStyle: { color: fill, decal: decal(series.texture), borderColor: edge ? colour("line-2") : colour("card"), borderWidth: edge || series.form !== "line" ? 0.75 : 0 },
      emphasis: { focus: data.tells === "cell" || data.levels.length ? "series" : "none", blurScope: "coordinateSystem" }, blur: { itemStyle: { opacity: 0.28 }, lineStyle: { opacity: 0.18 }, label: { opacity: 0.4 } }
    };
  }

  function label(data, series, place) {
    return {
      show: Boolean(series.label), position: series.label === "after" ? "right" : "inside", distance: 7,
      color: colour(series.label === "after" && series.ink === "on-blue" ? "ink" : series.ink || "ink"), fontSize: series.label === "after" ? 12.5 : 11.5,
      fontWeight: series.form === "tick" || series.form === "dot" ? 600 : 400, textBorderWidth: series.label === "in" && series.texture ? 5 : 0, textBorderColor: colour(series.fill),
      formatter: function (given) {
        var mark = given.data && given.data.mark;
        if (!mark) { return ""; }
        var after = (data.high - mark.at) / (data.high - data.low) * place.plot + place.right;
        var text = written(data, mark, series.label === "after" ? after - 14 : 0);
        return series.label === "in" && wide(text, 11.5) + 3 > room(data, series, mark, place) ? "" : text;
      }
    };
  }
  function room(data, series, mark, place) {
    if (series.form === "bar") { return Math.abs(mark.at) / (data.high - data.low) * place.plot; }
    return series.form === "cell" ? place.slot - 4 : 99;
  }

  // One entry for each slot, so that an entry's number is its slot.
  function bySlot(data, series, value) {
    return data.slots.map(function (_name, slot) {
      var mark = series.marks.filter(function (each) { return each.slot === slot; })[0];
      return mark ? { value: value(mark), mark: mark, cursor: mark.href ? "pointer" : "default" } : { value: null };
    });
  }

  function bars(data, series, at, place) {
    var made = common(data, series, at);
    made.type = "bar";
    made.stack = "all";
    made.barWidth = BAR - 12;
    made.label = label(data, series, place);
    made.data = bySlot(data, series, function (mark) { return mark.at; });
    return [made];
  }

  // From one place to another: what lies before it is a bar that nobody sees.
  function spans(data, series, at, place) {
    var made = common(data, series, at), under = { name: series.name, type: "bar", silent: true, tooltip: { show: false }, itemStyle: { color: "transparent" }, emphasis: { disabled: true } };
    made.type = "bar";
    made.stack = under.stack = "from " + at;
    made.stackStrategy = under.stackStrategy = "all";
    made.barWidth = under.barWidth = series.form === "range" ? THIN.range : data.flat ? place.bar - 16 : "103%";
    made.barMinHeight = 1.5;
    made.label = label(data, series, place);
    if (series.form === "range") { made.itemStyle.borderRadius = 4; }
    made.itemStyle.borderWidth = 0;
    function since(mark) { return mark.since || 0; }
    under.data = bySlot(data, series, function (mark) { return Math.min(since(mark), mark.at); }).map(function (each) { return { value: each.value }; });
    made.data = bySlot(data, series, function (mark) { return Math.abs(mark.at - since(mark)); });
    return [under, made];
  }

  function lines(data, series, at, place) {
    var made = common(data, series, at), many = data.series.length > 4 && !series.dash;
    made.type = "line";
    made.step = series.form === "steps" ? "middle" : false;
    made.symbol = "circle";
    made.symbolSize = series.form === "steps" ? 4 : 7;
    made.showSymbol = series.form !== "steps";
    made.triggerLineEvent = true;
    made.lineStyle = { color: colour(series.fill), width: series.dash ? 2 : many ? 1.8 : 2.8, type: series.dash ? [5, 4] : "solid" };
    made.emphasis.lineStyle = { width: 4, color: colour(series.dash ? series.fill : "blue") };
    made.emphasis.itemStyle = { color: colour(series.dash ? series.fill : "blue") };
    made.endLabel = { show: place.ends, formatter: "{a}", color: colour("ink-2"), fontSize: 11.5, distance: 6, offset: [0, place.ends ? place.shifts[at] : 0] };
    made.data = bySlot(data, series, function (mark) { return mark.at; });
    return [made];
  }

  function points(data, series, at, place) {
    var made = common(data, series, at);
    made.type = "scatter";
    made.itemStyle.opacity = 1;
    made.z = 6 + at / 100;
    made.symbol = series.form === "dot" ? "circle" : "rect";
    made.symbolSize = function (_value, given) {
      var mark = given.data.mark, size = mark.size === undefined ? 1 : mark.size;
      if (series.form === "cell") { return [place.slot - 2, LEVEL - 2]; }
      if (series.form === "tick") { return [size < 1 ? 2 : 3.4, size < 1 ? 14 : THIN.tick]; }
      return data.levels.length ? Math.min(17 + 13 * size, place.slot - 1) : 9 + 10 * size;
    };
    if (series.form === "tick") { made.itemStyle.borderWidth = 0; }
    made.label = label(data, series, place);
    made.data = series.marks.map(function (mark) {
      return { value: data.flat ? [mark.at, mark.slot] : [mark.slot, mark.at], mark: mark, cursor: mark.href ? "pointer" : "default" };
    });
    return [made];
  }

  var MAKERS = { bar: bars, span: spans, range: spans, line: lines, steps: lines, dot: points, tick: points, cell: points };

  function axes(data, place) {
    var text = { color: colour("ink"), fontSize: 12.5, fontFamily: token("kh-font") };
    var quiet = { color: colour("ink-2"), fontSize: 11, hideOverlap: true, formatter: "{value}" + data.unit };
    var rich = { under: { color: colour("ink-2"), fontSize: 10.5, lineHeight: 15 }, name: { fontSize: 12.5, lineHeight: 16 }, way: { fontSize: 12.5, lineHeight: 16, color: colour("blue-ink") } };
    function twofold(name, at) {
      var under = data.under[at], most = place.left - 16;
      if (!data.under.length) { return folded(name, place.narrow ? 11.5 : 12.5, most); }
      return (lead(data, at) ? "{way|" : "{name|") + fitted(name, 12.5, most) + "}" + (under ? "\n{under|" + fitted(under, 10.5, most) + "}" : "");
    }
    function names(list, room) {
      return {
        type: "category", data: list, inverse: data.flat || list === data.levels, axisTick: { show: false },
        boundaryGap: form(data) !== "line", axisLine: { show: !data.flat && !data.levels.length, lineStyle: { color: colour("line-2") } }, splitLine: { show: false },
        triggerEvent: data.flat,
        axisLabel: Object.assign({}, text, room ? {
          interval: 0, formatter: twofold, rich: rich, lineHeight: 13, fontSize: place.narrow ? 11.5 : 12.5,
          color: function (_name, at) { return colour(data.flat && lead(data, at) ? "blue-ink" : "ink"); }
        } : { color: colour("ink-2"), fontSize: 11, hideOverlap: true })
      };
    }
    var numbers = {
      type: "value", min: data.low, max: data.high, show: !data.bare, position: data.flat ? "top" : "left",
      axisLabel: quiet, splitLine: { lineStyle: { color: colour("line") } }, axisLine: { show: false }, axisTick: { show: false }
    };
    if (data.step) { numbers.interval = data.step; }
    // An end that lies between two lines isn't a number that anyone asked for.
    quiet.showMinLabel = numbers.splitLine.showMinLine = Boolean(data.step) && data.ends;
    quiet.showMaxLabel = numbers.splitLine.showMaxLine = data.step ? (data.high - data.low) % data.step === 0 && data.ends : null;
    if (data.flat) { return { xAxis: numbers, yAxis: names(data.slots, place.left - 14) }; }
    if (!data.levels.length) { return { xAxis: names(data.slots, 0), yAxis: numbers }; }
    var over = names(data.slots, place.slot - 6);
    over.position = "top";
    over.axisLabel = Object.assign({}, text, { interval: 0, fontSize: 12, lineHeight: 15, width: place.turned ? TURNED : place.slot - 6, overflow: place.turned ? "truncate" : "break", rotate: place.turned ? 90 : 0 });
    return { xAxis: over, yAxis: names(data.levels, place.left - 14) };
  }

  function zoom(data, place, state) {
    var part = state.zoom || { start: 0, end: Math.min(100, place.shown / data.slots.length * 100) };
    return {
      type: "slider", xAxisIndex: 0, start: part.start, end: part.end, height: 18, bottom: 6, left: place.left, right: place.right, showDetail: false, showDataShadow: false,
      brushSelect: false, filterMode: data.levels.length ? "filter" : "none", handleSize: "130%", moveHandleSize: 6, minSpan: Math.min(100, 300 / data.slots.length),
      borderColor: colour("line-2"), fillerColor: colour("blue-wash"), backgroundColor: colour("sunken"),
      handleStyle: { color: colour("card"), borderColor: colour("blue-mid") }, moveHandleStyle: { color: colour("line-2") }, emphasis: { handleStyle: { borderColor: colour("blue") }, moveHandleStyle: { color: colour("blue-mid") } }
    };
  }

  // `state` keeps what the reader hid and zoomed to; `tell` makes the note beside the pointer out of a mark.
  function options(data, place, state, tell) {
    var series = [];
    data.series.forEach(function (each, at) { series = series.concat(MAKERS[each.form](data, each, at, place)); });
    series.forEach(function (each) { if (each.type === "bar") { each.barGap = "-100%"; } });
    var rows = data.tells !== "cell" && !data.levels.length;
    return Object.assign(axes(data, place), {
      animation: !still(), animationDuration: 0, animationDurationUpdate: 220, stateAnimation: { duration: still() ? 0 : 160 },
      textStyle: { fontFamily: token("kh-font"), fontSize: 12.5, color: colour("ink") },
      grid: { left: place.left, right: place.right, top: place.top, bottom: place.bottom, outerBoundsMode: "none" },
      legend: { show: false, data: data.series.map(function (each) { return each.name; }), selected: state.selected },
      dataZoom: place.zoom ? [zoom(data, place, state)] : [],
      tooltip: {
        trigger: rows ? "axis" : "item", confine: true, enterable: state.touch, className: "kh-tip", transitionDuration: still() ? 0 : 0.15, hideDelay: state.touch ? 4000 : 60,
        backgroundColor: colour("card"), borderColor: colour("line-2"), textStyle: { color: colour("ink"), fontSize: 12.5 }, extraCssText: "max-width:min(340px,86vw)",
        axisPointer: { type: data.flat ? "shadow" : "line", shadowStyle: { color: colour("grey"), opacity: 0.12 }, lineStyle: { color: colour("grey") } },
        formatter: function (given) {
          var marks = [].concat(given).map(function (each) { return each.data && each.data.mark; }).filter(Boolean);
          var at = marks.filter(function (mark) { return mark.href; })[0] || marks[0];
          return at ? tell(at) : "";
        }
      },
      series: series
    });
  }

  return { form: form, layout: layout, options: options, told: told, lead: lead, textured: textured };
})();
