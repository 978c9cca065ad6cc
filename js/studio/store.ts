// A store of immutable state.

/** Holds a state and notifies listeners of changes. */
export interface Store<State, View> {
  readonly get: () => State;
  /** Merges a change. */
  readonly update: (change: Partial<State>) => void;
  readonly getSnapshot: () => View;
  readonly subscribe: (listener: () => void) => () => void;
}

/** Creates a store. `derive` computes a snapshot; parts that are equal to the previous ones keep their identity. */
export function createStore<State extends object, View extends object>(
  initial: State,
  derive: (state: State) => View,
): Store<State, View> {
  let state = initial;
  let view: View | undefined;
  const listeners = new Set<() => void>();
  return {
    get: () => state,
    update: (change) => {
      state = { ...state, ...change };
      const next = reuse(view, derive(state));
      if (next === view) return;
      view = next;
      // A listener may subscribe or unsubscribe others.
      for (const listener of [...listeners]) listener();
    },
    getSnapshot: () => (view ??= reuse(undefined, derive(state))),
    subscribe: (listener) => {
      // Each subscription is separate, even with the same function.
      const own = () => {
        listener();
      };
      listeners.add(own);
      return () => {
        listeners.delete(own);
      };
    },
  };
}

const isPlain = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null);

/** Returns the old value if the new one is equal to it, otherwise a frozen copy that shares equal parts. */
export function reuse<T>(old: T | undefined, next: T): T {
  if (Object.is(old, next)) return next;
  if (Array.isArray(next)) return reuseArray(old, next) as T;
  if (!isPlain(next) || Object.isFrozen(next)) return next;
  const before: Record<string, unknown> = isPlain(old) ? old : {};
  const entries = Object.entries(next).map(([key, value]) => [key, reuse(before[key], value)] as const);
  const equal =
    isPlain(old) &&
    Object.keys(before).length === entries.length &&
    entries.every(([key, value]) => Object.is(before[key], value) && Object.hasOwn(before, key));
  return equal ? old : Object.freeze(Object.fromEntries(entries) as T & object);
}

function reuseArray(old: unknown, next: readonly unknown[]): readonly unknown[] {
  const before: readonly unknown[] = Array.isArray(old) ? old : [];
  const items = next.map((item, index) => reuse(before[index], item));
  const equal = Array.isArray(old) && old.length === items.length && items.every((item, index) => item === old[index]);
  return equal ? before : Object.freeze(items);
}
