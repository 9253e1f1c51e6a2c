// Plain text from a clipboard: lines are paragraphs; signs at the beginning of a line make headings and lists.

const ITEM = /^(\s*)(?:([-*•·–])|(\d{1,4})[.)])\s+(.*)$/;
const HEADING = /^(#{1,6})\s+(.*)$/;

/** The text as HTML of what it means. Nothing but words of the text is in it. */
export function htmlOf(text, document) {
  const body = document.createElement("body");
  let run = [];
  const close = () => {
    if (run.length) body.append(...lists(run, document));
    run = [];
  };
  for (const line of text.replace(/\r\n?/g, "\n").split("\n")) {
    const item = ITEM.exec(line);
    if (item) {
      run.push({ depth: item[1].replace(/\t/g, "    ").length, ordered: !item[2], start: Number(item[3] ?? 1), words: item[4] });
    } else if (line.trim() || !run.length) {
      close();
      if (line.trim()) body.append(block(line.trim(), document));
    }
  }
  close();
  return body;
}

function block(line, document) {
  const heading = HEADING.exec(line);
  const element = document.createElement(heading ? (heading[1].length < 3 ? "h2" : "h3") : "p");
  element.textContent = heading ? heading[2] : line;
  return element;
}

function lists(items, document) {
  const roots = [];
  const open = [];
  for (const { depth, ordered, start, words } of items) {
    while (open.length && open.at(-1).depth > depth) open.pop();
    if (open.length && open.at(-1).depth === depth && open.at(-1).ordered !== ordered) open.pop();
    if (!open.length || open.at(-1).depth < depth) {
      const list = document.createElement(ordered ? "ol" : "ul");
      if (ordered && start !== 1) list.setAttribute("start", start);
      if (open.length) open.at(-1).list.lastElementChild.append(list);
      else roots.push(list);
      open.push({ depth, ordered, list });
    }
    const item = document.createElement("li");
    item.textContent = words;
    open.at(-1).list.append(item);
  }
  return roots;
}
