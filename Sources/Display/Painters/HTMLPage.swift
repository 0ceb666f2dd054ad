// SPDX-License-Identifier: MIT

/// The look of a page: light and dark after the reader's choice, and on paper.
let htmlStyle = """
  :root{--paper:#fbfaf7;--sheet:#ffffff;--ink:#1d2129;--soft:#59606d;--line:#d9d6cd;--mark:#a33b12;
  --good:#1c6b3f;--bad:#a3121f;--mono:ui-monospace,"SF Mono","Cascadia Mono","DejaVu Sans Mono",
  Consolas,monospace;--serif:"Iowan Old Style",Charter,"Source Serif 4",Georgia,"Noto Serif",serif}
  @media (prefers-color-scheme:dark){:root{--paper:#14161b;--sheet:#1b1e25;--ink:#e9e7e1;
  --soft:#a7adb9;--line:#363b46;--mark:#ffa77f;--good:#7fd6a2;--bad:#ff9a9f}}
  *{box-sizing:border-box}
  html{scroll-behavior:smooth;scroll-padding:1rem 0 14rem}
  @media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}
  body{margin:0;background:var(--paper);color:var(--ink);font:1.0625rem/1.6 var(--serif);
  padding-bottom:14rem}
  main{max-width:92rem;margin:0 auto;padding:3.5rem clamp(1rem,4vw,3rem)}
  h1,h2,h3,h4{line-height:1.2;text-wrap:balance;margin:2rem 0 .6rem}
  h1{font-size:clamp(2rem,4.5vw,3rem);letter-spacing:-.02em;margin-top:0}
  h2{font-size:1.5rem;letter-spacing:-.01em}
  h3{font-size:1.2rem}
  p,ul,ol,blockquote,pre{max-width:44rem}
  p{margin:.7rem 0}
  a{color:var(--mark);text-underline-offset:.15em}
  code,pre{font:.9em/1.5 var(--mono)}
  pre{background:var(--sheet);border:1px solid var(--line);border-radius:6px;padding:.8rem 1rem;
  overflow-x:auto}
  .dim{color:var(--soft)}
  hr{border:0;border-top:1px solid var(--line);margin:2rem 0}
  blockquote{margin:1.2rem 0;padding:.1rem 0 .1rem 1.2rem;border-left:3px solid var(--mark)}
  nav{margin:0 0 2.5rem;border-block:1px solid var(--line);padding:.8rem 0;
  font:.85rem/1.5 var(--mono)}
  nav ol{list-style:none;display:flex;flex-wrap:wrap;gap:.3rem 1.2rem;margin:0;padding:0;
  max-width:none}
  details{border-top:1px solid var(--line);padding:.9rem 0 1.6rem}
  summary{cursor:pointer;list-style:none;display:flex;align-items:baseline;gap:.6rem}
  summary::-webkit-details-marker{display:none}
  summary::before{content:"+";font:1.1rem/1 var(--mono);color:var(--mark);width:1ch}
  details[open]>summary::before{content:"\\2212"}
  summary h2{margin:.2rem 0}
  :focus-visible{outline:3px solid var(--mark);outline-offset:2px}
  .equations{display:grid;align-items:baseline;grid-template-columns:max-content 1fr;column-gap:.6ch;row-gap:.35rem;
  font:.95rem/1.55 var(--mono);margin:1.1rem 0;padding:.8rem 1.1rem;background:var(--sheet);
  border-left:3px solid var(--line);overflow-x:auto;width:fit-content;max-width:100%}
  .equations .left{text-align:right;white-space:nowrap}
  .equations .right{overflow-wrap:anywhere}
  .equations .whole{grid-column:1/-1}
  math{font-size:1.15em}
  caption math{font-size:1.05em}
  .linear{display:none}
  @supports not (math-style:normal){.typeset{display:none}.linear{display:inline}}
  .matrices{display:grid;gap:1.6rem 1.5rem;justify-content:start;margin:1.2rem 0;
  grid-template-columns:repeat(auto-fit,minmax(min(100%,var(--panel)),max-content))}
  figure{margin:0;min-width:0;max-width:100%}
  .scroll{overflow-x:auto;padding:3px;margin:-3px}
  table{border-collapse:separate;border-spacing:2px;font:.85rem/1.3 var(--mono);
  font-variant-numeric:tabular-nums}
  caption{text-align:left;padding:0 0 .5rem;font:.9rem/1.4 var(--serif)}
  caption b{font-size:1.05rem;margin-right:.6rem}
  caption>span{color:var(--soft)}
  caption>span span{white-space:nowrap}
  th{font-weight:600;padding:.25rem .5rem;white-space:nowrap}
  .cells th[scope=row]{text-align:right;position:sticky;left:0;background:var(--paper);z-index:2}
  .cells thead th{text-align:right;padding-right:.95rem;color:var(--soft)}
  .cells td{text-align:right;padding:.42rem .95rem .42rem .45rem;min-width:3.7rem;
  border-radius:3px;position:relative;white-space:nowrap}
  .cells thead td{min-width:0;padding:0}
  .cells.many{font-size:.78rem}
  .cells.many td{padding:.38rem .72rem .38rem .25rem;min-width:0}
  .cells.many thead th{padding:.25rem .72rem .25rem .25rem}
  .cells.many thead td{padding:0}
  .cells.many td i{right:.2rem}
  .cells.twice tbody td,.cells.twice thead th{padding-right:1.5rem}
  .cells td i{position:absolute;right:.4rem;font-style:normal}
  .cells [class^=q],.cells [class^=d]{box-shadow:inset 0 0 0 1px #8885}
  .cells .largest{font-weight:700}
  .cells .blocked{color:var(--soft);border:1px dashed var(--line)}
  .cells .unusual{color:var(--paper);background:var(--ink);font-weight:700}
  .cells .sum{color:var(--soft);border-left:1px solid var(--line);border-radius:0}
  .cells .selected{outline:3px solid var(--mark)}
  .cells td[title],.cells td[data-note]{cursor:help}
  .cells td:focus-visible,.cells td.told{outline:2px solid var(--ink);outline-offset:0;
  box-shadow:inset 0 0 0 2px var(--paper);z-index:1}
  figcaption{color:var(--soft);font-size:.85rem;line-height:1.45;margin-top:.4rem}
  figcaption p{margin:.3rem 0}
  .legend{display:flex;align-items:center;font:.75rem/1 var(--mono)}
  .legend i{width:1.3rem;height:.7rem}
  .legend span:first-child{margin-right:.5rem}
  .legend span:last-child{margin-left:.5rem}
  .words{border-spacing:0}
  .words th,.words td{padding:.35rem 1rem .35rem 0;border-bottom:1px solid var(--line);
  text-align:left;vertical-align:top}
  .words .number{text-align:right}
  .words .middle{text-align:center}
  .checks{list-style:none;padding:0}
  .checks li{display:flex;gap:.8rem;padding:.25rem 0}
  .checks b{font:700 .8rem/2 var(--mono);min-width:3rem}
  .checks .passed b{color:var(--good)}
  .checks .failed b{color:var(--bad)}
  .tree,.tree ul{list-style:none;padding-left:1.2rem;max-width:none}
  .tree li{border-left:2px solid var(--line);padding:.1rem 0 .4rem 1rem}
  .tree p{margin:.2rem 0}
  #why{position:fixed;inset:auto 0 0 0;max-height:13rem;overflow:auto;background:var(--ink);
  color:var(--paper);font:1rem/1.5 var(--mono);padding:.8rem clamp(1rem,4vw,3rem);
  white-space:pre-wrap;overflow-wrap:anywhere;box-shadow:0 -6px 24px #0004;z-index:3}
  #why[hidden]{display:none}
  @media (max-width:40rem){body{font-size:1rem}main{padding-top:2rem}
  .cells td{min-width:2.9rem;padding:.4rem .8rem .4rem .3rem}.cells thead th{padding-right:.8rem}
  .cells td i{right:.25rem}.cells thead td{min-width:0}}
  @media print{:root{--paper:#fff;--sheet:#fff;--ink:#000;--soft:#444;--line:#bbb;--mark:#000;
  --good:#000;--bad:#000}body{padding:0;font-size:10pt;line-height:1.4}main{max-width:none;padding:0}
  nav,#why{display:none}summary::before{display:none}figure,.equations,tr{break-inside:avoid}
  h2,h3,summary,.equations,details>p{break-after:avoid}.matrices{display:block}
  figure{display:inline-block;vertical-align:top;margin:0 .8rem .8rem 0}
  .scroll{overflow:visible}table{font-size:8pt}caption>span{display:block;font-size:8pt}
  .cells td{padding:.2rem .7rem .2rem .3rem;min-width:2.7rem}.cells thead th{padding-right:.7rem}
  .cells thead td{min-width:0}.cells td i{right:.2rem}.equations{overflow:visible;margin:.4rem 0;padding:.25rem .8rem}
  .matrices{margin:.5rem 0}.checks{break-inside:avoid}h2,p{margin:.3rem 0}
  details{padding:.4rem 0 .8rem}@page{margin:14mm}
  *{print-color-adjust:exact;-webkit-print-color-adjust:exact}}
  """

/// Shows what a cell says, and lets the arrow keys reach every cell; the page works without it.
let htmlScript = """
  "use strict";
  const why = document.getElementById("why");
  const parts = [...document.querySelectorAll("details")];
  const open = () => {
    const part = location.hash && document.getElementById(location.hash.slice(1));
    if (part && part.tagName === "DETAILS") part.open = true;
  };
  addEventListener("hashchange", open);
  document.querySelector("nav")?.addEventListener("click", event => {
    const part = parts.find(part => event.target.closest("a")?.hash === "#" + part.id);
    if (part) part.open = true;
  });
  let folded = [];
  addEventListener("beforeprint", () => {
    folded = parts.filter(part => !part.open);
    folded.forEach(part => { part.open = true; });
  });
  addEventListener("afterprint", () => folded.forEach(part => { part.open = false; }));
  function scrollable() {
    for (const box of document.querySelectorAll(".equations, pre, .scroll:not(:has(.cells))")) {
      if (box.scrollWidth > box.clientWidth) box.tabIndex = 0; else box.removeAttribute("tabindex");
    }
  }
  addEventListener("resize", scrollable);
  scrollable();
  let told = null;
  function tell(cell) {
    if (told) told.classList.remove("told");
    told = cell && cell.dataset.note ? cell : null;
    why.hidden = !told;
    why.textContent = told ? told.dataset.note : "";
    if (told) told.classList.add("told");
  }
  for (const table of document.querySelectorAll("table.cells")) {
    const rows = [...table.tBodies[0].rows].map(row => [...row.querySelectorAll("td")]);
    table.setAttribute("role", "grid");
    rows.flat().forEach((cell, index) => {
      cell.tabIndex = index ? -1 : 0;
      if (!cell.title) return;
      cell.dataset.note = cell.title;
      cell.setAttribute("aria-description", cell.title);
      cell.removeAttribute("title");
    });
    const cellOf = event => event.target.closest("tbody td");
    table.addEventListener("mouseover", event => tell(cellOf(event)));
    table.addEventListener("mouseleave", () => tell(document.activeElement));
    table.addEventListener("focusin", event => tell(cellOf(event)));
    table.addEventListener("focusout", () => tell(null));
    table.addEventListener("click", event => { const cell = cellOf(event); if (cell) move(cell); });
    function move(cell) {
      rows.flat().forEach(other => { other.tabIndex = other === cell ? 0 : -1; });
      cell.focus();
    }
    table.addEventListener("keydown", event => {
      const cell = cellOf(event);
      if (!cell || event.ctrlKey || event.altKey || event.metaKey) return;
      if (event.key === "Escape") return tell(null);
      const row = rows.findIndex(cells => cells.includes(cell));
      const column = rows[row].indexOf(cell);
      const last = rows[row].length - 1;
      const steps = { ArrowUp: [row - 1, column], ArrowDown: [row + 1, column],
        ArrowLeft: [row, column - 1], ArrowRight: [row, column + 1], Home: [row, 0],
        End: [row, last], PageUp: [0, column], PageDown: [rows.length - 1, column] };
      const step = steps[event.key];
      if (!step) return;
      event.preventDefault();
      const next = rows[step[0]] && rows[step[0]][step[1]];
      if (next) move(next);
    });
  }
  """
