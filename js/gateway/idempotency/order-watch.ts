// Finds orders whose instance crashed after it had sent them, even if no client asks for them again. The list is in the store.
import type { CircuitBreaker } from "../circuit-breaker.js";
import { isRecord } from "../is-record.js";
import type { Settings } from "../options/read-options.js";
import type { Task } from "../stores/store.js";
import { createTaskQueue } from "../tasks/task-queue.js";
import type { Charge } from "../types.js";
import { createCrashError, createGiveUp } from "./give-up.js";
import { createRecords, parseRecord } from "./records.js";

/** An order that is about to be sent. */
export interface WatchedOrder {
  charge: Charge;
  /** The key of its record. `undefined` if the client sent no idempotency key. */
  key: string | undefined;
}

export interface OrderWatch {
  /** Call it before the order is sent. Never rejects. */
  begin(order: WatchedOrder): Promise<void>;
  /** Call it when the order's end is recorded. Never rejects. */
  end(order: WatchedOrder): Promise<void>;
  /** Checks the orders that are due. Never rejects. */
  resume: () => Promise<unknown>;
  stop: (timeoutMs: number) => Promise<void>;
}

/** A record that does not change for this long has no heartbeat. */
const CHECK_MS = 15_000;

/** After its time limit, an order without a record gets this long to be recorded by other means. */
const MARGIN_MS = 60_000;

const LEASE_MS = 60_000;
const MAX_WORKERS = 4;

export function createOrderWatch(settings: Settings, breaker: CircuitBreaker): OrderWatch {
  const { emit, timeouts } = settings;
  const records = createRecords(breaker);
  const giveUp = createGiveUp(records, emit);
  /** Orders that ended while the store was down. */
  const ended = new Set<string>();
  const queue = createTaskQueue({
    list: "orders",
    leaseMs: LEASE_MS,
    maxWorkers: MAX_WORKERS,
    breaker,
    prepare: async () => {
      for (const id of [...ended]) await remove(id);
    },
    work: (task) => check(task).catch(() => undefined), // The store is down. The task is due again when its lease ends.
  });
  queue.wakeUp();

  async function remove(id: string): Promise<void> {
    ended.add(id);
    if (await queue.remove(id)) ended.delete(id);
  }

  async function check(task: Task): Promise<void> {
    const order = parseOrder(task);
    const isAlive = order && !ended.has(task.id) && (await findAlive(order));
    if (isAlive) await queue.postpone(toTask(isAlive), CHECK_MS);
    else await remove(task.id);
  }

  /** Reports an order whose instance has crashed. Resolves to what to check again, or to `undefined` if the order has ended. */
  async function findAlive(order: SavedOrder): Promise<SavedOrder | undefined> {
    const { charge, key, seen } = order;
    if (key === undefined) {
      reportCrash(charge);
      return undefined;
    }
    const result = await records.read(key);
    if (!result) return order;
    const { previous: text } = result;
    const record = text === undefined ? undefined : parseRecord(text);
    if (text === undefined || record?.id !== charge.requestId) return undefined;
    // This watch noted the outcome, but crashed before the order left the list: perhaps before its report.
    if (record.foundBy === nameOf(charge)) reportCrash(charge);
    if (record.phase !== "accepted" && record.phase !== "sent") return undefined;
    if (text !== seen) return { ...order, seen: text };
    if (record.phase === "accepted") return undefined; // It was not sent.
    const isGivenUp = await giveUp({ key, text, record }, charge, nameOf(charge));
    return isGivenUp ? undefined : order;
  }

  const reportCrash = (charge: Charge): void => {
    emit({ type: "outcome-unknown", ...charge, error: createCrashError() });
  };

  return {
    begin: async ({ charge, key }) => {
      // Without a record, there is no heartbeat: the order has crashed if it takes longer than any order can.
      const delay = key === undefined ? timeouts.authorizeMs + timeouts.submissionMs + MARGIN_MS : CHECK_MS;
      await queue.add(toTask(key === undefined ? { charge } : { charge, key }), delay);
    },
    end: ({ charge }) => remove(charge.requestId),
    resume: queue.resume,
    stop: queue.stop,
  };
}

/** What the store keeps about an order until it ends. */
interface SavedOrder {
  charge: Charge;
  key?: string;
  /** The record at the last check. */
  seen?: string;
}

/** How a record names the watch as the finder of an order. The same after a crash, so that a report can be repeated. */
const nameOf = ({ requestId }: Charge): string => `watch ${requestId}`;

const toTask = (order: SavedOrder): Task => ({ id: order.charge.requestId, value: JSON.stringify(order) });

/** Returns `undefined` if the task was not written by a gateway. */
function parseOrder({ value }: Task): SavedOrder | undefined {
  try {
    const order: unknown = JSON.parse(value);
    return isRecord(order) && isRecord(order["charge"]) ? (order as unknown as SavedOrder) : undefined;
  } catch {
    return undefined;
  }
}
