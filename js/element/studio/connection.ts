// The client of `<reroom-studio>`: the page's own, or one for `base-url`.
import { ReRoom, ReRoomError } from "../../client/index.js";
import { toReRoomError } from "../../studio/errors.js";
import type { HostImage } from "../../studio/index.js";
import type { StudioProperties } from "./properties.js";
import { loadLazy } from "./lazy-views.js";

const MISSING = "Set base-url to a path on your server, or client to a ReRoom.";

/** Finds the client that the studio's requests use. */
export class Connection {
  #own: { baseUrl: string; user: string | undefined; client: ReRoom } | undefined;

  #host: { baseUrl: string; hostImage: HostImage } | undefined;

  constructor(private readonly properties: Pick<StudioProperties, "client" | "baseUrl" | "user" | "hostImage">) {}

  /** Whether the page set `client` or `base-url`. */
  get isSet(): boolean {
    return this.properties.client !== undefined || this.properties.baseUrl !== "";
  }

  /** Uploads reference images: the page's own function, or one for `base-url`. */
  get hostImage(): HostImage | undefined {
    const { client, baseUrl, hostImage } = this.properties;
    if (hostImage || client || !baseUrl) return hostImage;
    if (this.#host?.baseUrl !== baseUrl) this.#host = { baseUrl, hostImage: hostAt(baseUrl) };
    return this.#host.hostImage;
  }

  /** Returns the client. Throws if there is none. */
  readonly connect = (): ReRoom => {
    const { client, baseUrl, user } = this.properties;
    if (client) return client;
    if (!baseUrl) throw new ReRoomError("invalid_request", MISSING);
    if (this.#own?.baseUrl !== baseUrl || this.#own.user !== user)
      this.#own = { baseUrl, user, client: createClient(baseUrl, user) };
    return this.#own.client;
  };
}

/** Creates a client for `base-url`. */
function createClient(baseUrl: string, user: string | undefined): ReRoom {
  try {
    return new ReRoom({ baseUrl, storage: getStorage(), user });
  } catch (cause) {
    const { message } = toReRoomError(cause);
    throw new ReRoomError("invalid_request", `base-url is invalid: ${message}`, { cause });
  }
}

/** Returns `localStorage`, or undefined if it is missing or blocked. */
export function getStorage(): Storage | undefined {
  try {
    return globalThis.localStorage;
  } catch {
    return undefined;
  }
}

/** Hosts reference images at a gateway. */
function hostAt(baseUrl: string): HostImage {
  const connect = async (): Promise<HostImage> => (await loadLazy()).createImageHost(baseUrl);
  return Object.assign(async (...args: Parameters<HostImage>) => (await connect())(...args), {
    isAvailable: async () => (await (await connect()).isAvailable?.()) ?? false,
  });
}
