// What this module needs from the client: the error class, and the inspection of photos, so that neither is in both wasm files.

/** @type {{ ReRoomError: import("../../js/client/error-types.js").ReRoomErrorConstructor, inspectPhoto(photo: unknown): Promise<object>, findDecoder(format: string): import("../../js/client/image-decoders.js").ImageDecoder | undefined }} */
let client;

/** Sets it. Whoever loads this module calls this first. */
export function provideClient(given) {
  client = given;
}

/**
 * Inspects a photo, and rejects if it cannot be read. May have to load the client.
 *
 * @param {unknown} photo
 */
export const inspectPhoto = (photo) => client.inspectPhoto(photo);

/**
 * The decoder for a format that the browser may not decode, if one is registered.
 *
 * @param {string} format
 */
export const findDecoder = (format) => client.findDecoder(format);

/**
 * Creates an error with these issues. Returns the cause itself if it is a `ReRoomError`.
 *
 * @param {"invalid_image" | "invalid_request"} code
 * @param {{ path: string, code: string, message: string }[]} issues
 * @param {unknown} [cause]
 */
export function errorOf(code, issues, cause) {
  // It states what to do already.
  if (cause instanceof client.ReRoomError) return cause;
  const message = issues.map((issue) => issue.message).join(" ");
  return new client.ReRoomError(code, message, { issues, ...(cause !== undefined && { cause }) });
}

/**
 * Creates an error of a call that failed.
 *
 * @param {"aborted" | "network" | "unexpected_response"} code
 * @param {string} message
 * @param {object} details
 */
export const createFailure = (code, message, details) => new client.ReRoomError(code, message, details);

/** Creates an error with one issue. */
export const createError = (code, path, issueCode, message, cause) =>
  errorOf(code, [{ path, code: issueCode, message }], cause);

/** Creates the error of an invalid mask. */
export const invalidMask = (issueCode, message, cause) =>
  createError("invalid_image", "mask", issueCode, message, cause);

/** Creates the error of an invalid photo. */
export const invalidPhoto = (issueCode, message, cause) =>
  createError("invalid_image", "image", issueCode, message, cause);

/** Reads a property of any value. `undefined` if that throws. */
export function get(value, key) {
  try {
    return value[key];
  } catch {
    return undefined;
  }
}

/** Whether any value has a method with this name. */
export const has = (value, name) => typeof get(value, name) === "function";

/** Whether a value is a `Blob`. Not `instanceof`: a library may have its own. */
export const isBlob = (value) =>
  has(value, "slice") && has(value, "arrayBuffer") && typeof get(value, "size") === "number";
