// Limit how many tasks run at once.

/** Creates a function that runs a task as soon as fewer than `limit` others do. */
export function createSemaphore(limit: number): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (task) => {
    if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve));
    else running += 1;
    try {
      return await task();
    } finally {
      // The next task takes over the place of this one.
      const next = waiting.shift();
      if (next) next();
      else running -= 1;
    }
  };
}

/** Creates a function that runs tasks with the same key one after the other. */
export function createKeyedMutex(): <Result>(key: string, task: () => Promise<Result>) => Promise<Result> {
  const mutexes = new Map<string, ReturnType<typeof createSemaphore>>();
  return (key, task) => {
    const mutex = mutexes.get(key) ?? createSemaphore(1);
    mutexes.set(key, mutex);
    return mutex(task);
  };
}
