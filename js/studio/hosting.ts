// Adds reference images, and hosts files. Loaded when the first image is added.
import { ReRoomError } from "../client/index.js";
import type { ErrorCode, JobParams, Render } from "../client/index.js";
import type * as errors from "./errors.js";
import type * as photo from "./photo.js";
import type { Platform } from "./platform.js";
import type { HostImage } from "./reference-types.js";
import type * as urls from "./reference-urls.js";
import type { Snapshot } from "./snapshot-types.js";
import type { ReferenceFile, State } from "./state.js";
import type { Store } from "./store.js";
import type { Studio } from "./studio-types.js";

/** What references need from the studio. */
export interface ReferenceContext {
  readonly store: Store<State, Snapshot>;
  readonly platform: () => Platform;
  readonly hostImage: () => HostImage | undefined;
  readonly set: Studio["set"];
}

/** What this module uses of others. If it imported them, bundlers would split the rest of the studio. */
export type ReferenceTools = Pick<typeof errors, "hostingErrors" | "toReRoomError"> &
  Pick<typeof photo, "identify"> &
  Pick<typeof urls, "findReferenceField" | "mapUrls" | "nameOf" | "splitUrls" | "urlsOf">;

/** After these errors, an image may no longer be where it was hosted. A retry hosts it again. */
const hostsAgain: ReadonlySet<ErrorCode> = new Set(["not_found", "rejected", "render_failed"]);

export type Hosting = ReturnType<typeof createHosting>;

export function createHosting({ store, platform, hostImage, set }: ReferenceContext, tools: ReferenceTools) {
  const { findReferenceField, hostingErrors, identify, mapUrls, nameOf, splitUrls, toReRoomError, urlsOf } = tools;
  const { get, update, getSnapshot } = store;
  /** The object URLs of files by their content, and by the URLs where they were hosted. */
  const known = new Map<string, string>();
  /** Uploads in progress. */
  const uploads = new Map<string, Promise<string>>();

  const setFile = (url: string, file: ReferenceFile) => {
    update({ files: new Map(get().files).set(url, file) });
  };

  /** Returns the URL that stands for an image, or undefined if the image cannot be used. Rejects if a file cannot be read. */
  async function toUrl(image: Blob | string): Promise<string | undefined> {
    if (typeof image === "string") {
      const { protocol, href } = new URL(image.trim());
      return /^https?:$/.test(protocol) ? href : undefined;
    }
    if (getSnapshot().takesFiles === false) return undefined;
    const id = await identify(image);
    const url = known.get(id);
    if (url !== undefined) return url;
    const reduced = await platform().reduceImage(image);
    const created = platform().createUrl(reduced) || `blob:${id}`;
    known.set(id, created);
    setFile(created, { name: nameOf(image), image: reduced });
    return created;
  }

  async function add(images: readonly (Blob | string)[]): Promise<readonly string[]> {
    const failed: string[] = [];
    for (const image of images) {
      const url = await toUrl(image).catch(() => undefined);
      const field = findReferenceField(getSnapshot().fields);
      if (url === undefined || !field) failed.push(nameOf(image));
      else set(field.field.param, [...new Set([...splitUrls(field.value), url])].join("\n"));
    }
    return failed;
  }

  /** Hosts a file, unless it is hosted already. */
  async function host(url: string, signal: AbortSignal): Promise<string> {
    const key = known.get(url) ?? url;
    const file = get().files.get(key);
    if (!file) return url;
    if (file.hosted !== undefined) return file.hosted;
    const upload = uploads.get(key) ?? send(file, signal);
    uploads.set(key, upload);
    try {
      const hosted = await upload;
      known.set(hosted, key);
      setFile(key, { ...file, hosted });
      return hosted;
    } catch (thrown) {
      throw signal.aborted ? thrown : toHostingError(file.name, thrown);
    } finally {
      uploads.delete(key);
    }
  }

  /** Calls `hostImage`. Rejects on abort, even if the function ignores its signal. */
  async function send({ image }: ReferenceFile, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => {
        reject(new ReRoomError("aborted", "The upload was canceled."));
      });
    });
    const url: unknown = await Promise.race([hostImage()?.(image, { signal }), aborted]);
    if (typeof url === "string" && /^https?:\/\//.test(url)) return url;
    throw new ReRoomError("service_failed", "hostImage did not return a URL that starts with https:// or http://.");
  }

  /** Hosts the files in a request, one after the other, and runs it with their URLs. */
  async function use(
    params: JobParams,
    signal: AbortSignal,
    run: (params: JobParams) => Promise<Render>,
  ): Promise<Render> {
    const hosted = new Map<string, string>();
    for (const url of urlsOf(params)) hosted.set(url, await host(url, signal));
    try {
      return await run(mapUrls(params, (url) => hosted.get(url) ?? url));
    } catch (error) {
      if (hostsAgain.has(toReRoomError(error).code)) for (const url of hosted.values()) forget(url);
      throw error;
    }
  }

  function forget(url: string): void {
    const key = known.get(url);
    const file = get().files.get(key ?? "");
    if (key !== undefined && file) setFile(key, { ...file, hosted: undefined });
  }

  /** Wraps the error of a host, whose own code may be misleading in the studio. */
  function toHostingError(name: string, thrown: unknown): ReRoomError {
    const { code, message } = toReRoomError(thrown);
    const error = new ReRoomError(
      code === "unexpected_response" ? "service_failed" : code,
      `The reference image "${name}" could not be uploaded, and nothing was bought. ${message}`,
      { cause: thrown },
    );
    hostingErrors.set(error, name);
    return error;
  }

  return { add, use };
}
