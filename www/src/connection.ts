// The connection to the service. It stays in memory, so that a key is never stored.
import { ReRoom, type ReRoomOptions } from "reroom";
import { createImageHost, type HostImage } from "reroom/studio";

/** The three kinds of connections. */
export type Connection =
  | { readonly kind: "sandbox" }
  | { readonly kind: "gateway"; readonly baseUrl: string }
  | { readonly kind: "key"; readonly baseUrl: string; readonly apiKey: string };

/** The displayed name of each connection. */
export const connectionNames: Record<Connection["kind"], string> = {
  sandbox: "Sandbox",
  gateway: "Gateway",
  key: "Own key",
};

function reach(connection: Connection): ReRoomOptions {
  switch (connection.kind) {
    case "sandbox":
      return { baseUrl: location.origin, apiKey: "sandbox", dangerouslyAllowBrowser: true };
    case "gateway":
      return { baseUrl: connection.baseUrl };
    case "key":
      return { baseUrl: connection.baseUrl, apiKey: connection.apiKey, dangerouslyAllowBrowser: true };
  }
}

/**
 * The page's storage with prefixed keys. Each service and each part of the page has a separate list of pending renders,
 * because another service does not know them.
 */
export function storageUnder(name: string): NonNullable<ReRoomOptions["storage"]> {
  const full = (key: string) => `${name}.${key}`;
  return {
    getItem: (key) => localStorage.getItem(full(key)),
    setItem: (key, value) => {
      localStorage.setItem(full(key), value);
    },
    removeItem: (key) => {
      localStorage.removeItem(full(key));
    },
  };
}

/** Creates a client for the connection. Pending renders survive a reload. */
export function connect(connection: Connection, options: Pick<ReRoomOptions, "onRequest" | "storage"> = {}): ReRoom {
  return new ReRoom({ storage: storageUnder(connection.kind), ...reach(connection), ...options });
}

/** Uploads reference images. The sandbox's gateway stores them; the service itself does not. */
export function hostFor(connection: Connection): HostImage | undefined {
  switch (connection.kind) {
    case "sandbox":
      return createImageHost("/gateway");
    case "gateway":
      return createImageHost(connection.baseUrl);
    case "key":
      return undefined;
  }
}
