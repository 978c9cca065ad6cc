// Records every order before it is sent, so that a run that is killed never sends one twice.
import type { Manifest } from "./manifest.js";

/** An order that may be sent. */
export interface OpenOrder {
  readonly name: string;
  /** Stops what has not been ordered yet. */
  readonly controller: AbortController;
}

/** The orders of a run. */
export class Ledger {
  readonly #manifest: Manifest;
  readonly #open = new Map<string, OpenOrder>();
  #isStopped = false;

  constructor(manifest: Manifest) {
    this.#manifest = manifest;
  }

  /** Whether no new orders are sent. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  /** Announces a photo. Its order is sent under this key. */
  open(key: string, order: OpenOrder): void {
    this.#open.set(key, order);
    if (this.#isStopped && !this.#isSent(order)) order.controller.abort();
  }

  close(key: string): void {
    this.#open.delete(key);
  }

  /** Sends no new orders, and cancels the photos that are not ordered yet. */
  stop(): void {
    this.#isStopped = true;
    for (const order of this.#open.values()) if (!this.#isSent(order)) order.controller.abort();
  }

  /** Sends a request of the client. */
  fetch = async (request: Request): Promise<Response> => {
    if (isPaid(request)) this.#record(readKey(request));
    const response = await fetch(request);
    if (response.headers.has("reroom-gateway")) this.#manifest.viaGateway = true;
    return response;
  };

  /** Records an order. Throws if it must not be sent. */
  #record(key: string): void {
    const order = this.#open.get(key);
    const record = order && this.#manifest.find(order.name);
    if (!order || record?.key !== key) throw new Error("This order is not in the manifest.");
    if (record.sentAt !== undefined) return;
    if (this.#isStopped) throw new Error("The run was stopped.");
    this.#manifest.set(order.name, { ...record, sentAt: Date.now() });
  }

  #isSent({ name }: OpenOrder): boolean {
    return this.#manifest.find(name)?.sentAt !== undefined;
  }
}

/** The key of an order. The header has it in quotes. */
const readKey = ({ headers }: Request): string => (headers.get("idempotency-key") ?? "").replace(/^"(.*)"$/, "$1");

/** Whether a request costs credits: every `POST` except an upload. */
const isPaid = ({ method, url }: Request): boolean => method === "POST" && !new URL(url).pathname.endsWith("/upload");
