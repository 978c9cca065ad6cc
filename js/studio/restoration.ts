// Puts results back into the frame of the original photo, and keeps the original outside of a mask.
import type { ImageRef, ImageSource, JobParams, PreparedImage } from "../client/index.js";
import { isBlob, preparedPhotos } from "./photo.js";
import type { Platform } from "./platform.js";
import type { ToolId } from "./tools.js";

/** What restoring needs to know of an order. */
interface RestorableOrder {
  readonly parent: string | undefined;
  readonly tool: ToolId;
  readonly params: JobParams;
  readonly source: ImageSource | ImageRef;
}

interface RestorationContext<Order extends RestorableOrder> {
  readonly orderOf: (id: string) => Order | undefined;
  readonly platform: () => Platform;
}

/** Both images of a restored result, in the same frame. */
export interface Restored {
  readonly before: Blob;
  readonly after: Blob;
}

export function createRestoration<Order extends RestorableOrder>({ orderOf, platform }: RestorationContext<Order>) {
  const restored = new Map<string, Restored>();
  const urls = new Map<Blob, string>();

  /** Finds the prepared photo that an order, or the first order of its chain, was made from. */
  function findPrepared(order: Order | undefined): ReturnType<typeof preparedPhotos.get> {
    if (!order) return undefined;
    if (isBlob(order.source)) return preparedPhotos.get(order.source);
    return order.parent === undefined ? undefined : findPrepared(orderOf(order.parent));
  }

  /**
   * Restores a result. Resolves to undefined if there is nothing to restore, or if the result cannot be read or shows something
   * else. An upscaled result keeps its size.
   */
  async function restore(id: string, output: string): Promise<Restored | undefined> {
    const order = orderOf(id);
    const found = findPrepared(order);
    if (!order || !found || order.tool === "upscale") return undefined;
    const { prepared } = found;
    // In a chain, the pixels outside of the mask are those of the result before, not of the photo.
    const mask = order.parent === undefined ? maskOf(order) : undefined;
    if (!isReframed(prepared) && mask === undefined) return undefined;
    try {
      const after = await prepared.restore(output, mask === undefined ? {} : { mask });
      if (!after.fits) return undefined;
      const before = restored.get(order.parent ?? "")?.after ?? (await findDisplayable(found));
      restored.set(id, { before, after });
      return { before, after };
    } catch {
      return undefined;
    }
  }

  /** The original, or a copy if browsers cannot display its format. */
  async function findDisplayable({ original, prepared }: { original: Blob; prepared: PreparedImage }): Promise<Blob> {
    const isDisplayable = await platform()
      .measure(urlOf(original))
      .then(
        () => true,
        () => false,
      );
    return isDisplayable ? original : prepared.restore(prepared.blob);
  }

  /** Returns the object URL of a file, one for each file. */
  function urlOf(file: Blob): string {
    const url = urls.get(file) ?? platform().createUrl(file);
    urls.set(file, url);
    return url;
  }

  return {
    restore,
    urlOf,
    imagesOf: (id: string): Restored | undefined => restored.get(id),
    /** Releases the object URLs. */
    close(): void {
      for (const url of urls.values()) platform().revokeUrl(url);
      urls.clear();
    },
  };
}

const isReframed = ({ changes }: PreparedImage): boolean => changes.includes("cropped") || changes.includes("padded");

/** The mask of an edit, if it is encoded at the size of the upload. */
function maskOf({ params }: RestorableOrder): string | undefined {
  const { mask } = params as { mask?: unknown };
  return typeof mask === "string" ? mask : undefined;
}
