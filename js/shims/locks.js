// The queue for a slot, over every tab of the origin, through the Web Locks API: the platform grants locks of one name in
// the order in which they were asked for, and gives back those of a tab that dies. JavaScript, because a lock is held by
// a promise that its callback answers. A page of an opaque origin has the API, and every request of it fails.

/** Whether this context can share a queue with others. */
export const shareable = () => typeof globalThis.navigator?.locks?.query === "function" && globalThis.origin !== "null";

/** Tickets of this context that wait, in the order in which they came. */
const waiting = new Set();

/** A place in the queue, and then a slot. */
export class Ticket {
  /**
   * @param {string} scope what the slots are of
   * @param {number} slots how many there are
   */
  constructor(scope, slots) {
    this.queue = `reroom queue ${scope}`;
    this.names = Array.from({ length: slots }, (_, index) => `reroom slot ${scope} ${index}`);
    this.left = new AbortController();
    this.locks = [];
  }

  /** Joins the queue; resolves once a slot is held, or was given up. */
  async wait() {
    waiting.add(this);
    const head = await hold(this.queue, { signal: this.left.signal });
    // Only the head of the queue waits for slots, so none overtakes it.
    this.blocked = !this.left.signal.aborted && !(await this.free());
    if (this.blocked) await this.any();
    waiting.delete(this);
    head?.();
  }

  /** Takes a slot out of turn if one is free, for a render that is under way already and has none in any tab. */
  async resume(renderId) {
    return (await this.lock(this.render(renderId))) && ((await this.free()) || (this.leave(), false));
  }

  /** Says which render the slot is held for. */
  name(renderId) {
    return this.lock(this.render(renderId));
  }

  /** Waits for its turn with a lock of this name. */
  async turn(name) {
    this.keep(await hold(name, { signal: this.left.signal }));
  }

  /** Its place in the queue, 1 being the head; 0 where it does not wait. */
  async position() {
    const nth = [...waiting].filter(({ queue }) => queue === this.queue).indexOf(this);
    if (nth < 0) return 0;
    const [me, { held, pending }] = await Promise.all([clientId(), navigator.locks.query()]);
    const places = [...held, ...pending].filter(({ name }) => name === this.queue);
    const own = places.flatMap(({ clientId }, place) => (clientId === me ? [place] : []));
    const place = own[nth] ?? places.length - 1;
    // The head may still be looking for a slot that is free.
    return place === 0 && !this.blocked ? 0 : place + 1;
  }

  /** Gives the slot up by itself after so many milliseconds; for good until then where that is none. */
  expire(ms) {
    clearTimeout(this.timer);
    if (ms === undefined) return;
    this.timer = setTimeout(() => this.leave(), ms);
    // Node need not stay up for it.
    this.timer.unref?.();
  }

  /** Gives up the place in the queue, or the slot. */
  leave() {
    clearTimeout(this.timer);
    waiting.delete(this);
    this.left.abort();
    for (const release of this.locks.splice(0)) release();
  }

  /** @private */
  render(renderId) {
    return `${this.queue} ${renderId}`;
  }

  /** @private A lock, if it is free. */
  async lock(name) {
    return this.keep(await hold(name, { ifAvailable: true }));
  }

  /** @private Whether a slot was free and is held now. */
  async free() {
    const { held } = await navigator.locks.query();
    const taken = new Set(held.map(({ name }) => name));
    for (const name of this.names) if (!taken.has(name) && (await this.lock(name))) return true;
    return this.left.signal.aborted;
  }

  /** @private Waits for whichever slot is given back first. */
  any() {
    const found = new AbortController();
    return new Promise((resolve) => {
      const stop = () => resolve(found.abort());
      this.left.signal.addEventListener("abort", stop, { once: true });
      for (const name of this.names)
        void hold(name, { signal: found.signal }).then((release) => {
          // A second one that was given back in the same moment is not needed.
          if (found.signal.aborted) return release?.();
          this.left.signal.removeEventListener("abort", stop);
          this.keep(release);
          stop();
        });
    });
  }

  /** @private */
  keep(release) {
    if (this.left.signal.aborted) release?.();
    else if (release) this.locks.push(release);
    return release !== undefined;
  }
}

/** Resolves to what releases the lock; to nothing where it is not to be had, or no longer waited for. */
const hold = (name, options) =>
  new Promise((resolve) => {
    const held = (lock) => lock && new Promise((release) => resolve(release));
    const over = () => resolve(undefined);
    navigator.locks.request(name, options, held).then(over, over);
  });

let own;

/** How the platform calls this context where it lists locks. */
const clientId = () =>
  (own ??= navigator.locks.request(`reroom ${Math.random()}`, async ({ name }) => {
    const { held } = await navigator.locks.query();
    return held.find((lock) => lock.name === name)?.clientId;
  }));
