/** Runs with a `Date.now` that the test sets forward: `run(forward)`, where `forward(ms)` adds so much. */
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
