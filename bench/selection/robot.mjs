// A user who selects an object: marks it once, and then corrects the largest error with a dab. Everything is deterministic.

/** The largest number of corrections. */
export const DABS = 8;

/** Errors smaller than this share of the photo are left. */
const SMALLEST_ERROR = 1e-4;

/** The box around an object, with a margin of 3 % of its sides. */
export function boxOf({ data, width, height }) {
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (data[y * width + x]) {
        [left, top] = [Math.min(left, x), Math.min(top, y)];
        [right, bottom] = [Math.max(right, x + 1), Math.max(bottom, y + 1)];
      }
  const [across, down] = [0.03 * (right - left), 0.03 * (bottom - top)];
  [left, top] = [Math.max(0, Math.trunc(left - across)), Math.max(0, Math.trunc(top - down))];
  [right, bottom] = [Math.min(width, Math.ceil(right + across)), Math.min(height, Math.ceil(bottom + down))];
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** A dab in the middle of the largest error, or undefined if there is none. */
export function nextDab(truth, mask) {
  const { width, height, data } = truth;
  let best;
  for (const keep of [true, false]) {
    const errors = data.map((value, at) => Number(value === Number(keep) && mask[at] !== value));
    const region = largestRegion(errors, width);
    if (region && (!best || region.length > best.region.length)) best = { region, keep };
  }
  if (!best || best.region.length < SMALLEST_ERROR * data.length) return undefined;
  const inside = new Uint8Array(data.length);
  for (const at of best.region) inside[at] = 1;
  const { at, depth } = deepest(inside, width, height);
  const radius = Math.max(1.5, Math.min(0.01 * width, depth - 0.5));
  return { x: (at % width) + 0.5, y: Math.floor(at / width) + 0.5, radius, keep: best.keep };
}

/** The largest region of connected pixels. */
function largestRegion(pixels, width) {
  const open = Uint8Array.from(pixels);
  let largest;
  for (let start = 0; start < open.length; start++) {
    if (!open[start]) continue;
    open[start] = 0;
    const region = [start];
    for (let next = 0; next < region.length; next++) {
      const at = region[next];
      const x = at % width;
      for (const neighbor of [x > 0 ? at - 1 : -1, x + 1 < width ? at + 1 : -1, at - width, at + width])
        if (open[neighbor]) {
          open[neighbor] = 0;
          region.push(neighbor);
        }
    }
    if (!largest || region.length > largest.length) largest = region;
  }
  return largest;
}

/** The pixel that is farthest from the edge of its region. The photo's border is an edge, too. */
function deepest(inside, width, height) {
  const squares = distances(inside, width, height, true);
  let at = 0;
  for (let index = 1; index < squares.length; index++) if (squares[index] > squares[at]) at = index;
  return { at, depth: Math.sqrt(squares[at]) };
}

/**
 * The squared distance of each pixel to the nearest one that is 0, or to the photo's border if that is an edge (Felzenszwalb and
 * Huttenlocher).
 */
function distances(inside, width, height, isBorderEdge) {
  const squares = Float64Array.from(inside, (value) => (value ? Infinity : 0));
  const line = new Float64Array(Math.max(width, height) + 2);
  const transform = (start, stride, count) => {
    for (let at = 0; at < count; at++) line[at + 1] = squares[start + at * stride];
    line[0] = line[count + 1] = isBorderEdge ? 0 : Infinity;
    lowerEnvelope(line, count + 2, (at, value) => {
      if (at > 0 && at <= count) squares[start + (at - 1) * stride] = value;
    });
  };
  for (let x = 0; x < width; x++) transform(x, width, height);
  for (let y = 0; y < height; y++) transform(y * width, 1, width);
  return squares;
}

function lowerEnvelope(line, count, write) {
  const places = [];
  const starts = [];
  for (let at = 0; at < count; at++) {
    if (line[at] === Infinity) continue;
    let start = -Infinity;
    while (places.length > 0) {
      const last = places.at(-1);
      start = (line[at] + at * at - line[last] - last * last) / (2 * (at - last));
      if (start > starts.at(-1)) break;
      places.pop();
      starts.pop();
      start = -Infinity;
    }
    places.push(at);
    starts.push(start);
  }
  if (places.length === 0) return;
  for (let at = 0, place = 0; at < count; at++) {
    while (starts[place + 1] <= at) place++;
    const distance = at - places[place];
    write(at, distance * distance + line[places[place]]);
  }
}

/** Intersection over union. */
export function overlap(truth, mask) {
  let [both, any] = [0, 0];
  for (let at = 0; at < mask.length; at++) {
    both += truth.data[at] & mask[at];
    any += truth.data[at] | mask[at];
  }
  return any ? both / any : 1;
}

/** How much of both edges is near the other one, 0 to 1. The photo's border is no edge. */
export function edgeScore(truth, mask) {
  const { width, height } = truth;
  const tolerance = 0.0075 * Math.hypot(width, height);
  const edges = [truth.data, mask].map((pixels) => edgeOf(pixels, width, height));
  const near = edges.map((edge) =>
    distances(
      edge.map((value) => 1 - value),
      width,
      height,
      false,
    ),
  );
  const share = (edge, squares) => {
    let [found, all] = [0, 0];
    edge.forEach((value, at) => {
      if (!value) return;
      all++;
      if (squares[at] <= tolerance ** 2) found++;
    });
    return all ? found / all : 0;
  };
  const [recall, precision] = [share(edges[0], near[1]), share(edges[1], near[0])];
  return recall + precision ? (2 * recall * precision) / (recall + precision) : 0;
}

function edgeOf(pixels, width, height) {
  return pixels.map((value, at) => {
    const [x, y] = [at % width, Math.floor(at / width)];
    const isEdge =
      (x > 0 && !pixels[at - 1]) ||
      (x + 1 < width && !pixels[at + 1]) ||
      (y > 0 && !pixels[at - width]) ||
      (y + 1 < height && !pixels[at + width]);
    return Number(value && isEdge);
  });
}
