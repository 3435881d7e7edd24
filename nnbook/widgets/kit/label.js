// A labelled point on a canvas: a disc for 1, a cross for 0, a ring around what is wrong.
function drawLabel(pen, look, [x, y], label, wrong) {
  const line = (shape, colour, width) => {
    [pen.strokeStyle, pen.lineWidth] = [look(colour), width];
    pen.stroke(shape);
  };
  const ring = (r) => new Path2D(`M${x - r} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0`);
  const mark = label ? ring(3.5) : new Path2D(`M${x - 3} ${y - 3}l6 6m0 -6l-6 6`);
  line(mark, "surface", label ? 3 : 5);
  pen.fillStyle = look("good");
  if (label) pen.fill(mark);
  else line(mark, "bad", 2);
  if (wrong) line(ring(6.5), "ink", 1.5);
}
