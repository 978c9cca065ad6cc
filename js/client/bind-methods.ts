// Binds methods, so that `const { run } = client` works, and `onClick={editor.undo}`.

/** Binds the methods of a class to an instance. Subclasses may replace them. */
export function bindMethods(instance: object, { prototype }: { prototype: object }): void {
  const methods = instance as Record<string, unknown>;
  // The first name is `constructor`. Some are getters.
  for (const name of Object.getOwnPropertyNames(prototype).slice(1)) {
    const value = methods[name];
    // Not enumerable, as methods are.
    if (typeof value === "function")
      Object.defineProperty(instance, name, { value: value.bind(instance), configurable: true, writable: true });
  }
}
