// Draws the composition of the scores on a canvas from the figures that stand in the page; colours come from the style sheet.
(function () {
  "use strict";
  var box = null, data = null, chart = null;

  function find() {
    box = document.querySelector("[data-kh-chart]");
    if (!box || !window.echarts) { return false; }
    data = JSON.parse(document.getElementById(box.getAttribute("data-kh-chart")).textContent);
    return true;
  }
  if (!find()) { return; }

  function token(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--kh-" + name).trim();
  }

  function options() {
    var fills = [token("blue-strong"), token("blue-soft")];
    var text = { color: token("ink"), fontFamily: token("font"), fontSize: 12 };
    var last = data.blocks.length - 1;
    return {
      animation: false,
      textStyle: text,
      grid: { left: 4, right: 46, top: 26, bottom: 4, containLabel: true },
      legend: { top: 0, left: 0, itemWidth: 10, itemHeight: 10, itemGap: 14, textStyle: text, selectedMode: false },
      tooltip: {
        trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" }, confine: true,
        backgroundColor: token("card"), borderColor: token("line-2"), textStyle: text,
        formatter: function (rows) {
          var at = rows[0].dataIndex;
          var lines = data.blocks.map(function (block) { return block.name + "  " + block.points[at]; });
          return data.departments[at] + "  " + data.totals[at] + "\n" + lines.join("\n");
        }
      },
      xAxis: {
        type: "value", max: Number(data.full), interval: Number(data.full) / 4,
        axisLabel: { color: token("ink-2"), fontSize: 11 }, splitLine: { lineStyle: { color: token("line") } }
      },
      yAxis: {
        type: "category", inverse: true, data: data.departments,
        axisLine: { show: false }, axisTick: { show: false }, axisLabel: { color: token("ink"), fontSize: 12 }
      },
      series: data.blocks.map(function (block, index) {
        return {
          name: block.name, type: "bar", stack: "score", barWidth: 11, data: block.points.map(Number),
          itemStyle: { color: fills[index % 2], borderRadius: index === last ? [0, 2, 2, 0] : 0 },
          label: index !== last ? { show: false } : {
            show: true, position: "right", color: token("ink"), fontSize: 12,
            formatter: function (row) { return data.totals[row.dataIndex]; }
          }
        };
      })
    };
  }

  function draw() {
    if (chart) { chart.dispose(); }
    box.style.height = 68 + 25 * data.departments.length + "px";
    chart = window.echarts.init(box, null, { renderer: "canvas" });
    chart.setOption(options());
  }

  draw();
  window.addEventListener("resize", function () { chart.resize(); });
  document.addEventListener("kh-theme", draw);
  document.addEventListener("kh-live", function () { if (find()) { draw(); } });
})();
