/**
 * A store in Redis or Valkey, for several instances of the gateway.
 *
 * @module reroom/gateway/redis
 */
export { createRedisStore } from "./stores/redis.js";
export type { RedisClient, RedisStoreOptions } from "./stores/redis.js";
export type { Store } from "./stores/store.js";
