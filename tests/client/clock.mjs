/** Runs with a `Date.now` that the test moves: `run(forward)`, where `forward(ms)` adds this many milliseconds. */
export async function withClock(run) {
  const { now } = Date;
  let ahead = 0;
  Date.now = () => now() + ahead;
  try {
    return await run((ms) => void (ahead += ms));
  } finally {
    Date.now = now;
  }
}
