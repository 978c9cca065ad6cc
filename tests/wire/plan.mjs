// Decides which request gets which fault: first those a test asked for, then random ones from a seed.

/** The random faults. */
const atRandom = [
  { kind: "reset-unread" },
  { kind: "reset-read" },
  { kind: "reset-bought" },
  { kind: "reset-answering" },
  { kind: "cut-head" },
  { kind: "cut" },
  { kind: "stall" },
  { kind: "stall-answering" },
  { kind: "status", status: 429 },
  { kind: "status", status: 500 },
  { kind: "status", status: 503 },
  { kind: "html", status: 502 },
  { kind: "json" },
  { kind: "slow-upload" },
];

/** Pseudo-random numbers in 0..1 from a seed (mulberry32). */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let word = Math.imul(state ^ (state >>> 15), state | 1);
    word ^= word + Math.imul(word ^ (word >>> 7), word | 61);
    return ((word ^ (word >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The faults of the next requests. */
export class Plan {
  #asked = [];
  #share = 0;
  #random = randomOf(1);

  /** Adds a fault for the next `times` requests with this method and path prefix. */
  ask({ method, path = "/", times = 1, ...fault }) {
    this.#asked.push({ method, path, times, fault });
  }

  /** From now on, this share of the requests (0 to 1) gets a random fault. */
  strikeAtRandom({ seed, share }) {
    this.#random = randomOf(seed);
    this.#share = share;
  }

  /** Removes all faults. */
  clear() {
    this.#asked = [];
    this.#share = 0;
  }

  /** The fault for a request, or `undefined`. */
  decide(method, path) {
    const asked = this.#asked.find((fault) => path.startsWith(fault.path) && (fault.method ?? method) === method);
    if (asked) {
      asked.times -= 1;
      if (asked.times === 0) this.#asked.splice(this.#asked.indexOf(asked), 1);
      return asked.fault;
    }
    if (this.#share === 0 || this.#random() >= this.#share) return undefined;
    return atRandom[Math.floor(this.#random() * atRandom.length)];
  }
}
