// Runs that take turns, so that whatever else the machine does meets every way alike.

/**
 * Runs `ways`, `{ name, run }[]`, in turn for so many rounds. Answers for each its first call, the median of the later
 * ones in milliseconds, and what its last run returned.
 */
export async function takeTurns(ways, rounds) {
  const rows = ways.map(({ name }) => ({ name, times: [], result: undefined }));
  for (let round = 0; round <= rounds; round += 1) {
    for (let turn = 0; turn < ways.length; turn += 1) {
      const index = (turn + round) % ways.length;
      const start = performance.now();
      rows[index].result = await ways[index].run();
      rows[index].times.push(performance.now() - start);
      // What the last way left to do is not the next one's.
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

/** The value that this share of the numbers is below. */
export function percentile(numbers, share) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

/** Runs something and answers the longest time for which the page could do nothing else. */
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
