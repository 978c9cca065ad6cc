// Cancels an exchange with the service when nothing moves for too long.

/** Controls an exchange in progress. */
export interface IdleTimeout {
  /** Aborts when the exchange ends for any reason. */
  signal: AbortSignal;
  /** Rejects when the exchange is canceled. */
  canceled: Promise<never>;
  /** Restarts the timeout. */
  reset: () => void;
  /** Cancels the exchange with this error. */
  cancel: (error: unknown) => void;
  /** Ends the exchange without an error. */
  end: () => void;
}

/** Cancels the exchange with the error of `createError` after `ms` without a `reset`. */
export function createIdleTimeout(ms: number, createError: () => Error): IdleTimeout {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reject: (error: unknown) => void = () => undefined;
  const canceled = new Promise<never>((_, rejectCanceled) => {
    reject = rejectCanceled;
  });
  // The exchange may be over already. Without a handler, this would be an unhandled rejection.
  canceled.catch(() => undefined);
  const end = (): void => {
    clearTimeout(timer);
    controller.abort();
  };
  const cancel = (error: unknown): void => {
    reject(error);
    end();
  };
  const reset = (): void => {
    clearTimeout(timer);
    if (controller.signal.aborted) return;
    timer = setTimeout(() => {
      cancel(createError());
    }, ms);
  };
  reset();
  return { signal: controller.signal, canceled, reset, cancel, end };
}
