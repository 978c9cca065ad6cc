// Where requests go. Everything here lives in memory only: a key is never written anywhere.
import { ReRoom, type ReRoomOptions } from "reroom";

/** The three ways the page can reach a service. */
export type Connection =
  | { readonly kind: "sandbox" }
  | { readonly kind: "gateway"; readonly baseUrl: string }
  | { readonly kind: "key"; readonly baseUrl: string; readonly apiKey: string };

/** What the connection is called on the page. */
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
 * The page's storage under names that begin so. Pending renders of each service are kept apart, as another would say
 * that it has no such render, and those of each part of a page, which finds its own again.
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

/** A client for the connection. Renders under way are found again after a reload. */
export function connect(connection: Connection, options: Pick<ReRoomOptions, "onRequest" | "storage"> = {}): ReRoom {
  return new ReRoom({ storage: storageUnder(connection.kind), ...reach(connection), ...options });
}
