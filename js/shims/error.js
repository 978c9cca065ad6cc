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
    // It takes the cause.
    super(message, details);
    // What is not known is left out: consoles print each field.
    const { retryable = false, issues = [] } = details;
    Object.assign(this, { code, ...details, retryable, issues });
  }

  get [brand]() {
    return true;
  }

  /** All fields except the stack and the cause, for logs. */
  toJSON() {
    const { name, message } = this;
    return { name, message, ...this };
  }
}
