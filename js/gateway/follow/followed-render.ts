// What the store keeps about a render until it is delivered.
import type { Charge } from "../event-types.js";
import { isRecord } from "../is-record.js";
import type { Task } from "../stores/store.js";

export interface FollowedRender {
  charge: Charge;
  renderId: string;
  clientRenderId: string;
  idempotencyKey?: string;
  /** How often it was looked up. */
  attempts: number;
}

const FIRST_DELAY_MS = 2_000;
const MAX_DELAY_MS = 60 * 60 * 1000;
const GROWTH = 1.5;

/** With the delays below, these are about three days. */
export const MAX_ATTEMPTS = 90;

/** The time until the next attempt. */
export const getDelay = ({ attempts }: FollowedRender): number =>
  Math.min(Math.round(FIRST_DELAY_MS * GROWTH ** attempts), MAX_DELAY_MS);

export const toTask = (render: FollowedRender): Task => ({ id: render.renderId, value: JSON.stringify(render) });

/** Returns `undefined` if the task was not written by a gateway. */
export function parseTask({ value }: Task): FollowedRender | undefined {
  try {
    const render: unknown = JSON.parse(value);
    return isRecord(render) && isRecord(render["charge"]) && typeof render["attempts"] === "number"
      ? (render as unknown as FollowedRender)
      : undefined;
  } catch {
    return undefined;
  }
}
