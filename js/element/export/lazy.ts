// What writes metadata and labels is loaded when a picture is first exported: most pages only show them.
import type * as Pair from "./pair.js";

const load = () => import("./pair.js");

/**
 * The two photos as files, the original first.
 *
 * The original's bytes are untouched. The altered one says in its metadata (XMP, IPTC `DigitalSourceType`) that a
 * trained model made parts of it; its picture is encoded anew only where a label is burnt in, or where it is neither
 * JPEG nor PNG. Rejects where a URL cannot be read (its server has to allow it, CORS) or a photo not be decoded.
 */
export const exportPair: typeof Pair.exportPair = async (...given) => (await load()).exportPair(...given);

/**
 * The same photo with the IPTC `DigitalSourceType` of a composite with parts made by a trained model in its XMP.
 *
 * A JPEG or PNG keeps every bit of its picture and whatever else its metadata says; anything else becomes a JPEG.
 */
export const markAsAltered: typeof Pair.markAsAltered = async (...given) => (await load()).markAsAltered(...given);
