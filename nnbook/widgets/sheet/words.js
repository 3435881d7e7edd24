// What each step does: its equation, its arithmetic in two lines at most, and what that means.

const said = (x) => {
  const size = Math.abs(x);
  if (x === 0) return "0";
  if (size < 1e-3) return fmt.sci(x, 1);
  return fmt.digits(x, 3);
};
// In a narrow box.
const short = (x) => (x < 1e-3 ? fmt.sci(x, 0) : x < 1 ? fmt.num(x, 3) : fmt.digits(x, 3));
// What is given, without needless zeros.
const plain = (x) => minus(String(+x.toFixed(2)));
const bracketed = (text) => (text[0] === "−" ? `(${text})` : text);
const factor = (x) => bracketed(said(x));
const of = (j) => ["h₁", "h₂"][j];

const FORWARD = ["Z₁ = X W₁ + b₁", "A₁ = σ(Z₁)", "Z₂ = A₁ W₂ + b₂", "A₂ = σ(Z₂)"];
const EQUATIONS = [
  { head: "Δ₂", rest: " = A₂ − y" },
  { head: "dW₂", rest: " = A₁ᵀ Δ₂", also: "db₂ = Δ₂" },
  { head: "Δ₁", rest: " = (Δ₂ W₂ᵀ)", also: "⊙ A₁(1 − A₁)" },
  { head: "dW₁", rest: " = Xᵀ Δ₁", also: "db₁ = Δ₁" },
];
const SQUARED = { head: "Δ₂", rest: " = 2(A₂ − y)", also: "⊙ A₂(1 − A₂)" };

function equationOf(step, y, squared) {
  if (step <= 4) return FORWARD[step - 1] ?? "The sheet is blank";
  if (step === 5) return squared ? "loss = (A₂ − y)²" : `loss = −ln ${y ? "A₂" : "(1 − A₂)"}`;
  const { head, rest, also = "" } = step === 6 && squared ? SQUARED : EQUATIONS[step - 6];
  return `${head}${rest}${also && `${also[0] === "d" ? ", " : " "}${also}`}`;
}

// A sum of products, and what may stand alone at its end.
function sum(...terms) {
  const text = ([u, v]) => (v === undefined ? u : `${u}·${bracketed(v)}`);
  return terms.map((term, i) => (i ? text(term).replace(/^(?=[^−])/, "+").replace(/^./, " $& ") : text(term))).join("");
}

function sumsOf({ theta: [w11, w12, w21, w22, b1, b2, v1, v2, c], x: [x1, x2], y }, step, squared, s) {
  const score = (j, ...into) => `${of(j)}: ${sum([plain(x1), plain(into[0])], [plain(x2), plain(into[1])], [plain(into[2])])} = ${said(s.z[j])}`;
  return [
    [],
    [score(0, w11, w21, b1), score(1, w12, w22, b2)],
    s.z.map((z, j) => `${of(j)}: σ(${said(z)}) = ${said(s.a[j])}`),
    [`${sum([said(s.a[0]), plain(v1)], [said(s.a[1]), plain(v2)], [plain(c)])} = ${said(s.out)}`],
    [`σ(${said(s.out)}) = ${said(s.p)}`],
    [squared ? `(${said(s.p)} − ${y})² = ${said(s.loss)}` : `−ln ${said(y ? s.p : 1 - s.p)} = ${said(s.loss)}`],
    [squared ? `2·(${said(s.p)} − ${y})·${said(slopeAt(s.out))} = ${said(s.delta)}` : `${said(s.p)} − ${y} = ${said(s.delta)}`],
    s.a.map((a, j) => `${of(j)}: ${said(a)}·${factor(s.delta)} = ${said(a * s.delta)}`),
    [v1, v2].map((v, j) => `${of(j)}: ${said(s.delta)}·${bracketed(plain(v))}·${said(s.slopes[j])} = ${said(s.deltas[j])}`),
    s.deltas.map((delta, j) => `${of(j)}: ${said(delta)}·${bracketed(plain(x1))} = ${said(x1 * delta)}, ·${bracketed(plain(x2))} = ${said(x2 * delta)}`),
  ][step];
}

const SENSE = [
  "Step fills it in, layer by layer.",
  "Inputs times weights, plus bias.",
  "Pressed between 0 and 1.",
  "The same, with what h₁ and h₂ say.",
  "So sure is it that the label is 1.",
  "How wrong. Now back: who is to blame?",
  "δ: how fast the loss rises with that score.",
  "What comes in × δ; a bias has δ itself.",
  "δ from above × weight × slope a(1 − a).",
  "What comes in × δ: all nine are known.",
];
