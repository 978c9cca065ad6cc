// The images of a result as files.
import type { Attempts } from "./attempts.js";
import { isBlob } from "./photo.js";
import type { Platform } from "./platform.js";
import { findEntry, findResult, type State } from "./state.js";
import type { Result, ResultImages } from "./result-types.js";

export function createImages(get: () => State, attempts: Attempts, platform: () => Platform) {
  /** Returns the images that are in memory. */
  function getImages(id: string): ResultImages {
    const result = findResult(get(), id);
    const before = result && findSource(result);
    return attempts.restored.get(id) ?? (before ? { before } : {});
  }

  /** The file that was uploaded for a result. */
  function findSource({ id, photoId, parent }: Result): Blob | undefined {
    const { photo, steps = [] } = findEntry(get(), photoId) ?? {};
    const base = parent === undefined ? photo : steps.find(({ resultId }) => resultId === parent);
    return [attempts.ordersOf(id)[0]?.source, base?.source].find(isBlob);
  }

  async function download(url: string): Promise<Blob | undefined> {
    if (url === "") return undefined;
    try {
      const response = await platform().fetchImage(url);
      return response.ok ? await response.blob() : undefined;
    } catch {
      return undefined;
    }
  }

  return {
    getImages,

    async readImages(id: string): Promise<ResultImages> {
      const result = findResult(get(), id);
      if (!result) return {};
      const held = getImages(id);
      const [before, after] = await Promise.all([
        held.before ?? download(result.before),
        held.after ?? download(result.after),
      ]);
      return { ...(before && { before }), ...(after && { after }) };
    },
  };
}
