// Checks what a store returns, so that one that is broken counts as one that is down.
import { isRecord } from "../is-record.js";
import type { ReservationResult, Store, Task, UsageCounts } from "./store.js";

/** Wraps a store. The methods reject with a `TypeError` if a result is not of the documented type. */
export function checkResults(store: Store): Store {
  return {
    countRequest: async (...args) => check("countRequest", await store.countRequest(...args), isCount),
    reserve: async (...args) => check("reserve", await store.reserve(...args), isReservationResult),
    rename: async (...args) => {
      await store.rename(...args);
    },
    renew: async (...args) => {
      await store.renew(...args);
    },
    release: async (...args) => {
      await store.release(...args);
    },
    listLeases: async () => check("listLeases", await store.listLeases(), isTextList),
    readUsage: async (...args) => check("readUsage", await store.readUsage(...args), isUsageCounts),
    compareAndSwap: async (...args) =>
      check("compareAndSwap", (await store.compareAndSwap(...args)) ?? undefined, isValue),
    addTask: async (...args) => {
      await store.addTask(...args);
    },
    takeTask: async (...args) => check("takeTask", (await store.takeTask(...args)) ?? undefined, isTask),
    updateTask: async (...args) => {
      await store.updateTask(...args);
    },
    removeTask: async (...args) => {
      await store.removeTask(...args);
    },
  };
}

function check<T>(method: keyof Store, value: unknown, isValid: (value: unknown) => value is T): T {
  if (isValid(value)) return value;
  throw new TypeError(`The store's ${method}() returned an invalid result. Check your implementation of Store.`);
}

const isCount = (value: unknown): value is number => typeof value === "number" && value >= 0;

const isCountList = (value: unknown): value is number[] => Array.isArray(value) && value.every(isCount);

const isTextList = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === "string");

const isValue = (value: unknown): value is string | undefined => value === undefined || typeof value === "string";

const isTask = (value: unknown): value is Task | undefined =>
  value === undefined || (isRecord(value) && typeof value["id"] === "string" && typeof value["value"] === "string");

const isReservationResult = (value: unknown): value is ReservationResult =>
  isRecord(value) &&
  (value["status"] === "granted"
    ? isCountList(value["spent"])
    : ["no-slot", "no-credits"].includes(String(value["status"])) && typeof value["key"] === "string");

const isUsageCounts = (value: unknown): value is UsageCounts =>
  isRecord(value) && [value["slots"], value["budgets"], value["rates"]].every(isCountList);
