// Records every order before it is sent, so that a run that is killed never sends one twice.
import type { Manifest } from "./manifest.js";

/** An order that may be sent. */
export interface OpenOrder {
  readonly name: string;
  /** Stops what has not been ordered yet. */
  readonly controller: AbortController;
}

interface RenderResponse {
  readonly render_id?: string;
  readonly _id?: string;
  readonly data?: RenderResponse;
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
    const key = isPaid(request) ? readKey(request) : undefined;
    if (key !== undefined) this.#record(key);
    const response = await fetch(request);
    if (response.headers.has("reroom-gateway")) this.#manifest.viaGateway = true;
    if (key !== undefined && response.ok) await this.#recordRender(key, response.clone());
    return response;
  };

  /** Records the id of a render. With it, the results can be downloaded later without another order. */
  async #recordRender(key: string, response: Response): Promise<void> {
    const order = this.#open.get(key);
    const record = order && this.#manifest.find(order.name);
    try {
      const body = (await response.json()) as RenderResponse;
      const renderId = (body.data ?? body).render_id ?? (body.data ?? body)._id;
      if (record && renderId) this.#manifest.set(order.name, { ...record, renderId });
    } catch {
      // The client reports an unexpected response. If the disk is full, the result cannot be written either.
    }
  }

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
