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

/** A client of the sandbox, whose renders under way are kept there. */
export const connectWith = (storage: NonNullable<ReRoomOptions["storage"]>) =>
  new ReRoom({ ...reach({ kind: "sandbox" }), storage });

/** A client for the connection. Renders under way are found again after a reload. */
export function connect(connection: Connection, onRequest?: ReRoomOptions["onRequest"]): ReRoom {
  return new ReRoom({ ...reach(connection), storage: localStorage, ...(onRequest && { onRequest }) });
}
