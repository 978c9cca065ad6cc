import type { Store, Task } from "./store.js";

type Tasks = Map<string, { value: string; due: number }>;

/** Creates the tasks of the memory store. */
export function createTaskLists(now: () => number): Pick<Store, "addTask" | "takeTask" | "updateTask" | "removeTask"> {
  const lists = new Map<string, Tasks>();
  const getList = (name: string): Tasks => {
    const list = lists.get(name) ?? new Map<string, { value: string; due: number }>();
    lists.set(name, list);
    return list;
  };
  const put = (tasks: Tasks, { id, value }: Task, delayMs: number): void => {
    tasks.set(id, { value, due: now() + delayMs });
  };
  const take = (tasks: Tasks, leaseMs: number): Task | undefined => {
    const time = now();
    const [first] = [...tasks].filter(([, { due }]) => due <= time).sort(([, a], [, b]) => a.due - b.due);
    if (!first) return undefined;
    const [id, task] = first;
    task.due = time + leaseMs;
    return { id, value: task.value };
  };
  return {
    addTask: (list, task, delayMs) => {
      put(getList(list), task, delayMs);
      return Promise.resolve();
    },
    takeTask: (list, leaseMs) => Promise.resolve(take(getList(list), leaseMs)),
    updateTask: (list, task, delayMs) => {
      const tasks = getList(list);
      if (tasks.has(task.id)) put(tasks, task, delayMs);
      return Promise.resolve();
    },
    removeTask: (list, id) => {
      getList(list).delete(id);
      return Promise.resolve();
    },
  };
}
