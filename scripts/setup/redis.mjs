// A Redis server, for the tests of the gateway's store. They start one of their own; none runs as a service.
import { ask } from "../run.mjs";
import { installDebian, onDebian } from "./debian.mjs";

// Debian has the server in redis-tools too, under this name, and that package starts no service.
const names = ["redis-server", "valkey-server", "redis-check-rdb"];

const which = (program) => ask(process.platform === "win32" ? "where" : "which", [program])?.split("\n")[0];
const find = () => process.env.REDIS_SERVER ?? names.map(which).find(Boolean);

/** Finds or installs it; returns its path as `{ REDIS_SERVER }`. */
export function ensureRedis(say) {
  if (!find() && onDebian()) installDebian(["redis-tools"], say);
  const found = find();
  if (!found)
    throw new Error("the tests need a Redis server: install redis, or name one in the variable REDIS_SERVER.");
  return { REDIS_SERVER: found };
}
