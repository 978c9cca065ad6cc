// Random numbers from a seed. It is printed by the tests; set SEED to repeat a run.
import { createRandom } from "../random.mjs";

export const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);

export const random = createRandom(seed);
export const pick = (list) => list[Math.floor(random() * list.length)];
