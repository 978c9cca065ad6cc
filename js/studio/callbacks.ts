// Calls the page's functions, which may throw. Otherwise, their error would end a render that is already paid for.

/** Calls a function of the page. If it throws, reports the error as uncaught and returns false. */
export function callSafely<T>(call: () => T): T | false {
  try {
    return call();
  } catch (error) {
    (globalThis.reportError ?? console.error)(error);
    return false;
  }
}

/** Makes the functions of an object safe to call. A `submit` callback that throws stops its request, like one that returns false. */
export const guardCallbacks = <T extends object>(callbacks: T): T =>
  new Proxy(callbacks, {
    get: (target, name) => {
      const callback: unknown = Reflect.get(target, name);
      return typeof callback === "function"
        ? (...args: unknown[]) => callSafely(() => callback.apply(target, args) as unknown)
        : callback;
    },
  });
