// Watches another request with the same key by reading its record repeatedly.
import type { IdempotencyRecord } from "./records.js";

/** After this many reads without a change, the other instance has crashed. */
const MAX_UNCHANGED_READS = 20;

/** After this many heartbeats, the other instance has had time to notice that its client disconnected. */
const MIN_HEARTBEATS = 2;

/** Whether the client of a request on this instance has disconnected. */
export interface ClientState {
  disconnected: boolean;
}

/**
 * The state of the other request. `has-client` means that its client is still waiting, so this request is a separate one.
 * `crashed` means that its instance has crashed.
 */
export type OtherRequest = "has-client" | "in-progress" | "crashed";

/** Creates a function to call with every read of the record. `localClients` are the clients of this instance, by record id. */
export function createMonitor(
  localClients: ReadonlyMap<string, ClientState>,
): (text: string, record: IdempotencyRecord) => OtherRequest {
  let last = { text: "", id: "" };
  let [heartbeats, unchanged] = [0, 0];
  return (text, { id, disconnected }) => {
    unchanged = text === last.text ? unchanged + 1 : 0;
    if (id !== last.id) heartbeats = 0;
    else if (unchanged === 0) heartbeats++;
    last = { text, id };
    const client = localClients.get(id);
    if (client ? !client.disconnected : !disconnected && heartbeats >= MIN_HEARTBEATS) return "has-client";
    return unchanged < MAX_UNCHANGED_READS ? "in-progress" : "crashed";
  };
}
