// The time that the gateway adds to an order, compared with a proxy that only forwards it.
import { fork } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { Agent, request as httpRequest } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { order } from "../../tests/gateway/attacks/target.mjs";
import { startRedis } from "../../tests/gateway/redis-server.mjs";

const ORDERS_PER_SECOND = 100;
const ORDERS_PER_ROUND = 300;
const USERS = 10;

/** Compares a proxy, a gateway in memory and one with Redis in turns. Returns their median times in milliseconds. */
export async function measureOrders(rounds) {
  const redis = await startRedis();
  const children = [];
  const start = async (...args) => {
    const child = fork(fileURLToPath(new URL("server.mjs", import.meta.url)), args);
    children.push(child);
    return (await once(child, "message"))[0];
  };
  try {
    const service = await start("service");
    const targets = [
      { name: "a proxy that only forwards", url: await start("proxy", service) },
      { name: "gateway, in memory", url: await start("gateway", service) },
      { name: "gateway, with Redis", url: await start("gateway", service, redis.url) },
    ].map((target) => ({ ...target, agent: new Agent({ keepAlive: true }), times: [] }));
    for (const target of targets) await sendOrders(target);
    for (const target of targets) target.times = [];
    for (let round = 0; round < rounds; round++) for (const target of targets) await sendOrders(target);
    for (const { agent } of targets) agent.destroy();
    return targets.map(({ name, times }) => ({ name, median: quantile(times, 0.5), p95: quantile(times, 0.95) }));
  } finally {
    for (const child of children) child.kill();
    await redis.end();
  }
}

/** Sends orders at a constant rate, whether or not earlier ones have ended. */
async function sendOrders({ url, agent, times }) {
  const pending = [];
  const start = performance.now();
  for (let count = 0; count < ORDERS_PER_ROUND; count++) {
    await sleep(Math.max(0, start + (count * 1000) / ORDERS_PER_SECOND - performance.now()));
    pending.push(sendOrder(url, agent, `user ${count % USERS}`).then((ms) => times.push(ms)));
  }
  await Promise.all(pending);
}

function sendOrder(url, agent, user) {
  const start = performance.now();
  const headers = { "content-type": "application/json", "x-user": user, "idempotency-key": `"${randomUUID()}"` };
  return new Promise((resolve, reject) => {
    const request = httpRequest(`${url}/api/enterprise/render`, { method: "POST", agent, headers }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`The order was refused with status ${response.statusCode}.`));
      response.resume().once("end", () => resolve(performance.now() - start));
    });
    request.once("error", reject).end(order);
  });
}

const quantile = (times, share) => times.toSorted((a, b) => a - b)[Math.floor(times.length * share)];
