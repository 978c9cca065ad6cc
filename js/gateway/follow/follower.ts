// Follows paid renders to their end, for `onFinished` and `archive`. The list is in the store, so that another instance takes
// over if this one crashes.
import { identifyCaller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import type { ResumeResult } from "../delivery-types.js";
import type { Settings } from "../options/read-options.js";
import type { Task } from "../stores/store.js";
import { createTaskQueue } from "../tasks/task-queue.js";
import type { Send } from "../upstream/send.js";
import { createDeliver, HookError, HOOK_TIMEOUT_MS, MAX_LOOKUP_MS } from "./deliver.js";
import { getDelay, MAX_ATTEMPTS, parseTask, toTask } from "./followed-render.js";
import type { FollowedRender } from "./followed-render.js";

/** Adds a render that was just bought. Never rejects. Does nothing if the site has no function for it. */
export type Follow = (render: Omit<FollowedRender, "attempts">) => Promise<void>;

export interface Follower {
  follow: Follow;
  /** Looks up the renders that are due. Never rejects. */
  resume: () => Promise<ResumeResult>;
  /** Stops. Resolves when no function of the site is running, or after `timeoutMs`. */
  stop: (timeoutMs: number) => Promise<void>;
}

/** How many renders are looked up at the same time. */
const MAX_WORKERS = 10;

export function createFollower(settings: Settings, send: Send, breaker: CircuitBreaker): Follower {
  const { emit, archive, onFinished } = settings;
  if (!archive && !onFinished) return noFollower;
  const deliver = createDeliver(settings, send, breaker);
  /** Renders that the store did not take, because it was down. */
  const unsaved = new Map<string, FollowedRender>();

  const queue = createTaskQueue({
    list: "renders",
    leaseMs: HOOK_TIMEOUT_MS + MAX_LOOKUP_MS,
    maxWorkers: MAX_WORKERS,
    breaker,
    prepare: async () => {
      for (const render of [...unsaved.values()]) await save(render);
    },
    work: attempt,
  });
  queue.wakeUp();

  async function save(render: FollowedRender): Promise<void> {
    const delay = getDelay(render);
    if (await queue.add(toTask(render), delay)) unsaved.delete(render.renderId);
    else unsaved.set(render.renderId, render);
    queue.wakeUp(delay);
  }

  async function postpone(followed: FollowedRender): Promise<void> {
    const next = { ...followed, attempts: followed.attempts + 1 };
    const delay = getDelay(next);
    await queue.postpone(toTask(next), delay);
    queue.wakeUp(delay);
  }

  async function fail(followed: FollowedRender, thrown: unknown): Promise<void> {
    const { charge, renderId, attempts } = followed;
    const error = thrown instanceof HookError ? thrown.cause : thrown;
    const component = thrown instanceof HookError ? thrown.component : "upstream";
    emit({ type: "failed", component, ...identifyCaller(charge), error });
    if (attempts + 1 < MAX_ATTEMPTS) return postpone(followed);
    await queue.remove(renderId);
    emit({ type: "undelivered", ...charge, renderId, error });
  }

  /** Resolves to whether the render was delivered. */
  async function attempt(task: Task): Promise<boolean> {
    const followed = parseTask(task);
    if (!followed) {
      await queue.remove(task.id);
      return false;
    }
    try {
      if (await deliver(followed)) {
        await queue.remove(task.id);
        return true;
      }
      const error = new Error("The render has not ended.");
      await (followed.attempts + 1 < MAX_ATTEMPTS ? postpone(followed) : fail(followed, error));
    } catch (error) {
      await fail(followed, error);
    }
    return false;
  }

  return {
    follow: (render) => save({ ...render, attempts: 0 }),
    resume: async () => {
      const results = await queue.resume();
      const delivered = results.filter(Boolean).length;
      return { delivered, postponed: results.length - delivered };
    },
    stop: queue.stop,
  };
}

/** For a site without functions. */
const noFollower: Follower = {
  follow: () => Promise.resolve(),
  resume: () => Promise.resolve({ delivered: 0, postponed: 0 }),
  stop: () => Promise.resolve(),
};
