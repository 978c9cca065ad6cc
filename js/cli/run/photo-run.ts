// Takes one photo from its file to its result.
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { prepareImage } from "../../client/node.js";
import type { JobParams, PreparedImage, Render, ReRoom, ReRoomError } from "../../client/node.js";
import { WriteError } from "./files.js";
import { findRecord, ORDER_AGAIN, UNKNOWN } from "./find-record.js";
import type { Ledger } from "./ledger.js";
import type { Manifest, PhotoRecord } from "./manifest.js";
import type { Settings } from "./options.js";
import { readPhoto, type PhotoFile } from "./photos.js";
import { copyResults, saveResults } from "./results.js";

/** What a run shares between its photos. */
export interface RunContext {
  readonly settings: Settings;
  readonly client: ReRoom;
  readonly manifest: Manifest;
  readonly ledger: Ledger;
  /** The names of all photos. */
  readonly names: ReadonlySet<string>;
  /** Runs work that needs a processor and memory. */
  readonly compute: <Result>(task: () => Promise<Result>) => Promise<Result>;
  /** Runs tasks of the same photo one after the other. */
  readonly runAlone: <Result>(hash: string, task: () => Promise<Result>) => Promise<Result>;
}

/** How a photo ended. `stops`: no other photo can be ordered either. */
export type PhotoOutcome =
  | { readonly state: "done"; readonly paths: readonly string[]; readonly note: string | undefined }
  | { readonly state: "skipped" | "stopped" }
  | { readonly state: "failed"; readonly problem: string; readonly stops: boolean };

/** Runs one photo. Never rejects. */
export async function runPhoto(name: string, context: RunContext): Promise<PhotoOutcome> {
  try {
    const photo = readPhoto(context.settings.folder, name);
    // Copies of a photo wait, and get the same results.
    return await context.runAlone(photo.hash, () => runContent(name, photo, context));
  } catch (error) {
    try {
      if (error instanceof WriteError) throw error;
      return fail(name, error, context);
    } catch (failure) {
      // Nothing that is ordered now could be recorded or stored.
      return { state: "failed", problem: `${(failure as Error).message} ${REPAIR}`, stops: true };
    }
  }
}

async function runContent(name: string, { blob, hash }: PhotoFile, context: RunContext): Promise<PhotoOutcome> {
  const { settings, manifest } = context;
  const record = findRecord(name, hash, manifest, settings.ordersAgain);
  if (record.needsOrder) return { state: "failed", problem: record.problem ?? UNKNOWN, stops: false };
  const isOwn = manifest.find(name) === record;
  if (record.outputs?.every((path) => existsSync(join(settings.out, path)))) {
    if (isOwn) return { state: "skipped" };
    const paths = copyResults(record.outputs, { folder: settings.out, name, names: context.names });
    manifest.set(name, { ...record, outputs: paths });
    return { state: "done", paths, note: undefined };
  }
  if (!isOwn) manifest.set(name, record);
  const options = settings.job.fit === "pad" ? ({ fit: "pad", fill: "edge" } as const) : { fit: "crop" as const };
  const prepared = await context.compute(() => prepareImage(blob, options));
  return await orderPhoto(name, record, prepared, context);
}

async function orderPhoto(
  name: string,
  record: PhotoRecord,
  prepared: PreparedImage,
  context: RunContext,
): Promise<PhotoOutcome> {
  const { settings, client, manifest, names } = context;
  const { hash, renderId } = record;
  const render = renderId === undefined ? await order(name, record, prepared, context) : await client.waitFor(renderId);
  if (!render) return { state: "stopped" };
  const restorable = settings.job.restores ? prepared : undefined;
  const place = { folder: settings.out, name, names };
  const { paths, note } = await context.compute(() => saveResults(render.outputs, restorable, place));
  manifest.set(name, { hash, renderId: render._id, outputs: paths });
  return { state: "done", paths, note };
}

/** Uploads and orders a photo, and waits for its render. Returns `undefined` if the run was stopped before. */
async function order(
  name: string,
  { hash, ...known }: PhotoRecord,
  prepared: PreparedImage,
  { settings, client, manifest, ledger }: RunContext,
): Promise<Render | undefined> {
  const controller = new AbortController();
  const key = known.key ?? randomUUID();
  ledger.open(key, { name, controller });
  try {
    const { signal } = controller;
    const isSent = known.sentAt !== undefined;
    const fileName = (isSent && known.fileName) || (await client.upload(prepared.blob, { signal })).fileName;
    if (!isSent) manifest.set(name, { hash, key, fileName });
    return await client.run({ file_name: fileName }, settings.job.params as unknown as JobParams, {
      idempotencyKey: key,
      signal,
    });
  } catch (error) {
    if (ledger.isStopped && manifest.find(name)?.sentAt === undefined) return undefined;
    throw error;
  } finally {
    ledger.close(key);
  }
}

/** Errors with which the service or a gateway rejects an order, so that nothing is bought. */
const REJECTIONS: string[] = ["rejected", "unauthorized", "not_found", "insufficient_credits", "too_many_renders"];
/** What to do about errors that all other photos would get, too. */
const REMEDIES = new Map<string | undefined, string>([
  ["unauthorized", "Check the key in REROOM_API_KEY, and run the same command again."],
  ["insufficient_credits", "Add credits, and run the same command again to continue."],
]);
const REPAIR =
  "Check the disk and the permissions, and run the same command again to continue: what is ordered is not ordered again.";
const AGAIN = "Run the same command again to continue: this costs nothing more.";

/** Records what went wrong. */
function fail(name: string, error: unknown, { manifest }: RunContext): PhotoOutcome {
  const { code, idempotencyKey, message: reason } = error as Partial<ReRoomError> & Error;
  const remedy = REMEDIES.get(code);
  const stops = remedy !== undefined;
  const message = stops ? `${reason.replace(/\.$/, "")}. ${remedy}` : reason;
  const record = manifest.find(name);
  if (record?.sentAt === undefined) return { state: "failed", problem: message, stops };
  const isRejected = code !== undefined && REJECTIONS.includes(code) && idempotencyKey === undefined;
  if (code === "render_failed") return settle({ ...record, needsOrder: true }, `${message} ${ORDER_AGAIN}`);
  if (record.renderId !== undefined) return settle(record, `${message} ${AGAIN}`);
  if (isRejected) return settle({ hash: record.hash }, message);
  return manifest.viaGateway ? settle(record, `${message} ${AGAIN}`) : settle({ ...record, needsOrder: true }, UNKNOWN);

  function settle(changed: PhotoRecord, problem: string): PhotoOutcome {
    manifest.set(name, { ...changed, problem });
    return { state: "failed", problem, stops };
  }
}
