// Measures methods alternately, so that other load on the machine affects all of them equally.

/**
 * Runs the methods in `ways` (`{ name, run }[]`) alternately. Returns the time of each first call and the median of the others in
 * milliseconds, and the result of the last call.
 */
export async function takeTurns(ways, rounds) {
  const rows = ways.map(({ name }) => ({ name, times: [], result: undefined }));
  for (let round = 0; round <= rounds; round += 1) {
    for (let turn = 0; turn < ways.length; turn += 1) {
      const index = (turn + round) % ways.length;
      const start = performance.now();
      rows[index].result = await ways[index].run();
      rows[index].times.push(performance.now() - start);
      // Lets the last method finish its background work.
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  return rows.map(({ name, times: [first, ...later], result }) => ({ name, first, median: median(later), result }));
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The percentile of the numbers, with `share` from 0 to 1. */
export function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Runs a function; returns the longest time that it blocked the page. */
export async function longestBlock(run) {
  let longest = 0;
  let last = performance.now();
  let watching = true;
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
    if (watching) port2.postMessage(0);
  };
  port2.postMessage(0);
  await run();
  watching = false;
  port1.close();
  return Math.max(longest, performance.now() - last);
}
