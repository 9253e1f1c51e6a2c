// The fields of the form as the parts of a revision, and back.

import { readInterests, writeInterests } from "./interests.js";

/** One spelling for equal values, whatever the order of their keys. */
export function spelled(value) {
  return JSON.stringify(value, (_, part) =>
    part && typeof part === "object" && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

const line = (text) => text.trim().replace(/\s+/g, " ");
const numbers = (select) => [...select.selectedOptions].filter(({ value }) => value).map(({ value }) => Number(value));

// The controls in which who took part is chosen, by role.
const ROLES = { writer: "byline", contributor: "contributing", illustrator: "illustrating", fact_checker: "fact_checking" };

// Name of the part → its control's name, how the control is read and how it is set.
const FIELDS = {
  title: { read: ({ value }) => line(value), write: setText },
  slug: { read: ({ value }) => value.trim(), write: setText },
  standfirst: { read: ({ value }) => value.trim(), write: setText },
  kind: { read: ({ value }) => value, write: setText },
  pillar: { read: ({ value }) => (value ? Number(value) : null), write: (control, value) => setText(control, value ?? "") },
  tags: { read: ({ value }) => value.split(",").map(line).filter(Boolean), write: (control, tags) => setText(control, tags.join(", ")) },
  listed: { read: numbers, write: setRows },
  search_description: { read: ({ value }) => value.trim(), write: setText },
  role: { read: ({ value }) => line(value), write: setText },
  honorific: { read: ({ value }) => line(value), write: setText },
  suffix: { read: ({ value }) => line(value), write: setText },
  institution: { read: ({ value }) => line(value), write: setText },
  orcid: { read: ({ value }) => value.trim(), write: setText },
  disclosure: { read: ({ value }) => value.trim(), write: setText },
  portrait: { read: (select) => numbers(select)[0] ?? null, write: (select, key, words) => setRows(select, key ? [key] : [""], words) },
  expertise: { read: numbers, write: setRows },
  languages: { read: ({ value }) => value.split(",").map(line).filter(Boolean), write: (control, names) => setText(control, names.join(", ")) },
  links: { read: ({ value }) => value.split(/\s+/).filter(Boolean), write: (control, addresses) => setText(control, addresses.join("\n")) },
  interests: { read: readInterests, write: writeInterests },
  ai_use: { read: ({ value }) => value, write: setText },
  ai_how: { read: ({ value }) => line(value), write: setText },
  ai_editor: { read: (select) => numbers(select)[0] ?? null, write: (select, key, words) => setRows(select, key ? [key] : [""], words) },
  sponsor: { read: ({ value }) => line(value), write: setText },
  sponsored_for: { read: ({ value }) => line(value), write: setText },
  contributors: { control: "byline", read: contributors, write: setContributors },
};
// An empty title or address is not a wish but a moment of typing; saving asks for the one and makes the other.
const NEVER_EMPTY = new Set(["title", "slug"]);

export class Fields {
  constructor(form) {
    this.form = form;
    // What the server is known to have: name → value.
    this.known = {};
  }

  beginBlank() {
    for (const [name, { read }] of Object.entries(FIELDS)) if (this.control(name)) this.known[name] = read(this.control(name));
  }

  get names() {
    return Object.keys(FIELDS).filter((name) => this.control(name) && name in this.known);
  }

  control(name) {
    return this.form.elements[FIELDS[name]?.control ?? name];
  }

  read(name) {
    return FIELDS[name].read(this.control(name), this.known[name]);
  }

  /** Names of fields that say something else than the server has. */
  changed() {
    return this.names.filter((name) => this.isChanged(name));
  }

  isChanged(name) {
    if (!this.names.includes(name)) return false;
    const value = this.read(name);
    return !(NEVER_EMPTY.has(name) && value === "") && spelled(value) !== spelled(this.known[name]);
  }

  /** Show what the server has. `words`: what each row of a list is called, for those that the page does not know. */
  write(name, value, words = []) {
    this.known[name] = value;
    const control = this.control(name);
    if (control) FIELDS[name].write(control, value, words);
  }

  /** Whether two people's words can stand there one after the other. */
  static isText(name) {
    return ["title", "standfirst", "search_description", "role", "disclosure", "ai_how", "sponsored_for"].includes(name);
  }
}

function setText(control, value) {
  if (control.value === String(value)) return;
  const { selectionStart, selectionEnd } = control;
  control.value = value;
  if (document.activeElement === control && selectionStart !== undefined && selectionStart !== null) {
    control.setSelectionRange(selectionStart, selectionEnd);
  }
}

/** Who took part, by role; as the server has them where nobody came, left or moved. */
function contributors({ form }, known = []) {
  const rows = Object.entries(ROLES).flatMap(([role, name]) => numbers(form.elements[name]).map((author) => ({ author, role })));
  const before = Object.keys(ROLES).flatMap((role) => known.filter((row) => row.role === role));
  return spelled(rows) === spelled(before) ? known : rows;
}

/** `words`: a name for each row, with its role behind it in brackets. */
function setContributors({ form }, rows, words = []) {
  const named = rows.map((row, index) => ({ ...row, name: words[index]?.replace(/ \([^)]*\)$/, "") }));
  for (const [role, name] of Object.entries(ROLES)) {
    const those = named.filter((row) => row.role === role);
    setRows(form.elements[name], those.map(({ author }) => author), those.map((row) => row.name));
  }
}

/** Choose one more row, as the last. */
export function addRow(select, key, words) {
  const chosen = numbers(select).filter((one) => one !== key);
  setRows(select, [...chosen, key], [...chosen.map(() => undefined), words]);
}

/** Choose these rows in this order. */
function setRows(select, keys, words = []) {
  for (const option of select.options) option.selected = false;
  keys.forEach((key, index) => {
    let option = [...select.options].find((one) => one.value === String(key));
    option ??= new Option(words[index] ?? `number ${key}`, key);
    option.selected = true;
    select.append(option);
  });
  // select2 hears only the jQuery that the admin brings.
  const jQuery = window.django?.jQuery;
  if (jQuery) jQuery(select).trigger("change");
  else select.dispatchEvent(new Event("change", { bubbles: true }));
}
