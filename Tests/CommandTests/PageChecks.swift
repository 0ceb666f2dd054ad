// SPDX-License-Identifier: MIT

/// Runs before anything of the page: collects what goes wrong while it is loaded.
let pageWatch = """
  globalThis.failures = [];
  addEventListener("error", event => failures.push("error: " + event.message));
  addEventListener("unhandledrejection", event => failures.push("rejected: " + event.reason));
  addEventListener("securitypolicyviolation", event => {
    failures.push("the page asks for " + event.blockedURI);
  });
  """

/// Walks over a page that has been loaded as a reader with a keyboard would.
let pageChecks = """
  const all = selector => [...document.querySelectorAll(selector)];
  const fail = (holds, sentence) => { if (!holds) failures.push(sentence); };
  let cells = 0, notes = 0, texts = 0;

  function structure() {
    fail(document.title.trim(), "the page has no title");
    fail(document.documentElement.lang, "the page has no language");
    fail(all("main").length === 1, "a page has one main part");
    let level = 0;
    for (const heading of all("h1,h2,h3,h4,h5,h6")) {
      const own = Number(heading.tagName[1]);
      fail(own <= level + 1 || level === 0, "a level of headings is left out: " + heading.textContent);
      fail(heading.textContent.trim(), "a heading is empty");
      level = own;
    }
    const ids = all("[id]").map(element => element.id);
    fail(new Set(ids).size === ids.length, "two elements have one id");
    for (const link of all("a[href^='#']")) {
      fail(document.getElementById(link.hash.slice(1)), "a link leads nowhere: " + link.hash);
    }
    for (const element of all("[role=img],[role=math]")) {
      fail(element.getAttribute("aria-label"), "a " + element.getAttribute("role") + " has no name");
    }
    for (const table of all("table.cells")) {
      fail(table.caption && table.caption.textContent.trim(), "a matrix has no caption");
      const columns = table.tHead.rows[0].querySelectorAll("th[scope=col]").length;
      for (const row of table.tBodies[0].rows) {
        fail(row.querySelectorAll("th[scope=row]").length === 1, "a row has no header");
        fail(row.querySelectorAll("td").length === columns, "a cell has no column header");
      }
    }
    for (const header of all("th")) fail(header.scope, "a header has no scope");
    fail(performance.getEntriesByType("resource").length === 0, "the page loads something");
    const wide = document.documentElement.scrollWidth;
    fail(wide <= innerWidth, "the page is " + wide + " wide in a window of " + innerWidth);
  }

  function press(key) {
    document.activeElement.dispatchEvent(
      new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  }

  function keyboard() {
    const why = document.getElementById("why");
    for (const table of all("table.cells")) {
      const own = [...table.tBodies[0].querySelectorAll("td")];
      const entries = own.filter(cell => cell.tabIndex === 0);
      fail(entries.length === 1, "Tab must reach a matrix once");
      entries[0].focus();
      const reached = new Set();
      const look = () => {
        const cell = document.activeElement;
        reached.add(cell);
        if (!cell.dataset.note) return;
        notes += 1;
        fail(!why.hidden && why.textContent === cell.dataset.note, "focus does not show the arithmetic");
        const room = why.getBoundingClientRect().top;
        const box = cell.getBoundingClientRect();
        fail(box.bottom <= room + 1 && box.top >= -1, "the arithmetic covers its cell");
      };
      for (let row = 0; row < table.tBodies[0].rows.length; row += 1) {
        press("Home");
        look();
        const columns = table.tBodies[0].rows[row].querySelectorAll("td").length;
        for (let column = 1; column < columns; column += 1) { press("ArrowRight"); look(); }
        press("ArrowDown");
      }
      fail(own.every(cell => reached.has(cell)), "the arrow keys do not reach every cell");
      cells += reached.size;
      press("PageUp"); press("Home");
      fail(document.activeElement === own[0], "PageUp and Home do not lead to the first cell");
      press("Escape");
      fail(why.hidden, "Escape does not close the arithmetic");
      document.activeElement.blur();
    }
    const first = all("details")[0];
    if (first) {
      first.querySelector("summary").click();
      fail(!first.open, "a part cannot be folded");
      const link = all("nav a[href='#" + first.id + "']")[0];
      if (link) { link.click(); fail(first.open, "a link to a folded part does not open it"); }
      first.open = true;
    }
  }

  function channel(level) {
    const share = level / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }
  const luminance = ([red, green, blue]) =>
    0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
  const numbers = color => color.match(/[\\d.]+/g).map(Number);
  function background(element) {
    for (let place = element; place; place = place.parentElement) {
      const color = numbers(getComputedStyle(place).backgroundColor);
      if (color.length === 3 || color[3] === 1) return color;
    }
    return [255, 255, 255];
  }

  function contrast() {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const element = node.parentElement;
      if (!node.data.trim() || element.closest("script,style,[hidden]")) continue;
      const style = getComputedStyle(element);
      if (style.display === "none" || !element.checkVisibility()) continue;
      const [low, high] = [luminance(numbers(style.color)), luminance(background(element))]
        .sort((a, b) => a - b);
      const ratio = (high + 0.05) / (low + 0.05);
      texts += 1;
      fail(ratio >= 4.5, "contrast " + ratio.toFixed(2) + " of '" + node.data.trim().slice(0, 20) + "'");
    }
  }

  (async () => {
    // What the page was refused while it was loaded is told in tasks of their own.
    await new Promise(resolve => setTimeout(resolve));
    document.documentElement.style.scrollBehavior = "auto";
    structure();
    keyboard();
    contrast();
    return JSON.stringify({ failures: [...new Set(failures)], cells, notes, texts,
      isDark: matchMedia("(prefers-color-scheme: dark)").matches });
  })()
  """
