// Types of the gateway's methods.

/** The result of `health()`. */
export interface Health {
  /** Whether this instance can take orders: everything below works, and `close()` was not called. */
  ok: boolean;
  /** Whether the store responds. */
  store: "ok" | "failed";
  /** Whether the service accepts the API key. `"unknown"` if the service did not respond. */
  key: "ok" | "rejected" | "unknown";
  /** Whether the service responds. */
  upstream: "ok" | "failed";
}

/** Options of `close`. */
export interface CloseOptions {
  /** How long to wait, in milliseconds. Default: `timeouts.submissionMs` plus 10 seconds. */
  timeoutMs?: number;
}

/** The result of `close()`. */
export interface CloseResult {
  /** How many requests were still in progress when the time was over. Their outcome may be unknown. */
  unfinished: number;
}
