// Finds what is known of a photo: by its name, or by its content if it is a copy of another one or was renamed.
import type { Manifest, PhotoRecord } from "./manifest.js";

/** What to do about an order whose outcome only another order can change. */
export const ORDER_AGAIN = "To order this photo again, pass --order-again.";
/** The outcome of an order that was sent without a response. */
export const UNKNOWN = `The order was sent, but its outcome is unknown: you may have paid for it. ${ORDER_AGAIN}`;
const CHANGED =
  "This photo was changed after it was ordered, before its result was there. Put the ordered photo back to get the result, or " +
  "pass --order-again to order the changed one.";

/** How long a gateway keeps the answer to an order, in milliseconds: a day. */
const KEPT_FOR_MS = 24 * 60 * 60 * 1000;

/** Finds the record to continue with. One with `needsOrder` must not be ordered. */
export function findRecord(name: string, hash: string, manifest: Manifest, ordersAgain: boolean): PhotoRecord {
  const own = manifest.find(name);
  if (own && own.hash !== hash && isPending(own) && !ordersAgain) return { ...own, needsOrder: true, problem: CHANGED };
  const records = manifest.findContent(hash);
  const known = (own?.hash === hash ? [own, ...records] : records).map((record) => settle(record, manifest.viaGateway));
  const ordered = known.find((record) => isOrdered(record) && !record.needsOrder);
  return ordered ?? (ordersAgain ? undefined : known.find(({ needsOrder }) => needsOrder)) ?? { hash };
}

/** The photos that were ordered and whose results are not there, although they are no longer among these names. */
export function findMissing(manifest: Manifest, names: ReadonlySet<string>): string[] {
  const isMissing = ({ hash }: PhotoRecord) => !manifest.findContent(hash).some(({ outputs }) => outputs);
  return manifest.list().flatMap(([name, record]) => {
    return !names.has(name) && isPending(record) && isMissing(record) ? [name] : [];
  });
}

/** Whether an order was sent. */
export const isOrdered = ({ sentAt, renderId }: PhotoRecord): boolean => sentAt !== undefined || renderId !== undefined;

/** Whether the result of an order is still to come. */
const isPending = (record: PhotoRecord): boolean => isOrdered(record) && !record.outputs && !record.needsOrder;

/** Marks an order without a response that cannot be sent again. */
function settle(record: PhotoRecord, viaGateway: boolean): PhotoRecord {
  if (record.needsOrder || record.renderId !== undefined || record.sentAt === undefined) return record;
  // A gateway gives its answer again, and orders nothing more. The service itself would.
  const isRepeatable = viaGateway && Date.now() - record.sentAt < KEPT_FOR_MS;
  return isRepeatable ? record : { ...record, needsOrder: true, problem: UNKNOWN };
}
