// needs: frame, tabs, ask, series, readouts, scene
// The ReLU builder: one hinge, four hinges, as many as it takes to follow a curve, and trained ones. Here is what its tabs share.

const RIGHT = 1e-2; // how near counts as there

const goalLine = (d) => curve(d, "nn-grey", 10);
// Where the score is measured.
const gapLine = (p, { ends }) => curve(p.path(ends), "nn-apart", 2.5, "2 3");
const sumLine = (d) => curve(d, "nn-sum", 3.5);

// Weights come to rest on tenths when a hand is near one.
function rest(x) {
  const tenth = snap(x, 0.1);
  return Math.abs(x - tenth) < 0.03 ? tenth : snap(x, 0.01);
}
// A score that falls as the curve comes closer to what it should be.
const distance = (off, full, label) => ({ name: "off", exact: off, text: fmt.num(off, 2), label, value: clamp(1 - off / full, 0, 1) });

// A table of kinks, from left to right; of several in one place the sum.
function slopeTable() {
  const body = html("tbody", {});
  let shown;
  return {
    el: table("Kinks, weights and slopes", ["kink", "weight = change of slope", "slope after it"], body),
    set(sum) {
      if (shown === (shown = JSON.stringify(sum))) return;
      const slopes = slopesOf(sum), all = inOrder(sum.kinks).map((i, j) => [sum.kinks[i], sum.weights[i], slopes[j + 1]]);
      const last = all.filter(([k], j) => all[j + 1]?.[0] !== k), rows = last.map(([k, , s], j) => [k, s - (last[j - 1]?.[2] ?? 0), s]);
      body.replaceChildren(...rows.map((row) => html("tr", {}, ...row.map((x) => html("td", {}, fmt.num(x, 3))))));
    },
  };
}

const NONE = [];
const lines = (...all) => all.filter((line) => line !== false).join("\n");

class ReLUBuilder extends Tabbed {
  static label = "ReLU builder: broken lines from hinges";
  static parts = { hinge: Hinge, four: Four, pieces: Pieces, trained: Trained };
  static design = [...Tabbed.design, "films"];
  static noun = "curve";
  static eases = ["hinge", "kinks", "weights", "curve"];
  static numbers = {
    hinge: (i) => "wbvc"[i],
    kinks: (i) => `kink ${i + 1}`,
    weights: (i) => `weight ${i + 1}`,
    knots: (i) => `knot ${i}`,
    edited: (i) => (i ? `weight ${i} of the edited curve` : "constant of the edited curve"),
    drawn: (i) => `point ${i} of the drawn curve`,
  };
  fallback(trait) { return this.design.presets.first[trait] ?? { knots: [0, 1], edited: [], drawn: range(65, () => 0) }[trait]; }
  at(key) { return key === "curve" ? this.parts.pieces?.now.samples ?? NONE : this.state[key]; }
}

const render = ({ model, el }) => new ReLUBuilder("relu", model).mount(el);
