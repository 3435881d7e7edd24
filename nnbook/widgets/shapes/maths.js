// needs: numbers
// Shapes as NumPy has them: which fit, what they give, and which cells a cell of the result comes from.

const LARGEST = 5;
const ENTRY = { a: (i, j) => ((i + 1) * (j + 1)) % 7, b: (i, j) => 10 * (1 + ((i + j) % LARGEST)) };

// Rows and columns of a picture of the shape: one axis, or none, is one row.
const laid = (shape) => [...Array(2 - shape.length).fill(1), ...shape];
const tuple = (shape, comma = ", ") => (shape.length === 1 ? `(${shape},)` : `(${shape.join(comma)})`);
const product = (shape) => shape.reduce((all, n) => all * n, 1);

// { shape } of a op b, or { error, meet, axes }: NumPy's words, the two sizes that should meet, and the axis of each that
// does not fit, counted from the right.
function combined(op, a, b) {
  return op === "+" ? broadcast(a, b) : multiplied(a, b);
}
function broadcast(a, b) {
  const axes = range(Math.max(a.length, b.length), (k) => k + 1), size = (shape, k) => shape.at(-k) ?? 1;
  const clash = axes.filter((k) => size(a, k) !== size(b, k) && Math.min(size(a, k), size(b, k)) > 1);
  const shape = axes.map((k) => Math.max(size(a, k), size(b, k))).reverse();
  return clash.length ? {
    error: `operands could not be broadcast together with shapes ${tuple(a, ",")} ${tuple(b, ",")}`,
    meet: [a, b].map((of) => size(of, clash[0])), axes: { a: clash, b: clash },
  } : { shape };
}
function multiplied(a, b) {
  const [inner, other] = [a.at(-1), b[0]];
  return inner === other ? { shape: [...a.slice(0, -1), ...b.slice(1)] } : {
    error: `matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature ` +
      `(n?,k),(k,m?)->(n?,m?) (size ${other} is different from ${inner})`,
    meet: [inner, other], axes: { a: [1], b: [b.length] },
  };
}

// The cells of a and of b, [row, column] in their pictures, that make the cell (i, j) of the result, in pairs.
function sources(op, a, b, i, j) {
  const [[rows, columns], [m, n]] = [laid(a), laid(b)];
  if (op === "+") return { a: [[Math.min(i, rows - 1), Math.min(j, columns - 1)]], b: [[Math.min(i, m - 1), Math.min(j, n - 1)]] };
  const row = b.length === 1 && a.length === 2 ? j : i; // what is left of a's rows then lies in a row
  return { a: range(columns, (k) => [row, k]), b: range(columns, (k) => (b.length === 1 ? [0, k] : [k, j])) };
}
// The numbers of those cells, in pairs, and what they come to.
function entry(op, a, b, i, j) {
  const from = sources(op, a, b, i, j), pairs = from.a.map((at, k) => [ENTRY.a(...at), ENTRY.b(...from.b[k])]);
  return { from, pairs, value: pairs.reduce((sum, [x, y]) => sum + (op === "+" ? x + y : x * y), 0) };
}
// An array as Python writes it.
function literal(of, shape) {
  const [rows, columns] = laid(shape);
  const lines = range(rows, (i) => `[${range(columns, (j) => ENTRY[of](i, j)).join(", ")}]`);
  return shape.length === 1 ? lines[0] : `[${lines.join(", ")}]`;
}
