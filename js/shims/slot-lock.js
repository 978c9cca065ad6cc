// The queue for a slot across all tabs of the origin, through the Web Locks API: the platform grants locks of one name in
// the order of the requests, and releases those of a tab that closes. JavaScript, because a lock is held until a promise
// settles. A page with an opaque origin has the API, but every request fails.

/** Whether this context shares a queue with other tabs. */
export const supportsLocks = () =>
  typeof globalThis.navigator?.locks?.query === "function" && globalThis.origin !== "null";

/** The locks of this context that wait, in the order of their requests. */
const waiting = new Set();

/** A position in the queue, and then a slot. */
export class SlotLock {
  /**
   * @param {string} scope the service that the slots belong to
   * @param {number} slots how many slots there are
   */
  constructor(scope, slots) {
    this.queue = `reroom queue ${scope}`;
    this.names = Array.from({ length: slots }, (_, index) => `reroom slot ${scope} ${index}`);
    this.released = new AbortController();
    this.locks = [];
  }

  /** Joins the queue. Resolves once a slot is held or released. */
  async acquire() {
    waiting.add(this);
    const leaveQueue = await request(this.queue, { signal: this.released.signal });
    // Only the first in the queue waits for slots, so nothing overtakes it.
    this.blocked = !this.released.signal.aborted && !(await this.tryAny());
    if (this.blocked) await this.waitForAny();
    // The caller is told of the slot after its position, and the next in the queue must not overtake it until then.
    await this.asked;
    waiting.delete(this);
    leaveQueue?.();
  }

  /** Takes a free slot without queueing, for a running render that no tab holds a slot for. */
  async resume(renderId) {
    return (await this.tryLock(this.renderLock(renderId))) && ((await this.tryAny()) || (this.release(), false));
  }

  /** Records the render that the slot is held for. */
  assign(renderId) {
    return this.tryLock(this.renderLock(renderId));
  }

  /** Waits for a lock with this name, if tabs share locks. */
  async lock(name) {
    if (!supportsLocks() || (await this.tryLock(name))) return;
    this.keep(await request(name, { signal: this.released.signal }));
    // What the tab that held it has stored is visible a little later.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }

  /** The position in the queue. 1 is next, 0 means that it does not wait. */
  position() {
    return (this.asked = this.findPosition().catch(() => 0));
  }

  /** @private */
  async findPosition() {
    const index = [...waiting].filter(({ queue }) => queue === this.queue).indexOf(this);
    if (index < 0) return 0;
    const clientId = await getClientId();
    const { held, pending } = await navigator.locks.query();
    const queued = [...held, ...pending].filter(({ name }) => name === this.queue);
    const own = queued.flatMap((lock, position) => (lock.clientId === clientId ? [position] : []));
    const position = own[index] ?? queued.length - 1;
    // The first may still be looking for a free slot.
    return position === 0 && !this.blocked ? 0 : position + 1;
  }

  /** Releases the slot after a delay. Without one, a running timer is cleared. */
  expireAfter(ms) {
    clearTimeout(this.timer);
    if (ms === undefined) return;
    this.timer = setTimeout(() => this.release(), ms);
    // Lets a Node process exit.
    this.timer.unref?.();
  }

  /** Leaves the queue, or releases the slot. */
  release() {
    clearTimeout(this.timer);
    waiting.delete(this);
    this.released.abort();
    for (const release of this.locks.splice(0)) release();
  }

  /** @private */
  renderLock(renderId) {
    return `${this.queue} ${renderId}`;
  }

  /** @private Takes a lock if it is free. */
  async tryLock(name) {
    return this.keep(await request(name, { ifAvailable: true }));
  }

  /** @private Takes a slot if one is free. */
  async tryAny() {
    const { held } = await navigator.locks.query();
    const taken = new Set(held.map(({ name }) => name));
    for (const name of this.names) if (!taken.has(name) && (await this.tryLock(name))) return true;
    return this.released.signal.aborted;
  }

  /** @private Waits for the first slot that is released. */
  waitForAny() {
    const found = new AbortController();
    return new Promise((resolve) => {
      const stop = () => resolve(found.abort());
      this.released.signal.addEventListener("abort", stop, { once: true });
      for (const name of this.names)
        void request(name, { signal: found.signal }).then((release) => {
          // Another slot may have been released at the same moment. One is enough.
          if (found.signal.aborted) return release?.();
          this.released.signal.removeEventListener("abort", stop);
          this.keep(release);
          stop();
        });
    });
  }

  /** @private */
  keep(release) {
    if (this.released.signal.aborted) release?.();
    else if (release) this.locks.push(release);
    return release !== undefined;
  }
}

/** Requests a lock. Resolves to a function that releases it, or to `undefined` if it was not granted. */
const request = (name, options) =>
  new Promise((resolve) => {
    const granted = (lock) => lock && new Promise((release) => resolve(release));
    const done = () => resolve(undefined);
    navigator.locks.request(name, options, granted).then(done, done);
  });

let ownId;

/** This context's id in the platform's list of locks. */
const getClientId = () =>
  (ownId ??= navigator.locks.request(`reroom ${Math.random()}`, async ({ name }) => {
    const { held } = await navigator.locks.query();
    return held.find((lock) => lock.name === name)?.clientId;
  }));
