// Follows paid renders to their end, for `onFinished` and `archive`. The list is in the store, so that another instance takes
// over if this one crashes.
import { identifyCaller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import type { ResumeResult } from "../delivery-types.js";
import type { Settings } from "../options/read-options.js";
import type { Task } from "../stores/store.js";
import type { Send } from "../upstream/send.js";
import { createDeliver, HookError, HOOK_TIMEOUT_MS, MAX_LOOKUP_MS } from "./deliver.js";
import { getDelay, MAX_ATTEMPTS, parseTask, toTask } from "./followed-render.js";
import type { FollowedRender } from "./followed-render.js";
import { createWakeUp } from "./wake-up.js";

/** Adds a render that was just bought. Never rejects. Does nothing if the site has no function for it. */
export type Follow = (render: Omit<FollowedRender, "attempts">) => Promise<void>;

export interface Follower {
  follow: Follow;
  /** Looks up the renders that are due. Never rejects. */
  resume: () => Promise<ResumeResult>;
  /** Stops. Resolves when no function of the site is running, or after `timeoutMs`. */
  stop(timeoutMs: number): Promise<void>;
}

/** How often renders that another instance left are looked for. */
const IDLE_MS = 15_000;

/** Longer than one attempt takes. */
const LEASE_MS = HOOK_TIMEOUT_MS + MAX_LOOKUP_MS;

/** How many renders are looked up at the same time. */
const MAX_WORKERS = 10;

export function createFollower(settings: Settings, send: Send, breaker: CircuitBreaker): Follower {
  const { emit, archive, onFinished } = settings;
  const deliver = createDeliver(settings, send, breaker);
  const isEnabled = archive !== undefined || onFinished !== undefined;
  /** Renders that the store did not take, because it was down. */
  const unsaved = new Map<string, FollowedRender>();
  const running = new Set<Promise<void>>();
  let isOpen = isEnabled;

  const wakeUp = createWakeUp(() => {
    wakeUp.schedule(IDLE_MS);
    void resume();
  });
  if (isEnabled) wakeUp.schedule(IDLE_MS);

  async function save(render: FollowedRender): Promise<void> {
    const delay = getDelay(render);
    unsaved.set(render.renderId, render);
    const saved = await breaker.call(async (store) => {
      await store.addTask(toTask(render), delay);
      return true;
    }, true);
    if (saved) unsaved.delete(render.renderId);
    wakeUp.schedule(delay);
  }

  async function postpone(followed: FollowedRender): Promise<void> {
    const next = { ...followed, attempts: followed.attempts + 1 };
    const delay = getDelay(next);
    await breaker.call((store) => store.updateTask(toTask(next), delay), true);
    wakeUp.schedule(delay);
  }

  const remove = (id: string): Promise<unknown> => breaker.call((store) => store.removeTask(id), true);

  async function fail(followed: FollowedRender, thrown: unknown): Promise<void> {
    const { charge, renderId, attempts } = followed;
    const error = thrown instanceof HookError ? thrown.cause : thrown;
    const component = thrown instanceof HookError ? thrown.component : "upstream";
    emit({ type: "failed", component, ...identifyCaller(charge), error });
    if (attempts + 1 < MAX_ATTEMPTS) return postpone(followed);
    await remove(renderId);
    emit({ type: "undelivered", ...charge, renderId, error });
  }

  /** Resolves to whether the render was delivered. */
  async function attempt(task: Task): Promise<boolean> {
    const followed = parseTask(task);
    if (!followed) {
      await remove(task.id);
      return false;
    }
    try {
      if (await deliver(followed)) {
        await remove(task.id);
        return true;
      }
      const error = new Error("The render has not ended.");
      await (followed.attempts + 1 < MAX_ATTEMPTS ? postpone(followed) : fail(followed, error));
    } catch (error) {
      await fail(followed, error);
    }
    return false;
  }

  async function resume(): Promise<ResumeResult> {
    const result = { delivered: 0, postponed: 0 };
    if (!isOpen) return result;
    for (const render of [...unsaved.values()]) await save(render);
    const workers: Promise<void>[] = [];
    const startWorker = (): void => {
      if (running.size >= MAX_WORKERS) return;
      const worker = work().finally(() => running.delete(worker));
      running.add(worker);
      workers.push(worker);
    };
    const work = async (): Promise<void> => {
      for (;;) {
        const task = isOpen ? await breaker.call((store) => store.takeTask(LEASE_MS)) : undefined;
        if (!task) return;
        startWorker(); // There may be more tasks.
        result[(await attempt(task)) ? "delivered" : "postponed"]++;
      }
    };
    startWorker();
    // The list grows while workers find tasks.
    for (const worker of workers) await worker;
    return result;
  }

  return {
    follow: async (render) => {
      if (isEnabled) await save({ ...render, attempts: 0 });
    },
    resume,
    stop: async (timeoutMs) => {
      isOpen = false;
      wakeUp.stop();
      let timer: ReturnType<typeof setTimeout> | undefined;
      const timedOut = new Promise((resolve) => (timer = setTimeout(resolve, timeoutMs)));
      await Promise.race([Promise.all(running), timedOut]);
      clearTimeout(timer);
    },
  };
}
