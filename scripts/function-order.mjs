// The order of a wasm's functions in which it compresses best: each function follows those that it resembles.

/** The bytes of a sequence that functions have in common. */
const LENGTH = 3;
/** How many functions before it a function should resemble. The last one counts most. */
const BEFORE = 3;

/** Puts similar functions side by side. */
export function orderBySimilarity(binary) {
  const vectors = weigh(readBodies(binary).map(countSequences));
  const similarities = compare(vectors);
  const order = [0];
  const left = new Set(vectors.keys());
  left.delete(0);
  while (left.size > 0) {
    const last = order.slice(-BEFORE);
    const likeness = (index) =>
      last.reduce((sum, other, position) => sum + similarities[other][index] * (position + 1), 0);
    let [best, most] = [-1, -1];
    for (const index of left) {
      const value = likeness(index);
      if (value > most) [best, most] = [index, value];
    }
    order.push(best);
    left.delete(best);
  }
  return order;
}

/** The functions of a wasm, as bytes. */
function readBodies(binary) {
  let at = 8;
  const readNumber = () => {
    for (let [value, shift] = [0, 0]; ; shift += 7) {
      const byte = binary[at++];
      value += (byte & 127) * 2 ** shift;
      if (byte < 128) return value;
    }
  };
  const CODE = 10;
  while (binary[at++] !== CODE) {
    const length = readNumber();
    at += length;
  }
  readNumber();
  return Array.from({ length: readNumber() }, () => {
    const length = readNumber();
    at += length;
    return binary.subarray(at - length, at);
  });
}

/** How often each sequence of bytes occurs. */
function countSequences(body) {
  const counts = new Map();
  for (let at = 0; at + LENGTH <= body.length; at++) {
    const sequence = body.subarray(at, at + LENGTH).reduce((sum, byte) => sum * 256 + byte, 0);
    counts.set(sequence, (counts.get(sequence) ?? 0) + 1);
  }
  return counts;
}

/** Vectors of length 1, in which rare sequences count more. */
function weigh(counts) {
  const found = new Map();
  for (const sequences of counts)
    for (const sequence of sequences.keys()) found.set(sequence, (found.get(sequence) ?? 0) + 1);
  return counts.map((sequences) => {
    const weights = Array.from(sequences, ([sequence, count]) => [
      sequence,
      Math.log(1 + count) * Math.log(counts.length / found.get(sequence)),
    ]);
    const length = Math.hypot(...weights.map(([, weight]) => weight)) || 1;
    return new Map(weights.map(([sequence, weight]) => [sequence, weight / length]));
  });
}

/** The similarity of each vector to each other. */
function compare(vectors) {
  const rows = vectors.map(() => new Float64Array(vectors.length));
  const places = new Map();
  for (const [index, vector] of vectors.entries())
    for (const [sequence, weight] of vector) {
      const others = places.get(sequence) ?? [];
      for (const [other, otherWeight] of others) {
        rows[index][other] += weight * otherWeight;
        rows[other][index] = rows[index][other];
      }
      others.push([index, weight]);
      places.set(sequence, others);
    }
  return rows;
}
