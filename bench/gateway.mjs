// Measures the gateway: what one caller can do to the others, and what it adds to an order.
import { root } from "../scripts/run.mjs";
import { measureAttacks } from "./gateway/attacks.mjs";
import { measureOrders } from "./gateway/orders.mjs";
import { table, targets } from "./tables.mjs";

const MAX_DELAY_MS = 50;
const ms = (number) => number.toFixed(1);

/** Measures and formats the section of the results. */
export async function gateway(rounds) {
  const attacks = await measureAttacks(root);
  console.log("bench: orders");
  return format(attacks, await measureOrders(rounds));
}

/** Compares with the package in another folder. */
export async function compareAttacks(folder) {
  const [before, after] = [await measureAttacks(folder), await measureAttacks(root)];
  const rows = before.delays.map(({ name, delay }, index) => [
    `20 MB, ${name}: event loop delay, ms`,
    ms(delay),
    ms(after.delays[index].delay),
  ]);
  const row = (name, read) => [name, read(before), read(after)];
  return table(
    ["attack", "before", "after"],
    [
      ...rows,
      row("chunks of one byte: memory, times the body", ({ tinyChunks }) => tinyChunks.toFixed(1)),
      row("large bodies that trickle in: orders of others served, of 20", ({ served }) => served),
      row("ten orders of 22 MB under way: bodies in memory", ({ underWay }) => underWay.toFixed(1)),
      row("failing surroundings survived", ({ survived: { survived, of } }) => `${survived} of ${of}`),
    ],
  );
}

function format({ delays, tinyChunks, served, underWay, survived }, orders) {
  const [proxy, memory, redis] = orders;
  const longest = Math.max(...delays.map(({ delay }) => delay));
  const limit = (path, target, measured, unit) => ({ path, target, measured, most: true, unit });
  const share = (path, target, measured) => ({ path, target, measured, unit: "" });
  return `## The gateway

A process with a gateway is attacked over HTTP. The delay of the event loop is what all other requests have to wait. An order is
compared with a proxy that uses the same adapter, at 100 orders per second. \`npm run bench -- --only gateway\` updates only
this section.

${targets([
  limit("longest delay of the event loop", MAX_DELAY_MS, longest, " ms"),
  limit("memory for a body in chunks of one byte", 4, tinyChunks, "×"),
  limit("memory for ten orders of 22 MB under way, in bodies", 4, underWay, "×"),
  share("orders of others served while large bodies trickle in, of 20", 20, served),
  share(`failing surroundings survived, of ${survived.of}`, survived.of, survived.survived),
  limit("added to an order, in memory", 2, memory.median - proxy.median, " ms"),
  limit("added to an order, with Redis", 5, redis.median - proxy.median, " ms"),
])}

${table(
  ["body of 20 MB", "longest delay of the event loop, ms"],
  delays.map(({ name, delay }) => [name, ms(delay)]),
)}

${table(
  ["100 orders per second", "median, ms", "95th percentile, ms"],
  orders.map(({ name, median, p95 }) => [name, median.toFixed(2), p95.toFixed(2)]),
)}`;
}
