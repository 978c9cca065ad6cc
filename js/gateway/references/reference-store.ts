// Keeps reference images in the store: a small record for checks, and the image as base64.
import { fromBase64, toBase64, toBase64Url } from "../base64.js";
import type { Caller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import { HttpError, RETRY_AFTER_MS, buildRetryAfter } from "../http/http-error.js";
import type { Image } from "../http/read-image.js";
import type { ReferenceSettings } from "../options/references.js";
import type { Store } from "../stores/store.js";
import { buildSpace } from "./space.js";

/** What the store knows about an image. */
interface ReferenceRecord {
  type: Image["type"];
  user?: string;
}

export interface ReferenceStore {
  /** Stores an image. Returns its id. Throws an `HttpError` if there is no space, or if the store is down. */
  add(image: Image, caller: Caller): Promise<string>;
  /** Whether the user has an image with this id and type. Throws an `HttpError` if the store is down. */
  has(id: string, type: Image["type"], user: string | undefined): Promise<boolean>;
  /** Reads an image. Throws an `HttpError` if there is none, or if the store is down. */
  read(id: string, type: Image["type"]): Promise<Image>;
}

const ID_BYTES = 16;

/** How often an image can be loaded per minute. The service needs it once per order. */
const MAX_READS_PER_MINUTE = 60;

/** Not equal to any value, so that a swap only reads. */
const NO_VALUE = "none";

export function createReferenceStore(settings: ReferenceSettings, breaker: CircuitBreaker): ReferenceStore {
  const read = async (key: string): Promise<string | undefined> => {
    const found = await breaker.call(async (store) => ({
      value: await store.compareAndSwap(key, NO_VALUE, undefined, 1),
    }));
    if (!found) throw createOutageError();
    return found.value;
  };
  const write = (store: Store, key: string, value: string): Promise<unknown> =>
    store.compareAndSwap(key, undefined, value, settings.keepMs);
  const readRecord = async (id: string): Promise<ReferenceRecord | undefined> =>
    parseRecord(await read(nameRecord(id)));

  return {
    async add({ type, bytes }, { user }) {
      const id = toBase64Url(crypto.getRandomValues(new Uint8Array(ID_BYTES)));
      await reserveSpace(bytes.length, user);
      const record: ReferenceRecord = user === undefined ? { type } : { type, user };
      const stored = await breaker.call(async (store) => {
        // An image without a record is not found, so it comes first.
        await write(store, nameImage(id), toBase64(bytes));
        await write(store, nameRecord(id), JSON.stringify(record));
        return true;
      });
      if (!stored) throw createOutageError();
      return id;
    },
    async has(id, type, user) {
      const record = await readRecord(id);
      return record?.type === type && record.user === user;
    },
    async read(id, type) {
      const limit = { key: nameRecord(id), limit: MAX_READS_PER_MINUTE };
      const wait = await breaker.call((store) => store.countRequest([limit]));
      if (wait === undefined) throw createOutageError();
      if (wait > 0) throw new HttpError(429, "Too many requests. Try again later.", buildRetryAfter(wait));
      const record = await readRecord(id);
      const image = record?.type === type ? await read(nameImage(id)) : undefined;
      if (image === undefined) throw new HttpError(404, "Reference image not found");
      return { type, bytes: fromBase64(image) };
    },
  };

  /** Throws an `HttpError` if the user's images, or all images, take up too much space. */
  async function reserveSpace(bytes: number, user: string | undefined): Promise<void> {
    const request = buildSpace(settings, bytes, user);
    const result = await breaker.call(async (store) => {
      const reservation = await store.reserve(request);
      // Only the budgets matter. They count on without the lease.
      if (reservation.status === "granted") await store.release(request.lease);
      return reservation;
    });
    if (!result) throw createOutageError();
    if (result.status !== "granted") throw createSpaceError(result.key, settings);
  }
}

const nameRecord = (id: string): string => `reference:${id}`;
const nameImage = (id: string): string => `reference-image:${id}`;

function parseRecord(text: string | undefined): ReferenceRecord | undefined {
  try {
    return JSON.parse(text ?? "null") as ReferenceRecord;
  } catch {
    return undefined;
  }
}

const createOutageError = (): HttpError =>
  new HttpError(
    503,
    "Reference images are temporarily unavailable. Try again in a few seconds.",
    buildRetryAfter(RETRY_AFTER_MS),
    "store-down",
  );

function createSpaceError(key: string, { keepMs }: ReferenceSettings): HttpError {
  const retryAfter = buildRetryAfter(keepMs);
  return key.includes(":user:")
    ? new HttpError(429, "You have added too many reference images. Try again later.", retryAfter)
    : new HttpError(503, "The server has no space for more reference images. Try again later.", retryAfter);
}
