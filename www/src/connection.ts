// Where requests go. Everything here lives in memory only: a key is never written anywhere.
import { ReRoom } from "reroom";

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

/** A client for the connection. */
export function connect(connection: Connection): ReRoom {
  switch (connection.kind) {
    case "sandbox":
      return new ReRoom({ baseUrl: location.origin, apiKey: "sandbox", dangerouslyAllowBrowser: true });
    case "gateway":
      return new ReRoom({ baseUrl: connection.baseUrl });
    case "key":
      return new ReRoom({ baseUrl: connection.baseUrl, apiKey: connection.apiKey, dangerouslyAllowBrowser: true });
  }
}
