// Numbers as people write them, read from a text: what numbers.py reads, in the same words. To stand inside the scope of the
// script that needs it.
class Unreadable extends Error {}

const NUMBER = String.raw`[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?`;
const WORD = new RegExp(`^(${NUMBER})(?:/(${NUMBER})|(%))?$`, "i");
const NAMED = new Map([["true", 1], ["false", 0], ...["", "+", "-"].flatMap((sign) => [[`${sign}nan`, NaN], [`${sign}inf`, NaN]])]);
const TOKEN = /[[\](),;\n]|[^\s[\](),;]+/g;
const PARTNER = new Map([["[", "]"], ["(", ")"]]);
const LONGEST = 20; // of the words that are shown again

const TIDY = [
  [/[\u00a0\u2007\u2009\u202f]/g, " "], // spaces that do not break a line
  [/[−–]/g, "-"],
  [/^\s*(["“'])(.*)["”']\s*$/, "$2"],
  [/^\s*(?:[A-Za-z]\w*)?\s*[=≈]/, ""], // the name of the part
  [/\b(?:np\.)?(?:array|float64|float32|int64)(?=\()/g, ""], // as NumPy shows them
  [/,\s*dtype=\w+/g, ""],
  [/([.,]\d+)\.\s*$/, "$1"], // the end of a sentence
  [/(?<=\d) *[·×*] *10 *(?:\^|\*\*) *([+-]?\d+)/g, "e$1"],
  [/ *(\/) *| +(%)/g, "$1$2"],
  [/(^|[[(,;\n]) *([+-]) +(?=[\d.])/g, "$1$2"],
];
const thousands = (marks) =>
  new RegExp(String.raw`(?<![\w.,'])[1-9]\d{0,2}([${marks}])\d{3}(?:\1\d{3})*(?!\w|\1\d)`, "g");

// The numbers of a text, one or nested lists. What can be read in several ways is read in the one that fits `want`: first its
// shape, then the size of its numbers.
function readNumbers(name, text, want) {
  for (const [pattern, fresh] of TIDY) text = text.replace(pattern, fresh);
  const found = [];
  let complaint;
  for (const way of ways(text)) {
    try {
      found.push(parsed(name, way));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      complaint ??= error;
    }
  }
  if (!found.length) throw complaint;
  const distances = found.map((value) => far(value, want)), least = Math.min(...distances);
  return found[distances.indexOf(least)];
}

// The text as it stands, with commas in its thousands, and with decimal commas.
function ways(text) {
  const joined = (marks) => text.replace(thousands(marks), (digits) => digits.replace(/\D/g, ""));
  return [text, joined(",' _"), joined(".' _").replace(/(?<=\d),(?=\d)/g, ".")];
}

// The shape and the entries of nested lists; null when rows differ in length.
function measure(value) {
  if (!Array.isArray(value)) return { shape: [], entries: [value] };
  const rows = value.map(measure);
  if (rows.some((row) => row === null || String(row.shape) !== String(rows[0].shape))) return null;
  return { shape: [value.length, ...(rows[0]?.shape ?? [])], entries: rows.flatMap((row) => row.entries) };
}

// Whether two shapes agree but for axes of length 1.
const sameAxes = (a, b) => String(a.shape.filter((n) => n !== 1)) === String(b.shape.filter((n) => n !== 1));

// How far numbers are in size from those that are wanted; infinite for another shape.
function far(value, want) {
  const got = measure(value), { shape, entries } = measure(want), size = (x) => Math.log(Math.abs(x) + 1e-9);
  if (!got || !sameAxes(got, { shape })) return Infinity;
  return entries.reduce((sum, x, i) => sum + Math.abs(size(got.entries[i]) - size(x)), 0);
}

// Nested lists, as NumPy has them: "5" is a number, "1, 2" and "[1 2]" are vectors, "1 2; 3 4", two lines and
// "[[1, 2], [3, 4]]" are matrices. Round brackets around a single thing mean nothing.
function parsed(name, text) {
  const unpaired = new Unreadable(`${name} has a bracket without its partner`);
  const lists = [[[]]], closing = [null], rowOf = () => lists.at(-1).at(-1);
  let before = "[";
  for (const token of text.trim().match(TOKEN) ?? []) {
    if (PARTNER.has(token)) {
      lists.push([[]]);
      closing.push(PARTNER.get(token));
    } else if (token === "]" || token === ")") {
      if (token !== closing.at(-1)) throw unpaired;
      const made = nested(lists.pop(), closing.pop());
      rowOf().push(made);
    } else if (token === ";" || (token === "\n" && lists.length === 1)) {
      lists.at(-1).push([]);
    } else if (token === ",") {
      if ("[(,;\n".includes(before)) throw new Unreadable(`${name} has a comma without a number before it`);
    } else if (token !== "\n") {
      rowOf().push(number(name, token));
    }
    before = token;
  }
  if (lists.length > 1) throw unpaired;
  return nested(lists[0], null);
}

// What the rows between two brackets stand for.
function nested(all, closing) {
  const rows = all.filter((row) => row.length), single = (row) => row.length === 1;
  if (rows.length > 1) return rows.map((row) => (single(row) && Array.isArray(row[0]) ? row[0] : row));
  const row = rows[0] ?? [];
  return closing !== "]" && single(row) ? row[0] : row;
}

function number(name, word) {
  if (NAMED.has(word.toLowerCase())) return NAMED.get(word.toLowerCase());
  const found = WORD.exec(word);
  if (!found) throw new Unreadable(notNumbers(name, word));
  const [, top, bottom, percent] = found, below = bottom ? Number(bottom) : percent ? 100 : 1;
  return below ? Number(top) / below : NaN;
}

function notNumbers(name, word) {
  const shown = word.length > LONGEST ? `${word.slice(0, LONGEST - 1)}…` : word;
  const todo = /^[+-]?[\d.]+\*[\d.]+$/.test(word) ? ": work it out, and write it like 0.5" : "";
  return `${name} should hold numbers, got “${shown}”${todo}`;
}
