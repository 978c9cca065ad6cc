// What writes metadata and labels is loaded when a picture is first exported: most pages only show them.
import { ReRoomError } from "../../client/index.js";
import type * as Mark from "./mark.js";
import type * as Pair from "./pair.js";

/**
 * Exports the two photos as files.
 *
 * The original's bytes are untouched. The altered one says in its metadata (XMP, IPTC `DigitalSourceType`) that a
 * trained model made parts of it; its picture is encoded anew only where a label is burnt in, or where it is neither
 * JPEG nor PNG. If it has Content Credentials (C2PA), these are removed, since they sign other bytes; with
 * `credentials: "keep"` it stays as it is, neither marked nor labelled. Rejects with a `ReRoomError`: `network` if a URL
 * cannot be read (its host has to allow that, CORS), `invalid_image` if a photo has to be drawn and cannot be decoded.
 */
export const exportPair: typeof Pair.exportPair = async (...given) =>
  (await import("./pair.js").catch(notLoaded)).exportPair(...given);

/**
 * Sets the IPTC `DigitalSourceType` of a photo, in its XMP, to "composite with trained algorithmic media".
 *
 * A JPEG or PNG keeps every bit of its picture, and its other metadata; anything else becomes a JPEG. XMP that fills its
 * JPEG segment (64 KB) to the last byte is replaced. Content Credentials (C2PA) sign the file as it was, so they are
 * removed, and the result says so; with `credentials: "keep"` a photo that has some is returned as it is, not marked.
 * Rejects with a `ReRoomError` of code `invalid_image` if a photo has to become a JPEG and cannot be decoded.
 */
export const markAsAltered: typeof Mark.markAsAltered = async (...given) =>
  (await import("./mark.js").catch(notLoaded)).markAsAltered(...given);

function notLoaded(cause: unknown): never {
  const message = "Cannot load the code that marks photos. Serve all files of the package's folder dist/element.";
  throw new ReRoomError("network", message, { cause, retryable: true });
}
