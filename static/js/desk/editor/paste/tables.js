// Tables of foreign HTML: cells hold paragraphs, captions are words of the table; a table of one cell was layout.

import { renamed, unwrap } from "./nodes.js";

const BLOCKS = "h2, h3, li, blockquote, div, section, article";

export function cleanTables(body) {
  for (const table of [...body.querySelectorAll("table")].reverse()) {
    const cells = table.querySelectorAll("td, th");
    if (cells.length === 0) table.remove();
    else if (table.parentElement.closest("table")) flatten(table);
    else if (cells.length === 1) table.replaceWith(...cells[0].childNodes);
    else tidy(table);
  }
}

/** A table in a cell: its rows become lines of that cell. */
function flatten(table) {
  const lines = [...table.rows].map((row) => {
    const line = table.ownerDocument.createElement("p");
    line.append([...row.cells].map((cell) => cell.textContent.trim()).join(" · "));
    return line;
  });
  table.replaceWith(...lines);
}

function tidy(table) {
  const caption = table.caption?.textContent.trim().replace(/\s+/g, " ").slice(0, 500);
  table.caption?.remove();
  if (caption) table.setAttribute("data-caption", caption);
  table.querySelectorAll("colgroup, col").forEach((element) => element.remove());
  for (const row of [...table.rows]) if (row.cells.length === 0) row.remove();
  for (const cell of table.querySelectorAll("td, th")) tidyCell(cell);
  table.querySelectorAll("thead td").forEach((cell) => renamed(cell, "th"));
}

function tidyCell(cell) {
  cell.querySelectorAll(BLOCKS).forEach((block) => (block.querySelector("p, li, div") ? unwrap(block) : renamed(block, "p")));
  cell.querySelectorAll("ul, ol").forEach(unwrap);
  cell.querySelectorAll("hr").forEach((rule) => rule.remove());
}
