// The error class that the package rejects with. JavaScript, because Rust imports it, and a page needs `instanceof` before
// the wasm is loaded. js/client/error-types.ts has its types.

/** Marks the errors of this package, including those of other copies of it. */
const brand = Symbol.for("reroom.error");

/** An error with a `code` for your program and a message that says what to do. */
export class ReRoomError extends Error {
  // The script is minified, and the stack starts with this name.
  static name = (this.prototype.name = "ReRoomError");

  /**
   * True for the errors of every copy of the package in the page, such as a script tag beside a bundle. A subclass matches
   * only its own instances.
   *
   * @param {unknown} value
   */
  static [Symbol.hasInstance](value) {
    return this === ReRoomError ? Object(value)[brand] === true : super[Symbol.hasInstance](value);
  }

  /**
   * @param {string} code
   * @param {string} message
   * @param {{ status?: number, retryable?: boolean, issues?: object[], renderId?: string, idempotencyKey?: string, render?: object, cause?: unknown }} [details]
   */
  constructor(code, message, details = {}) {
    super(message, "cause" in details ? { cause: details.cause } : undefined);
    this.code = code;
    this.status = details.status;
    this.retryable = details.retryable ?? false;
    this.issues = details.issues ?? [];
    this.renderId = details.renderId;
    this.idempotencyKey = details.idempotencyKey;
    this.render = details.render;
  }

  get [brand]() {
    return true;
  }

  /** All fields except the stack and the cause, for logs. */
  toJSON() {
    const { name, code, message, status, retryable, issues, renderId, idempotencyKey, render } = this;
    return { name, code, message, status, retryable, issues, renderId, idempotencyKey, render };
  }
}
