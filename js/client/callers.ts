// Shows callers in the stacks of errors. The wasm creates its errors in tasks of their own, whose stacks end in the wasm.
type AsyncFunction = (...args: never[]) => Promise<unknown>;

/** Gives each error that these methods of an object reject with the stack of the call. */
export function showCallers<Name extends string>(object: Record<Name, AsyncFunction>, names: readonly Name[]): void {
  for (const name of names) object[name] = withCaller(object[name], name);
}

function withCaller(method: AsyncFunction, name: string): AsyncFunction {
  const wrapped = async function (this: unknown, ...args: never[]) {
    try {
      return await method.apply(this, args);
    } catch (error) {
      // Here, the engine knows the async functions that wait for the result.
      Error.captureStackTrace(error as Error, wrapped);
      throw error;
    }
  };
  return Object.defineProperty(wrapped, "name", { value: name });
}
