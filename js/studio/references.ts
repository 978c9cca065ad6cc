// Reference images as files. In a field, an object URL stands for a file until it is hosted.
import { ReRoomError } from "../client/index.js";
import type { JobParams, Render } from "../client/index.js";
import { hostingErrors, toReRoomError } from "./errors.js";
import type { FormField } from "./form.js";
import { fileNameOf, identify } from "./photo.js";
import type { Platform } from "./platform.js";
import type { ReferenceFile, ReferenceFiles, State } from "./state.js";
import type { Store } from "./store.js";
import type { HostImage, Reference, Snapshot, Studio } from "./types.js";

/** Splits the value of a field into URLs. */
export const splitUrls = (value: string): string[] => value.split(/\s+/).filter(Boolean);

/** Returns the field for reference images, if the user can change it. */
export const findReferenceField = (fields: readonly FormField[]): FormField | undefined =>
  fields.find(({ field, fixed }) => field.control.kind === "urls" && !fixed);

/** Lists the reference images of a form. */
export const listReferences = (fields: readonly FormField[], files: ReferenceFiles): Reference[] =>
  splitUrls(findReferenceField(fields)?.value ?? "").map((url) => ({
    url,
    name: files.get(url)?.name ?? (URL.canParse(url) ? fileNameOf(new URL(url)) : url),
  }));

const urlsOf = (params: JobParams): readonly string[] =>
  (params as { reference_file_urls?: readonly string[] }).reference_file_urls ?? [];

/** Replaces the URLs of reference images in a request. */
function mapUrls(params: JobParams, replace: (url: string) => string): JobParams {
  const urls = urlsOf(params);
  return urls.length > 0 ? ({ ...params, reference_file_urls: urls.map(replace) } as JobParams) : params;
}

/** Replaces the object URLs of hosted files in a request. */
export const useHostedUrls = (params: JobParams, files: ReferenceFiles): JobParams =>
  mapUrls(params, (url) => files.get(url)?.hosted ?? url);

/** What references need from the studio. */
export interface ReferenceContext {
  readonly store: Store<State, Snapshot>;
  readonly platform: () => Platform;
  readonly hostImage: () => HostImage | undefined;
  readonly set: Studio["set"];
}

export function createReferences({ store, platform, hostImage, set }: ReferenceContext) {
  const { get, update, getSnapshot } = store;
  /** The object URLs of files by their content, and by the URLs where they were hosted. */
  const known = new Map<string, string>();
  /** Hosts in progress. */
  const hosting = new Map<string, Promise<string>>();
  let asked: HostImage | undefined;

  const setFile = (url: string, file: ReferenceFile) => {
    update({ files: new Map(get().files).set(url, file) });
  };

  /** Asks once whether the host takes images, when the field is first shown. */
  function ask(): void {
    const host = hostImage();
    if (asked === host || !findReferenceField(getSnapshot().fields)) return;
    asked = host;
    const answer = (available: boolean) => {
      if (asked === host) update({ hosting: available });
    };
    update({ hosting: undefined });
    // If the answer got lost, an upload shows what is wrong.
    host?.isAvailable?.().then(answer, () => {
      answer(true);
    });
  }
  store.subscribe(ask);

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

  function remove(url: string): void {
    const field = findReferenceField(getSnapshot().fields);
    if (field)
      set(
        field.field.param,
        splitUrls(field.value)
          .filter((each) => each !== url)
          .join("\n"),
      );
  }

  /** Hosts a file, unless it is hosted already. */
  async function host(url: string, signal: AbortSignal): Promise<string> {
    const key = known.get(url) ?? url;
    const file = get().files.get(key);
    if (!file) return url;
    if (file.hosted !== undefined) return file.hosted;
    const running = hosting.get(key) ?? upload(file, signal);
    hosting.set(key, running);
    try {
      const hosted = await running;
      known.set(hosted, key);
      setFile(key, { ...file, hosted });
      return hosted;
    } catch (thrown) {
      throw signal.aborted ? thrown : toHostingError(file.name, thrown);
    } finally {
      hosting.delete(key);
    }
  }

  /** Calls `hostImage`. Rejects on abort, even if the function ignores its signal. */
  async function upload({ image }: ReferenceFile, signal: AbortSignal): Promise<string> {
    signal.throwIfAborted();
    const aborted = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => {
        reject(new ReRoomError("aborted", "Canceled."));
      });
    });
    const url: unknown = await Promise.race([hostImage()?.(image, { signal }), aborted]);
    if (typeof url === "string" && /^https?:\/\//.test(url)) return url;
    throw new ReRoomError("service_failed", "hostImage did not return a URL.");
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
      // An image may no longer be where it was hosted. A retry hosts it again.
      for (const url of hosted.values()) forget(url);
      throw error;
    }
  }

  function forget(url: string): void {
    const key = known.get(url);
    const file = get().files.get(key ?? "");
    if (key !== undefined && file) setFile(key, { ...file, hosted: undefined });
  }

  return {
    ask,
    add,
    remove,
    use,
    /** Releases the object URLs. */
    close(): void {
      for (const url of get().files.keys()) platform().revokeUrl(url);
    },
  };
}

const nameOf = (image: Blob | string): string =>
  typeof image === "string" ? image : "name" in image ? String(image.name) : "image";

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
