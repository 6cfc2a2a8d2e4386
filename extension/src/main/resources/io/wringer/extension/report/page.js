"use strict";
(function () {
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const tests = all(".test");

  function localTimes() {
    const format = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "medium" });
    for (const time of all("time")) {
      time.title = time.textContent;
      time.textContent = format.format(new Date(time.dateTime));
    }
  }

  // Tools

  function chosen() {
    return all("#tools [aria-pressed=true]").map(button => button.dataset.status);
  }

  function applyFilter() {
    const words = document.getElementById("filter").value.toLowerCase().split(/\s+/).filter(Boolean);
    const statuses = chosen();
    let count = 0;
    for (const section of all(".class")) {
      const name = section.querySelector("h2").textContent;
      let any = false;
      for (const test of all(".test", section)) {
        const text = (name + " " + test.querySelector("summary").textContent).toLowerCase();
        const shown = words.every(word => text.includes(word))
          && (statuses.length === 0 || statuses.includes(test.dataset.status));
        test.hidden = !shown;
        any = any || shown;
        count += shown ? 1 : 0;
      }
      section.hidden = !any;
    }
    document.getElementById("shown").textContent = count === tests.length ? "" : count + " of " + tests.length + " shown";
  }

  function openAll(open) {
    for (const test of tests) {
      test.open = open && !test.hidden;
    }
  }

  function startTools() {
    const tools = document.getElementById("tools");
    tools.hidden = tests.length === 0;
    tools.addEventListener("submit", event => event.preventDefault());
    document.getElementById("filter").addEventListener("input", applyFilter);
    document.getElementById("open").addEventListener("click", () => openAll(true));
    document.getElementById("close").addEventListener("click", () => openAll(false));
    for (const button of all("[data-status]", tools)) {
      button.addEventListener("click", () => {
        button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") !== "true");
        applyFilter();
      });
    }
  }

  function startCopying() {
    if (!navigator.clipboard) {
      return;
    }
    for (const line of all(".reproduce")) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      button.textContent = "Copy";
      button.addEventListener("click", () => navigator.clipboard.writeText(line.querySelector("code").textContent)
        .then(() => { button.textContent = "Copied"; }, () => { button.textContent = "Can't copy here"; }));
      line.append(button);
    }
  }

  function openTarget() {
    const test = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (test && test.matches(".test")) {
      test.open = true;
      test.scrollIntoView();
    }
  }

  // Charts

  const TIME_IN_NANOS = { ns: 1, "µs": 1e3, us: 1e3, ms: 1e6, s: 1e9 };
  const GRID_HEIGHT = 190;
  const MOST_RATIO = 100;
  const FEW_POINTS = 60;
  const MANY_POINTS = 300;
  const LONG_SECONDS = 600;
  const TIME_STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 21600, 43200, 86400];
  const SIZE_STEPS = Array.from({ length: 50 }, (unused, power) => Math.pow(2, power));
  const charts = new Map();

  function number(value) {
    const digits = Math.abs(value) >= 100 || Number.isInteger(value) ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 3 };
    return new Intl.NumberFormat("en-US", digits).format(value);
  }

  function scaled(value, step, units) {
    let index = 0;
    while (Math.abs(value) >= step && index < units.length - 1) {
      value /= step;
      index++;
    }
    return number(value) + " " + units[index];
  }

  const isSize = unit => unit === "B" || unit.startsWith("bytes");

  function longTime(seconds) {
    const parts = [Math.floor(seconds / 3600) + " h", Math.floor(seconds / 60) % 60 + " min", Math.round(seconds % 60) + " s"];
    return parts.filter(part => !part.startsWith("0 ")).join(" ");
  }

  function withUnit(value, unit) {
    if (value === null || value === undefined) {
      return "–";
    }
    if (unit === "s" && value >= LONG_SECONDS) {
      return longTime(Math.round(value));
    }
    if (unit === "share") {
      return number(value * 100) + "%";
    }
    if (unit in TIME_IN_NANOS) {
      return value === 0 ? "0" : scaled(value * TIME_IN_NANOS[unit], 1000, ["ns", "µs", "ms", "s"]);
    }
    return isSize(unit) ? scaled(value, 1024, ["B", "KiB", "MiB", "GiB", "TiB"]) : number(value);
  }

  // Percentiles are drawn by their nines, so that the tail gets the room it deserves.
  const toNines = percentile => -Math.log10(1 - percentile / 100);
  const fromNines = nines => 100 - Math.pow(10, 2 - nines);

  function percentileText(nines) {
    const digits = Math.max(0, Math.ceil(nines - 2 - 1e-9));
    return String(Number(fromNines(nines).toFixed(digits + (Number.isInteger(nines) ? 0 : 1))));
  }

  function ninesOf(percentiles) {
    const finite = percentiles.filter(percentile => percentile < 100).map(toNines);
    const end = (finite.length ? finite[finite.length - 1] : 1) + 0.5;
    return percentiles.map(percentile => percentile < 100 ? toNines(percentile) : end);
  }

  function spansMagnitudes(values) {
    const numbers = values.filter(value => value !== null);
    return numbers.length > 1 && Math.min(...numbers) > 0 && Math.max(...numbers) / Math.min(...numbers) >= MOST_RATIO;
  }

  function powersOfTen(chart, index, min, max) {
    const powers = [];
    for (let power = Math.ceil(Math.log10(min) - 1e-9); power <= Math.log10(max) + 1e-9; power++) {
      powers.push(Math.pow(10, power));
    }
    return powers;
  }

  function colors() {
    const style = getComputedStyle(document.documentElement);
    const color = name => style.getPropertyValue(name).trim();
    return { quiet: color("--quiet"), edge: color("--edge"), lines: [1, 2, 3, 4, 5, 6].map(index => color("--line-" + index)) };
  }

  function xAxis(data) {
    if (data.over === "percentile") {
      return {
        values: (chart, splits) => splits.map(percentileText),
        splits: (chart, index, min, max) => [0, 0.30103, 1, 2, 3, 4, 5, 6].filter(nines => nines >= min && nines <= max),
      };
    }
    return Object.assign(
      { values: (chart, splits) => splits.map(value => value === null ? null : withUnit(value, data.overUnit)) },
      data.overUnit === "s" && data.positions[data.positions.length - 1] >= LONG_SECONDS ? { incrs: TIME_STEPS, space: 80 } : {});
  }

  function options(data, width) {
    const color = colors();
    const axis = { stroke: color.quiet, grid: { stroke: color.edge, width: 1 }, ticks: { stroke: color.edge, width: 1 }, font: "12px system-ui, sans-serif" };
    const xText = (chart, value) => value === null ? "–"
      : data.over === "percentile" ? percentileText(value) : withUnit(value, data.overUnit);
    const logarithmic = data.unit in TIME_IN_NANOS && spansMagnitudes(data.lines.flatMap(line => line.values));
    return {
      width: width,
      height: GRID_HEIGHT,
      scales: {
        x: { time: false },
        y: logarithmic ? { distr: 3 } : { range: (chart, min, max) => uPlot.rangeNum(Math.min(0, min), max === min ? max + 1 : max, 0.1, true) },
      },
      axes: [
        Object.assign({}, axis, { space: 60 }, xAxis(data)),
        Object.assign({}, axis, logarithmic ? { splits: powersOfTen } : {}, isSize(data.unit) ? { incrs: SIZE_STEPS } : {}, {
          size: 72,
          values: (chart, splits) => splits.map(value => value === null ? null : withUnit(value, data.unit)),
        }),
      ],
      series: [{ label: data.over || "at", value: xText }].concat(data.lines.map((line, index) => ({
        label: line.name,
        stroke: color.lines[index % color.lines.length],
        width: data.positions.length > MANY_POINTS ? 1 : 2,
        points: { show: data.positions.length <= FEW_POINTS, size: 5 },
        value: (chart, value) => withUnit(value, data.unit),
      }))),
      cursor: { y: false },
    };
  }

  // An empty plot takes no room, so that a page without script has no holes: its neighbor is measured.
  function widthOf(plot) {
    return plot.parentElement.querySelector("figcaption").clientWidth;
  }

  function draw(plot) {
    const data = JSON.parse(plot.nextElementSibling.textContent);
    const positions = data.over === "percentile" ? ninesOf(data.positions) : data.positions;
    charts.set(plot, new uPlot(options(data, widthOf(plot)), [positions].concat(data.lines.map(line => line.values)), plot));
  }

  function clear(plot) {
    const chart = charts.get(plot);
    if (chart) {
      chart.destroy();
      charts.delete(plot);
    }
    plot.replaceChildren();
  }

  function drawIn(test) {
    for (const plot of all(".plot", test)) {
      if (test.open && !charts.has(plot)) {
        draw(plot);
      }
    }
  }

  function startCharts() {
    for (const test of tests) {
      test.addEventListener("toggle", () => drawIn(test));
      drawIn(test);
    }
    window.addEventListener("resize", () => charts.forEach((chart, plot) => {
      if (widthOf(plot) > 0) {
        chart.setSize({ width: widthOf(plot), height: GRID_HEIGHT });
      }
    }));
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      Array.from(charts.keys()).forEach(clear);
      tests.forEach(drawIn);
    });
  }

  localTimes();
  startTools();
  startCopying();
  startCharts();
  openTarget();
  window.addEventListener("hashchange", openTarget);
})();
