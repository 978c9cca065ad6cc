/** Runs while the test lets time pass: `run(forward)`, where `forward(ms)` adds this many milliseconds. */
export const withClock = (run) => withClocks([Date, performance], run);

/** Runs while the test sets the system's clock, as a person does: no time passes. `forward(ms)` may be negative. */
export const withSystemClock = (run) => withClocks([Date], run);

async function withClocks(clocks, run) {
  const originals = clocks.map((clock) => clock.now);
  let ahead = 0;
  clocks.forEach((clock, index) => (clock.now = () => originals[index].call(clock) + ahead));
  try {
    return await run((ms) => void (ahead += ms));
  } finally {
    clocks.forEach((clock, index) => (clock.now = originals[index]));
  }
}
