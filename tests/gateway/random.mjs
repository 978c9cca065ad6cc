// Random numbers from a seed. It is printed by the tests; set SEED to repeat a run.

export const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

/** Mulberry32: a small generator of random numbers. */
function createRandom(state) {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

export const random = createRandom(seed);
export const pick = (list) => list[Math.floor(random() * list.length)];
