// needs: plot, numbers
// The steps of something that descends, and the way they leave on a picture.

// `n` steps of gradient descent: the places from `begin` on, lists of numbers.
function descend(begin, gradient, rate, n) {
  const places = [begin];
  for (let i = 0; i < n; i++) {
    const at = places[i], slope = gradient(at);
    places.push(at.map((x, k) => x - rate * slope[k]));
  }
  return places;
}

// A line through `points` of a plot, with a dot at each, the last one the largest. What is far out of the picture is
// drawn as if nearer, since browsers lose count.
function trail(p, points, kind = "") {
  const FAR = 1e5, spots = points.map(([u, v]) => p.px(u, v).map((c) => clamp(c, -FAR, FAR)));
  const d = `M${spots.map((spot) => spot.map((c) => c.toFixed(1)).join(" ")).join("L")}`, last = spots.length - 1;
  return [curve(d, `nn-way-under ${kind}`, 5), curve(d, `nn-way ${kind}`, 2), ...spots.slice(0, -1).map((at) => circle(...at, 3, `nn-stop ${kind}`)),
    circle(...spots[last], 7, `nn-head ${kind}`)];
}
