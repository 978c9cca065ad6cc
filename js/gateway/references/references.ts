// The public URLs of reference images.
import type { Caller } from "../caller.js";
import type { CircuitBreaker } from "../circuit-breaker.js";
import { REFERENCES_PATH } from "../http/routes.js";
import type { Image } from "../http/read-image.js";
import type { Settings } from "../options/read-options.js";
import { createSignedValues } from "../signed-values.js";
import { createReferenceStore } from "./reference-store.js";

/** The reference images of a gateway. */
export interface References {
  /** Stores an image. Returns its URL. Throws an `HttpError` if there is no space, or if the store is down. */
  add(image: Image, caller: Caller): Promise<string>;
  /** Reads the image with this name in its URL. Throws an `HttpError` if there is none, or if the store is down. */
  read(name: string): Promise<Image | undefined>;
  /** Whether a URL is that of an image of this caller. Returns `undefined` for URLs elsewhere. */
  find(url: URL, caller: Caller): Promise<boolean> | undefined;
}

const EXTENSIONS = { "image/jpeg": ".jpg", "image/png": ".png" } as const;

/** The service loads the images, so a signature is not bound to a user. It stops guesses before they reach the store. */
const EVERYONE = "";

/** Returns `undefined` if the option is off. */
export function createReferences(
  { references: settings, getIdSecrets }: Pick<Settings, "references" | "getIdSecrets">,
  breaker: CircuitBreaker,
): References | undefined {
  if (!settings) return undefined;
  const ids = createSignedValues("reference", getIdSecrets);
  const store = createReferenceStore(settings, breaker);
  const prefix = `${settings.publicUrl}${REFERENCES_PATH}/`;

  /** Returns `undefined` if the signature is invalid. */
  async function parse(name: string): Promise<{ id: string; type: Image["type"] } | undefined> {
    const type = name.endsWith(".png") ? "image/png" : "image/jpeg";
    const extension = EXTENSIONS[type];
    const id = name.endsWith(extension) ? await ids.verify(name.slice(0, -extension.length), EVERYONE) : undefined;
    return id === undefined ? undefined : { id, type };
  }

  return {
    async add(image, caller) {
      await ids.prepare();
      const id = await store.add(image, caller);
      return prefix + (await ids.sign(id, EVERYONE)) + EXTENSIONS[image.type];
    },
    async read(name) {
      const found = await parse(name);
      return found && store.read(found.id, found.type);
    },
    find({ href }, { user }) {
      if (!href.startsWith(prefix)) return undefined;
      return parse(href.slice(prefix.length)).then((found) => !!found && store.has(found.id, found.type, user));
    },
  };
}
