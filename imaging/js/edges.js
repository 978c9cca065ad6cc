// Fills the padding of a photo with its edges.

/**
 * Stretches an edge over the padding next to it: the farther away, the softer. The source of this function becomes part of a
 * worker, so it uses nothing from outside.
 *
 * @param {Uint8ClampedArray} edge The RGBA pixels of the two outermost columns or rows. Their average starts the padding, because
 *   the noise of single pixels would become streaks.
 * @param {number} count The number of columns or rows to fill.
 * @param {boolean} across Whether they are columns.
 * @param {boolean} isBefore Whether they are to the left of the photo or above it.
 * @returns {Uint8ClampedArray<ArrayBuffer>} the RGBA pixels of the padding
 */
export function stretchEdge(edge, count, across, isBefore) {
  const length = edge.length / 8;
  // Averages the pixels of a line with those around them.
  const soften = (line, reach) => {
    const softer = new Float32Array(line.length);
    const at = (place) => Math.min(Math.max(place, 0), length - 1) * 4;
    for (let channel = 0; channel < 4; channel += 1) {
      let sum = 0;
      for (let place = -reach; place < reach; place += 1) sum += line[at(place) + channel];
      for (let place = 0; place < length; place += 1) {
        sum += line[at(place + reach) + channel];
        softer[place * 4 + channel] = sum / (2 * reach + 1);
        sum -= line[at(place - reach) + channel];
      }
    }
    return softer;
  };
  let line = new Float32Array(length * 4);
  for (let place = 0; place < length; place += 1) {
    const [one, other] = across ? [place * 8, place * 8 + 4] : [place * 4, (place + length) * 4];
    for (let channel = 0; channel < 4; channel += 1)
      line[place * 4 + channel] = (edge[one + channel] + edge[other + channel]) / 2;
  }
  const pixels = new Uint8ClampedArray(length * count * 4);
  const [step, stride] = across ? [4, count * 4] : [length * 4, 4];
  // Between two lines, the colors change gradually.
  for (let away = 0, reach = 1; away < count;) {
    const next = away * 1.5 + 2;
    const softer = soften(line, Math.ceil(reach));
    for (let distance = Math.ceil(away); distance < Math.min(next, count); distance += 1) {
      const share = (distance - away) / (next - away);
      const start = (isBefore ? count - 1 - distance : distance) * step;
      for (let place = 0; place < length; place += 1)
        for (let channel = 0; channel < 4; channel += 1) {
          const at = place * 4 + channel;
          pixels[start + place * stride + channel] = line[at] + (softer[at] - line[at]) * share;
        }
    }
    [line, away, reach] = [softer, next, reach * 1.5];
  }
  return pixels;
}
