// Builds requests from the choices, and sends them only if nothing is missing and no other request of the photo is running.
import type { JobParams, ReRoom } from "../client/index.js";
import { createKey, type Attempts, type Order } from "./attempts.js";
import { toReRoomError } from "./errors.js";
import { findFirstMissing } from "./snapshot.js";
import * as states from "./state.js";
import type { Store } from "./store.js";
import type { ToolId } from "./tools.js";
import type { StudioListeners } from "./option-types.js";
import type { Result } from "./result-types.js";
import type { Snapshot } from "./snapshot-types.js";
import type { SubmitOptions } from "./studio-types.js";

/** How many styles can be compared at once. */
const MAX_VARIANTS = 4;

/** What sending needs from the studio. */
export interface OrdersContext {
  readonly store: Store<states.State, Snapshot>;
  readonly attempts: Attempts;
  readonly connect: () => ReRoom;
  readonly on: () => StudioListeners;
}

export function createOrders({ store, attempts, connect, on }: OrdersContext) {
  const { get, update, getSnapshot } = store;
  /** Ids of photos whose request is being prepared. */
  const preparing = new Set<string>();

  /** Whether a request of this photo is running or being prepared. No other can start then. */
  const isLocked = ({ photo, waiting }: states.PhotoEntry): boolean => waiting.length > 0 || preparing.has(photo.id);

  async function submit({ confirmed = false, variants = [] }: SubmitOptions = {}): Promise<readonly Result[]> {
    const { photo, tool, params, blocked } = getSnapshot();
    const entry = states.selectedEntry(get());
    const styles = findStyles(variants);
    if (!entry || !photo?.source || !tool || !params || isIncomplete(styles) || blocked || isLocked(entry)) return [];
    const order: Order = {
      photoId: entry.photo.id,
      name: photo.name,
      parent: photo.resultId,
      group: undefined,
      tool,
      params,
      source: photo.source,
      before: photo.url,
    };
    const isCurrent = () => states.currentPhoto(states.selectedEntry(get())) === photo;
    const complete = tool === "edit" ? await withMask(order, isCurrent) : order;
    // The photo may have changed in the meantime.
    if (!complete || !isCurrent()) return [];
    return send(styles.length > 1 ? varyStyle(complete, styles) : [complete], confirmed);
  }

  /** Returns the styles to vary: none if the tool has no style. */
  function findStyles(variants: readonly string[]): readonly string[] {
    const hasStyle = getSnapshot().fields.some(({ field }) => field.param === "style");
    return hasStyle ? [...new Set(variants)].slice(0, MAX_VARIANTS) : [];
  }

  /** Whether something is missing. Variants need no selected style. */
  function isIncomplete(styles: readonly string[]): boolean {
    const { fields, ...snapshot } = getSnapshot();
    const needed = styles.length > 1 ? fields.filter(({ field }) => field.param !== "style") : fields;
    return findFirstMissing({ ...snapshot, fields: needed }) !== undefined;
  }

  /** Adds the mask of an edit. Meanwhile, no other request of the photo can start. A failure is shown on a current photo. */
  async function withMask(order: Order, isCurrent: () => boolean): Promise<Order | undefined> {
    const { mask } = get();
    preparing.add(order.photoId);
    try {
      return {
        ...order,
        params: { ...order.params, mask: typeof mask === "function" ? await mask() : mask } as JobParams,
      };
    } catch (error) {
      if (isCurrent()) attempts.fail(attempts.begin(order), toReRoomError(error));
      return undefined;
    } finally {
      preparing.delete(order.photoId);
    }
  }

  /** Sends orders of one photo, unless one is running. Resolves to the finished ones. */
  async function send(orders: readonly Order[], confirmed = false): Promise<readonly Result[]> {
    const [first] = orders;
    const entry = () => states.findEntry(get(), first?.photoId);
    const ready = () => {
      const found = entry();
      return found !== undefined && !isLocked(found) && !getSnapshot().blocked;
    };
    if (!first || !ready()) return [];
    const variants = orders.map(({ params }) => params);
    const submission = { tool: first.tool, params: first.params, cost: priceOf(first.tool, orders.length), variants };
    if (!confirmed && on().submit?.(submission) === false) return [];
    // A callback may have submitted it already, for example a confirmation dialog.
    const found = entry();
    if (!ready() || !found) return [];
    update(states.dismissError(get(), found));
    const ids = orders.map((order) => attempts.begin(order));
    return (await start(ids, (client) => attempts.send(client, ids))) ?? [];
  }

  function priceOf(tool: ToolId, count: number): number | undefined {
    const cost = getSnapshot().costs[tool];
    return cost === undefined ? undefined : cost * count;
  }

  /** Connects and runs attempts. Without a client, they fail. */
  async function start<T>(ids: readonly string[], run: (client: ReRoom) => Promise<T>): Promise<T | undefined> {
    let client: ReRoom;
    try {
      client = connect();
    } catch (error) {
      for (const id of ids) attempts.fail(id, toReRoomError(error));
      return undefined;
    }
    return run(client);
  }

  return { isLocked, submit, send, start };
}

/** The same order in several styles. */
function varyStyle(order: Order, styles: readonly string[]): readonly Order[] {
  const group = createKey();
  return styles.map((style) => ({ ...order, group, params: { ...order.params, style } as JobParams }));
}
