import type { Store, Task } from "./store.js";

/** Creates the tasks of the memory store. */
export function createTaskList(now: () => number): Pick<Store, "addTask" | "takeTask" | "updateTask" | "removeTask"> {
  const tasks = new Map<string, { value: string; due: number }>();
  const put = ({ id, value }: Task, delayMs: number): void => {
    tasks.set(id, { value, due: now() + delayMs });
  };
  const take = (leaseMs: number): Task | undefined => {
    const time = now();
    const [first] = [...tasks].filter(([, { due }]) => due <= time).sort(([, a], [, b]) => a.due - b.due);
    if (!first) return undefined;
    const [id, task] = first;
    task.due = time + leaseMs;
    return { id, value: task.value };
  };
  return {
    addTask: (task, delayMs) => {
      put(task, delayMs);
      return Promise.resolve();
    },
    takeTask: (leaseMs) => Promise.resolve(take(leaseMs)),
    updateTask: (task, delayMs) => {
      if (tasks.has(task.id)) put(task, delayMs);
      return Promise.resolve();
    },
    removeTask: (id) => {
      tasks.delete(id);
      return Promise.resolve();
    },
  };
}
