// Puts results back into the frame of the original photo, and keeps the original outside of a mask. Loads on demand.
import type { ImageRef, ImageSource, JobParams, PreparedImage, ReRoom, ReRoomError } from "../client/index.js";
import type { PhotoInMemory } from "./photo.js";
import type { Platform, Size } from "./platform.js";
import type { createQueue } from "./queue.js";
import type { Result } from "./result-types.js";
import type { ToolId } from "./tools.js";

/** How long the download of a result may take, in milliseconds. */
const MAX_MS = 60_000;

/** What restoring needs to know of an order. */
interface RestorableOrder {
  readonly parent: string | undefined;
  readonly tool: ToolId;
  readonly params: JobParams;
  readonly source: ImageSource | ImageRef;
}

/** Both images of a restored result, in the same frame. */
export interface Restored {
  readonly before: Blob;
  readonly after: Blob;
}

/** The restored results of a studio, and what restoring needs from it. */
export interface Restoration {
  readonly orderOf: (id: string) => RestorableOrder | undefined;
  /** Finds the original of an upload. */
  readonly originalOf: (source: ImageSource | ImageRef) => PhotoInMemory | undefined;
  readonly platform: () => Platform;
  /** Restores one photo at a time: a large one takes more than 100 MB. */
  readonly restoreInTurn: ReturnType<typeof createQueue>;
  /** By the ids of their results. */
  readonly images: Map<string, Restored>;
  /** The object URLs of these images. */
  readonly urls: Map<Blob, string>;
}

/** The URLs of both images, and their size. */
export interface RestoredUrls {
  readonly before: string;
  readonly after: string;
  readonly size: Size;
}

/**
 * Restores a result. Resolves to undefined if there is nothing to restore, or if the result cannot be read or shows something
 * else. An upscaled result keeps its size.
 */
export async function restoreResult(
  restoration: Restoration,
  id: string,
  output: string,
): Promise<RestoredUrls | undefined> {
  const { orderOf, platform, images, restoreInTurn } = restoration;
  const order = orderOf(id);
  const found = findPrepared(restoration, order);
  if (!order || !found || order.tool === "upscale") return undefined;
  // In a chain, the pixels outside of the mask are those of the result before, not of the photo.
  const mask = order.parent === undefined ? maskOf(order) : undefined;
  if (!isReframed(found.prepared) && mask === undefined) return undefined;
  try {
    const after = await restoreInTurn(() =>
      found.prepared.restore(output, { signal: AbortSignal.timeout(MAX_MS), ...(mask !== undefined && { mask }) }),
    );
    if (!after.fits) return undefined;
    const before = images.get(order.parent ?? "")?.after ?? (await findDisplayable(restoration, found));
    const [beforeUrl, afterUrl] = [urlOf(restoration, before), urlOf(restoration, after)];
    const size = await platform().measure(afterUrl);
    images.set(id, { before, after });
    return { before: beforeUrl, after: afterUrl, size };
  } catch {
    return undefined;
  }
}

/**
 * Looks up a result whose image does not load: the service may have a newer address. Without one, the result has no size, so that
 * it counts as one that cannot be displayed. Resolves to the changes: none if the service cannot be reached.
 */
export async function refreshResult(
  connect: () => ReRoom,
  { renderId, ...result }: Result,
  { measure }: Platform,
): Promise<Partial<Result>> {
  // An object URL does not expire.
  if (renderId === undefined || result.after !== result.output) return {};
  try {
    const render = await connect().getRender(renderId).catch(ignoreNotFound);
    const output = render?.outputs[0] ?? result.output;
    const size = await measure(output).catch(() => undefined);
    return { output, after: output, size, ...(render && { render }) };
  } catch {
    return {};
  }
}

function ignoreNotFound(error: unknown): undefined {
  if ((error as ReRoomError).code !== "not_found") throw error;
}

/** Finds the prepared photo that an order, or the first order of its chain, was made from. */
function findPrepared(restoration: Restoration, order: RestorableOrder | undefined): PhotoInMemory | undefined {
  if (!order) return undefined;
  const { orderOf, originalOf } = restoration;
  return originalOf(order.source) ?? findPrepared(restoration, orderOf(order.parent ?? ""));
}

/** The original, or a copy if browsers cannot display its format. */
function findDisplayable(restoration: Restoration, { original, prepared }: PhotoInMemory): Promise<Blob> {
  const { platform, restoreInTurn } = restoration;
  return platform()
    .measure(urlOf(restoration, original))
    .then(
      () => original,
      () => restoreInTurn(() => prepared.restore(prepared.blob)),
    );
}

/** Returns the object URL of a file, one for each file. */
function urlOf({ urls, platform }: Restoration, file: Blob): string {
  const url = urls.get(file) ?? platform().createUrl(file);
  urls.set(file, url);
  return url;
}

const isReframed = ({ changes }: PreparedImage): boolean => changes.includes("cropped") || changes.includes("padded");

/** The mask of an edit, if it is encoded at the size of the upload. */
function maskOf({ params }: RestorableOrder): string | undefined {
  const { mask } = params as { mask?: unknown };
  return typeof mask === "string" ? mask : undefined;
}
