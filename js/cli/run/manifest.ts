// The manifest of a run: which photo was ordered under which key, and what came of it. It holds no API key.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { writeDurably } from "./files.js";
import { UsageError, type JobSettings } from "./options.js";

/** What is known of the order of a photo. */
export interface PhotoRecord {
  /** The hash of the photo's content. */
  hash: string;
  /** The idempotency key of the order. */
  key?: string;
  /** The name of the uploaded file. */
  fileName?: string;
  /** When the order was sent, in milliseconds since 1970. Absent: nothing was ordered. */
  sentAt?: number;
  /** The id of the render. Present: it is paid for. */
  renderId?: string;
  /** The files with the results, relative to the manifest. Present: the photo is done. */
  outputs?: string[];
  /** What went wrong, if the photo is not done. */
  problem?: string;
  /** Whether only another order can change that: the render failed, or it is unknown whether there is one. */
  needsOrder?: boolean;
}

interface Content {
  version: 1;
  job: JobSettings;
  /** Whether orders go through a gateway, which accepts them again under their keys. */
  viaGateway: boolean;
  photos: Record<string, PhotoRecord>;
}

const FILE = "reroom-run.json";

/** The manifest in a folder. */
export class Manifest {
  readonly #path: string;
  readonly #content: Content;

  /** Reads the manifest, or starts one. Throws a `UsageError` if the folder has the results of another job. */
  constructor(folder: string, job: JobSettings) {
    this.#path = join(folder, FILE);
    this.#content = existsSync(this.#path)
      ? readManifest(this.#path)
      : { version: 1, job, viaGateway: false, photos: {} };
    if (!isDeepStrictEqual(this.#content.job, job)) {
      throw new UsageError(`${folder} has the results of a run with other options. Pass another folder with --out.`);
    }
  }

  get viaGateway(): boolean {
    return this.#content.viaGateway;
  }

  set viaGateway(value: boolean) {
    this.#content.viaGateway = value;
  }

  find(name: string): PhotoRecord | undefined {
    return Object.hasOwn(this.#content.photos, name) ? this.#content.photos[name] : undefined;
  }

  /** The photos and their records. */
  list(): [name: string, record: PhotoRecord][] {
    return Object.entries(this.#content.photos);
  }

  /** The records of photos with this content, first of those with results. */
  findContent(hash: string): PhotoRecord[] {
    const found = Object.values(this.#content.photos).filter((record) => record.hash === hash);
    return found.sort((one, other) => Number(!one.outputs) - Number(!other.outputs));
  }

  /** Sets a record, and returns when it is on the disk. Throws a `WriteError` if it cannot be written. */
  set(name: string, record: PhotoRecord): void {
    this.#content.photos[name] = record;
    writeDurably(this.#path, `${JSON.stringify(this.#content, null, 1)}\n`);
  }
}

function readManifest(path: string): Content {
  try {
    const content = JSON.parse(readFileSync(path, "utf8")) as Content;
    if ((content as Partial<Content>).version === 1) return content;
  } catch {
    // Reported below.
  }
  throw new UsageError(`${path} cannot be read. Restore it from a backup, or pass another folder with --out.`);
}
