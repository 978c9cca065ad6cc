// Works on one list of the store's tasks, together with the other instances. If an instance crashes, another one takes over.
import type { CircuitBreaker } from "../circuit-breaker.js";
import type { Task } from "../stores/store.js";
import { createWakeUp } from "./wake-up.js";

export interface TaskQueue<Result> {
  /** Adds a task. Resolves to whether the store has it. */
  add(task: Task, delayMs: number): Promise<boolean>;
  /** Replaces a task that was taken, so that it is due again. */
  postpone(task: Task, delayMs: number): Promise<void>;
  /** Removes a task. Resolves to false if the store is down. */
  remove(id: string): Promise<boolean>;
  /** Looks for tasks after this time, and from then on regularly. */
  wakeUp(delayMs?: number): void;
  /** Works on the tasks that are due. Never rejects. */
  resume: () => Promise<Result[]>;
  /** Stops. Resolves when no task is in progress, or after `timeoutMs`. */
  stop: (timeoutMs: number) => Promise<void>;
}

export interface TaskQueueOptions<Result> {
  /** The name of the list. */
  list: string;
  /** Longer than work on one task takes. */
  leaseMs: number;
  /** How many tasks are in progress at the same time. */
  maxWorkers: number;
  breaker: CircuitBreaker;
  /** Called before tasks are taken. Never rejects. */
  prepare: () => Promise<void>;
  /** Works on a task that is due. Must postpone or remove it. Never rejects. */
  work: (task: Task) => Promise<Result>;
}

/** How often tasks that another instance left are looked for. */
const IDLE_MS = 15_000;

export function createTaskQueue<Result>(options: TaskQueueOptions<Result>): TaskQueue<Result> {
  const { list, leaseMs, maxWorkers, breaker, prepare, work } = options;
  const running = new Set<Promise<void>>();
  let isOpen = true;

  const alarm = createWakeUp(() => {
    alarm.schedule(IDLE_MS);
    void resume();
  });

  async function resume(): Promise<Result[]> {
    const results: Result[] = [];
    if (!isOpen) return results;
    await prepare();
    const workers: Promise<void>[] = [];
    const startWorker = (): void => {
      if (running.size >= maxWorkers) return;
      const worker = workUntilNoneIsDue().finally(() => running.delete(worker));
      running.add(worker);
      workers.push(worker);
    };
    const workUntilNoneIsDue = async (): Promise<void> => {
      for (;;) {
        const task = isOpen ? await breaker.call((store) => store.takeTask(list, leaseMs)) : undefined;
        if (!task) return;
        startWorker(); // There may be more tasks.
        results.push(await work(task));
      }
    };
    startWorker();
    // The list grows while workers find tasks.
    for (const worker of workers) await worker;
    return results;
  }

  /** The store's methods resolve to nothing, as does a call while it is down. */
  const succeeds = async (use: Parameters<typeof breaker.call<void>>[0]): Promise<boolean> =>
    (await breaker.call(async (store) => {
      await use(store);
      return true;
    }, true)) ?? false;

  return {
    add: (task, delayMs) => succeeds((store) => store.addTask(list, task, delayMs)),
    postpone: async (task, delayMs) => {
      await succeeds((store) => store.updateTask(list, task, delayMs));
    },
    remove: (id) => succeeds((store) => store.removeTask(list, id)),
    wakeUp: (delayMs = IDLE_MS) => {
      alarm.schedule(Math.min(delayMs, IDLE_MS));
    },
    resume,
    stop: async (timeoutMs) => {
      isOpen = false;
      alarm.stop();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const timedOut = new Promise((resolve) => (timer = setTimeout(resolve, timeoutMs)));
      await Promise.race([Promise.all(running), timedOut]);
      clearTimeout(timer);
    },
  };
}
