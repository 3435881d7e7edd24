// needs: dom
// Paints an n x n grid of shares 0..1 (rows from the bottom) over the whole canvas, from colour to colour of
// `stops` ([r, g, b], evenly spaced). Returns the canvas' pen, in CSS pixels.
function heat(p, n, shares, stops) {
  const small = html("canvas", { width: n, height: n }), image = new ImageData(n, n);
  shares.forEach((share, i) => {
    const t = share * (stops.length - 1), k = Math.min(Math.floor(t), stops.length - 2);
    const o = 4 * ((n - 1 - Math.floor(i / n)) * n + (i % n)), low = stops[k], high = stops[k + 1];
    for (let c = 0; c < 3; c++) image.data[o + c] = low[c] + (t - k) * (high[c] - low[c]);
    image.data[o + 3] = 255;
  });
  small.getContext("2d").putImageData(image, 0, 0);
  const pen = p.canvas.getContext("2d"), zoom = p.canvas.width / parseFloat(p.canvas.style.width);
  pen.resetTransform();
  pen.drawImage(small, 0, 0, p.canvas.width, p.canvas.height);
  pen.scale(zoom, zoom);
  return pen;
}
