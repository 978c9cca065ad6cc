// Attacks on the time and the memory of a gateway. Each returns a figure, so that tests and benchmarks can share them.
import { setTimeout as sleep } from "node:timers/promises";
import { createMaskOrder, openRequest, sendOrder } from "./target.mjs";

const MEBIBYTE = 1024 * 1024;
const path = (variant) => `/${variant}/api/enterprise/render`;
const json = { "content-type": "application/json" };

/** Bodies of about 20 MB that are expensive to parse. */
export const expensiveBodies = {
  brackets: () => `{"a":${"[".repeat(20_000_000)}`,
  "empty arrays": () => `{"a":[${"[],".repeat(6_600_000)}[]]}`,
  commas: () => `{"a":[${"1,".repeat(10_000_000)}1]}`,
  digits: () => `{"a":${"1".repeat(20_000_000)}}`,
  "many names": () => `{${Array.from({ length: 2_000_000 }, (_, n) => `"${n}":1`).join()}}`,
  "a long string": () => `{"prompt":"${"A".repeat(20_000_000)}"}`,
  "a mask of escapes": () => `{"mask":"${"\\n".repeat(10_000_000)}"}`,
  "the largest mask": () => createMaskOrder(22_000_000),
};

/**
 * The longest delay of the event loop while a body is handled, in milliseconds. The shortest of several rounds, because other
 * processes can delay this one, too.
 */
export async function measureDelay(target, body, rounds = 5) {
  const delays = [];
  for (let round = 0; round < rounds; round++) {
    await target.call("startDelay");
    await sendOrder(target, "plain", { body });
    delays.push(await target.call("stopDelay"));
  }
  return Math.min(...delays);
}

/**
 * The longest delay of the event loop while a body is handled, divided by the time that the same process needs at this moment to
 * parse the largest mask. Other processes slow down both. The smallest quotient of several rounds; stops at one below `enough`.
 */
export async function compareWithParsing(target, body, enough, rounds = 20) {
  let smallest = Infinity;
  for (let round = 0; round < rounds && smallest >= enough; round++) {
    const parsing = await target.call("parsing");
    smallest = Math.min(smallest, (await measureDelay(target, body, 1)) / parsing);
  }
  return smallest;
}

/** Waits until the memory no longer changes, because the last bytes have arrived. */
async function settleMemory(target) {
  for (let last = -Infinity, unchanged = 0; ;) {
    await sleep(200);
    const now = await target.call("memory");
    unchanged = Math.abs(now - last) < MEBIBYTE / 4 ? unchanged + 1 : 0;
    if (unchanged === 3) return now;
    last = now;
  }
}

/** The memory for a body in HTTP chunks of one byte, divided by its size. */
export async function measureTinyChunks(target) {
  const before = await settleMemory(target);
  const bytes = 4 * MEBIBYTE;
  const head = '{"mask":"';
  const { socket, closed } = await openRequest(
    target,
    path("plain"),
    { ...json, "transfer-encoding": "chunked" },
    `${head.length.toString(16)}\r\n${head}\r\n`,
    "1\r\nA\r\n".repeat(bytes),
  );
  const after = await settleMemory(target);
  socket.destroy();
  await closed;
  return (after - before) / bytes;
}

/** How many of 20 orders succeed, 4 with a mask, while another user's large bodies trickle in. */
export async function countServedOrders(target) {
  const body = `{"mask":"${"A".repeat(21_900_000)}`;
  const headers = { ...json, "content-length": 22_000_000, "x-user": "mallory" };
  const open = await Promise.all(Array.from({ length: 8 }, () => openRequest(target, path("plain"), headers, body)));
  await settleMemory(target);
  let served = 0;
  for (let count = 0; count < 20; count++) {
    const body = count % 5 === 0 ? createMaskOrder(20_000_000) : undefined;
    if ((await sendOrder(target, "plain", { user: "alice", body })).status === 200) served++;
  }
  for (const { socket } of open) socket.destroy();
  return served;
}

/** The memory for ten orders of 22 MB from ten users that the service has received, divided by the size of one. */
export async function measureOrdersUnderWay(target) {
  const before = await settleMemory(target);
  const bytes = 22_000_000;
  const body = createMaskOrder(bytes);
  const headers = { ...json, "content-length": body.length };
  const open = [];
  for (let user = 0; user < 10; user++) {
    open.push(await openRequest(target, path("service-busy"), { ...headers, "x-user": `user ${user}` }, body));
    await settleMemory(target);
  }
  const after = await settleMemory(target);
  for (const { socket } of open) socket.destroy();
  return (after - before) / bytes;
}
