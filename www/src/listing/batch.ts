// Stages the whole gallery, finds submitted renders again after a reload, and never submits a photo twice by itself.
import { ReRoomError, type Job, type Progress, type ReRoom, type Render } from "reroom";
import type { ListingPhoto } from "./photos.js";
import { resultOf } from "./result.js";
import type { Entry, Result, Shelf } from "./shelf.js";

/** A photo in the batch, with its state in this page. */
export interface Item extends Entry {
  readonly name: string;
  /** Whether this page is working on it. */
  readonly active: boolean;
  /** The uploaded share of its file, from 0 to 1. */
  readonly sent?: number;
}

export class Batch {
  readonly #client: ReRoom;
  readonly #shelf: Shelf;
  readonly #photos: readonly ListingPhoto[];
  readonly #changed: () => void;
  readonly #active = new Map<string, number | undefined>();
  #controller = new AbortController();
  /** Whether the page is being closed, which breaks its requests. */
  #closing = false;

  constructor(client: ReRoom, shelf: Shelf, photos: readonly ListingPhoto[], changed: () => void) {
    this.#client = client;
    this.#shelf = shelf;
    this.#photos = photos;
    this.#changed = changed;
    addEventListener("pagehide", () => (this.#closing = true));
    addEventListener("pageshow", () => (this.#closing = false));
  }

  get items(): Item[] {
    return this.#shelf.batch.map((entry) => {
      const sent = this.#active.get(entry.photo);
      const name = this.#photo(entry.photo)?.name ?? entry.photo;
      return { ...entry, name, active: this.#active.has(entry.photo), ...(sent !== undefined && { sent }) };
    });
  }

  /** Starts a batch of these photos, unless one is running. Their current results may be replaced. */
  start(ids: readonly string[]): void {
    if (this.#active.size > 0) return;
    this.#shelf.plan(
      ids.map((photo) => {
        const current = this.#shelf.results[photo];
        return { photo, stage: "planned", ...(current && { replaces: current.after }) };
      }),
    );
    this.goOn();
  }

  /** Shows a finished result in place of a photo that was accepted in the meantime. */
  accept(photo: string): void {
    const offer = this.#shelf.batch.find((each) => each.photo === photo)?.offer;
    if (!offer) return;
    this.#shelf.place(photo, offer);
    this.#shelf.note(photo, { offer: undefined });
  }

  /** Resumes waiting for renders that were submitted before the page loaded. Submits nothing. */
  resume(): void {
    this.#findLost();
    for (const { photo, renderId, stage, error } of this.#shelf.batch)
      if (renderId && stage !== "done" && !error) void this.#follow(photo, renderId);
  }

  /** Submits photos that were definitely not submitted, and resumes waiting for the others. */
  goOn(): void {
    // Keeps the controller of a concurrent call, so that its work can still be stopped.
    if (this.#active.size > 0) return;
    this.#controller = new AbortController();
    const idle = this.items.filter(({ active, error, stage }) => !active && !error && stage !== "done");
    for (const { photo, renderId } of idle) if (renderId) void this.#follow(photo, renderId);
    void this.#send(idle.filter(({ stage }) => stage === "planned").map(({ photo }) => photo));
  }

  /** Retries one photo. If its render was submitted and only the wait failed, waits for it again. */
  again(photo: string): void {
    const entry = this.#shelf.batch.find((each) => each.photo === photo);
    if (!entry || this.#active.has(photo)) return;
    const { renderId, error, replaces } = entry;
    const known = renderId !== undefined && error?.code !== "render_failed";
    this.#shelf.plan(
      this.#shelf.batch.map((each) =>
        each !== entry
          ? each
          : {
              photo,
              stage: known ? entry.stage : "planned",
              ...(known && { renderId }),
              ...(replaces !== undefined && { replaces }),
            },
      ),
    );
    if (this.#controller.signal.aborted) this.#controller = new AbortController();
    if (known) void this.#follow(photo, renderId);
    else void this.#send([photo]);
  }

  /** Stops submitting and waiting. Submitted renders continue at the service. */
  stop(): void {
    this.#controller.abort();
  }

  async #send(ids: readonly string[]): Promise<void> {
    const photos = ids.flatMap((id) => this.#photo(id) ?? []);
    if (photos.length === 0) return;
    const { signal } = this.#controller;
    for (const { id } of photos) this.#active.set(id, undefined);
    this.#changed();
    const ended: Promise<void>[] = [];
    try {
      const loaded = (await Promise.all(photos.map((photo) => this.#load(photo)))).flat();
      const idOf = (index: number) => loaded[index]?.id ?? "";
      const jobs = loaded.map(({ id, image, params }) => ({ image, params, tag: id }));
      await this.#client.runAll(jobs, {
        signal,
        prepare: true,
        onJob: (index, progress) => {
          this.#hear(idOf(index), progress);
        },
        onSettled: (index, outcome) => {
          ended.push(this.#settle(idOf(index), outcome));
        },
      });
      await Promise.all(ended);
    } finally {
      for (const { id } of photos) this.#active.delete(id);
      this.#changed();
    }
  }

  /** Loads a photo as a job. If that fails, marks the photo as failed and returns an empty list. */
  async #load({ id, src, params }: ListingPhoto): Promise<(Job & { id: string })[]> {
    const image = await fetch(src)
      .then((response) => (response.ok ? response.blob() : undefined))
      .catch(() => undefined);
    if (image) return [{ id, image, params }];
    this.#active.delete(id);
    this.#shelf.note(id, { error: { code: "network", message: "The photo could not be loaded." } });
    return [];
  }

  async #follow(id: string, renderId: string): Promise<void> {
    this.#active.set(id, undefined);
    this.#changed();
    const onProgress = (progress: Progress) => {
      this.#hear(id, progress);
    };
    try {
      await this.#finish(id, await this.#client.waitFor(renderId, { signal: this.#controller.signal, onProgress }));
    } catch (error) {
      this.#fail(id, error);
    }
  }

  #hear(id: string, { stage, loaded, total, renderId }: Progress): void {
    if (stage === "uploading" && loaded !== undefined && total) this.#active.set(id, loaded / total);
    // A render counts as done only after its image has loaded.
    if (stage !== "done") this.#shelf.note(id, { stage, ...(renderId !== undefined && { renderId }) });
  }

  async #settle(id: string, outcome: PromiseSettledResult<Render>): Promise<void> {
    if (outcome.status === "fulfilled") await this.#finish(id, outcome.value);
    else this.#fail(id, outcome.reason);
  }

  async #finish(id: string, render: Render): Promise<void> {
    const result = await resultOf(render, [this.#photo(id)?.params ?? render]);
    this.#active.delete(id);
    const error = { code: "network", message: "The image could not be loaded." } as const;
    const held = result && !this.#mayReplace(id, result);
    if (result && !held) this.#shelf.place(id, result);
    this.#shelf.note(id, {
      renderId: render._id,
      ...(result ? { stage: "done" } : { error }),
      ...(held && { offer: result }),
    });
  }

  /** Whether a result may be shown without asking. */
  #mayReplace(id: string, { after }: Result): boolean {
    const current = this.#shelf.results[id]?.after;
    const replaces = this.#shelf.batch.find(({ photo }) => photo === id)?.replaces;
    return current === undefined || current === replaces || current === after;
  }

  #fail(id: string, error: unknown): void {
    this.#active.delete(id);
    if (this.#closing) return;
    if (!(error instanceof ReRoomError)) throw error;
    const { code, message, renderId } = error;
    const known = renderId !== undefined && { renderId };
    // Stopping is not a failure. Photos that were not submitted stay planned.
    if (code === "aborted") {
      const sent = known || this.#shelf.batch.find(({ photo }) => photo === id)?.renderId !== undefined;
      this.#shelf.note(id, sent ? { ...known } : { stage: "planned" });
    } else this.#shelf.note(id, { ...known, error: { code, message } });
  }

  /** Finds renders that were accepted just before the page closed, before it could store which photo they belong to. */
  #findLost(): void {
    const noted = new Set(this.#shelf.batch.map(({ renderId }) => renderId));
    for (const { renderId, tag } of this.#client.pending()) {
      // Without a gateway, nothing can be learned about a request whose answer was not seen.
      if (renderId === undefined || noted.has(renderId)) continue;
      const entry = this.#shelf.batch.find((each) => !each.renderId && each.photo === tag);
      if (entry) this.#shelf.note(entry.photo, { renderId, stage: "queued" });
    }
  }

  #photo(id: string): ListingPhoto | undefined {
    return this.#photos.find((photo) => photo.id === id);
  }
}
