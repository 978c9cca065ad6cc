/**
 * A store in Redis or Valkey, for several instances of the gateway.
 *
 * @module reroom/gateway/redis
 */
export { createRedisStore } from "./stores/redis.js";
export type { IoRedisClient, NodeRedisClient, RedisClient } from "./stores/redis-client.js";
export type { RedisStoreOptions } from "./stores/redis.js";
export type { Store } from "./stores/store.js";
