// Shows callers in the stacks of errors. The wasm creates its errors in tasks of their own, whose stacks end in the wasm.
type AsyncFunction = (...args: never[]) => Promise<unknown>;

/** The function, with the stack of its call in each error that it rejects with. */
export function withCaller<Call extends AsyncFunction>(call: Call, name = call.name): Call {
  const wrapped = async function (this: unknown, ...args: never[]) {
    try {
      return await call.apply(this, args);
    } catch (error) {
      // Here, the engine knows the async functions that wait for the result.
      Error.captureStackTrace(error as Error, wrapped);
      throw error;
    }
  };
  return Object.defineProperty(wrapped, "name", { value: name }) as unknown as Call;
}

/** Wraps these methods of an object. */
export function showCallers<Name extends string>(object: Record<Name, AsyncFunction>, names: readonly Name[]): void {
  for (const name of names) object[name] = withCaller(object[name], name);
}
