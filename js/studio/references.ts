// Adds and removes reference images. What adds and hosts them loads on demand.
import type { JobParams, Render } from "../client/index.js";
import { hostingErrors, toReRoomError } from "./errors.js";
import { identify } from "./photo.js";
import { findReferenceField, mapUrls, nameOf, splitUrls, urlsOf } from "./reference-urls.js";
import type { Hosting, ReferenceContext, ReferenceTools } from "./hosting.js";
import type { HostImage } from "./reference-types.js";

const tools: ReferenceTools = {
  findReferenceField,
  hostingErrors,
  identify,
  mapUrls,
  nameOf,
  splitUrls,
  toReRoomError,
  urlsOf,
};

export function createReferences(context: ReferenceContext) {
  const { store, platform, hostImage, set } = context;
  const { get, update, getSnapshot } = store;
  let asked: HostImage | undefined;
  let hosting: Promise<Hosting> | undefined;

  /** Loads what adds and hosts images. */
  async function load(): Promise<Hosting> {
    try {
      hosting ??= import("./hosting.js").then(({ createHosting }) => createHosting(context, tools));
      return await hosting;
    } catch (error) {
      hosting = undefined;
      throw error;
    }
  }

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

  async function add(images: readonly (Blob | string)[]): Promise<readonly string[]> {
    try {
      return await (await load()).add(images);
    } catch {
      return images.map(nameOf);
    }
  }

  function remove(url: string): void {
    const { field, value } = findReferenceField(getSnapshot().fields) ?? {};
    const others = splitUrls(value ?? "").filter((each) => each !== url);
    if (field) set(field.param, others.join("\n"));
  }

  /** Hosts the files in a request, and runs it with their URLs. Without files, there is nothing to load. */
  async function use(
    params: JobParams,
    signal: AbortSignal,
    run: (params: JobParams) => Promise<Render>,
  ): Promise<Render> {
    const loaded = await hosting?.catch(() => undefined);
    return loaded ? loaded.use(params, signal, run) : run(params);
  }

  /** Releases the object URLs. */
  function close(): void {
    for (const url of get().files.keys()) platform().revokeUrl(url);
  }

  return { ask, add, remove, use, close };
}
