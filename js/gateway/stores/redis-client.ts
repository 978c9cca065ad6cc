// Runs Lua scripts through a client of the npm package `redis` or `ioredis`.

/** The part of a client of `redis` that the store uses. `createClient` and `createCluster` return such clients. */
export interface NodeRedisClient {
  /** Runs a Lua script. */
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** The part of a client of `ioredis` that the store uses. `new Redis()` and `new Cluster()` are such clients. */
export interface IoRedisClient {
  /** Runs a Lua script. */
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  /** Tells the client apart from one of `redis`. The store does not call it. */
  defineCommand(...values: never[]): unknown;
}

/** A client that the store can use. */
export type RedisClient = NodeRedisClient | IoRedisClient;

/** Runs a script with keys and arguments. */
export type Evaluate = (script: string, keys: string[], values: string[]) => Promise<unknown>;

export function createEval(client: RedisClient): Evaluate {
  if ("defineCommand" in client) return (script, keys, values) => client.eval(script, keys.length, ...keys, ...values);
  return (script, keys, values) => client.eval(script, { keys, arguments: values });
}
