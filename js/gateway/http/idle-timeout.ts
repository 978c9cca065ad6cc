// Watches one exchange with the service: that something moves, and that it can be given up.

/** An exchange under way. */
export interface Watch {
  /** Aborted when the exchange is over, in whatever way. */
  signal: AbortSignal;
  /** Rejects when the exchange is given up. */
  givenUp: Promise<never>;
  /** Something has moved. */
  progress: () => void;
  /** Ends the exchange with this error. */
  giveUp: (error: unknown) => void;
  /** The exchange is over. */
  end: () => void;
}

/** Gives an exchange up with the error that `stalled` makes, where nothing has moved for `ms`. */
export function createWatch(ms: number, stalled: () => Error): Watch {
  const controller = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let reject: (error: unknown) => void = () => undefined;
  const givenUp = new Promise<never>((_, rejected) => {
    reject = rejected;
  });
  // Nobody may be listening any more.
  givenUp.catch(() => undefined);
  const end = (): void => {
    clearTimeout(timer);
    controller.abort();
  };
  const giveUp = (error: unknown): void => {
    reject(error);
    end();
  };
  const progress = (): void => {
    clearTimeout(timer);
    if (controller.signal.aborted) return;
    timer = setTimeout(() => {
      giveUp(stalled());
    }, ms);
  };
  progress();
  return { signal: controller.signal, givenUp, progress, giveUp, end };
}
