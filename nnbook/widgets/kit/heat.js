// needs: dom
// Paints an n x n grid of shares 0..1 (rows from the bottom) over the whole canvas, from colour to colour of
// `stops` ([r, g, b], evenly spaced). Returns the canvas' pen, in CSS pixels.
function heat(p, n, shares, stops) {
  const small = (p.small ??= html("canvas", { width: n, height: n })), image = (p.image ??= new ImageData(n, n));
  const { data } = image, last = stops.length - 2;
  for (let r = n - 1, o = 0; r >= 0; r--) {
    for (let i = r * n; i < r * n + n; i++, o += 4) {
      const t = shares[i] * (last + 1), k = Math.min(Math.floor(t), last), low = stops[k], high = stops[k + 1];
      for (let c = 0; c < 3; c++) data[o + c] = low[c] + (t - k) * (high[c] - low[c]);
      data[o + 3] = 255;
    }
  }
  small.getContext("2d").putImageData(image, 0, 0);
  const pen = p.canvas.getContext("2d"), zoom = p.canvas.width / parseFloat(p.canvas.style.width);
  pen.resetTransform();
  pen.globalAlpha = 1;
  pen.drawImage(small, 0, 0, p.canvas.width, p.canvas.height);
  pen.scale(zoom, zoom);
  return pen;
}
