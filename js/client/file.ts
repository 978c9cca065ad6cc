// Loads a wasm file from the directory of its module, or a copy inside the package if that fails.
import type { InitInput } from "../../pkg/reroom.js";

/** A copy of the wasm inside the package. */
export interface Copy {
  /** Returns the wasm. */
  bytes: () => Promise<BufferSource>;
  /** The warning for the developer when the copy is used. */
  warning: (cause: unknown) => string;
}

/** Downloads the wasm if it is given by its URL, and compiles and starts it. */
export type Instantiate<Exports> = (source: InitInput) => Promise<Exports>;

/** Whether the platform forbids WebAssembly. Browsers (by CSP) and workerd throw the same error class as for invalid bytes. */
export const isForbidden = (error: unknown): boolean =>
  /CSP|content security policy|unsafe-eval|embedder/i.test(String(error));

/**
 * Loads the file. If that fails, loads the copy and warns, unless the platform forbids WebAssembly, because the copy would
 * fail too. If both fail, rejects with the file's error.
 */
export async function loadFile<Exports>(
  file: () => URL,
  instantiate: Instantiate<Exports>,
  importCopy: () => Promise<Copy>,
): Promise<Exports> {
  let cause: unknown;
  try {
    const url = file();
    // `fetch` cannot read files in Node, nor in a page that is itself a file.
    // Turbopack turns the URL into a path, which a worker created from a blob cannot resolve.
    if (url.protocol !== "file:") return await instantiate(url.origin ? url : new URL(String(url), location.origin));
  } catch (error) {
    if (isForbidden(error)) throw error;
    cause = error;
  }
  const copy = await importCopy().catch((error: unknown) => {
    throw cause ?? error;
  });
  const exports = await instantiate(await copy.bytes());
  if (cause) console.warn(copy.warning(cause));
  return exports;
}

/** Downloads a file that is given by its URL. Returns anything else as what the glue's `init` takes. */
export async function readFile(source: InitInput): Promise<Response | BufferSource | WebAssembly.Module> {
  const isUrl = typeof source === "string" || isOf("URL", source) || isOf("Request", source);
  const response = isUrl ? await fetch(source as RequestInfo | URL) : (source as Response);
  if (!isOf("Response", response)) return response;
  if (!response.ok) throw new Error(`${response.url} returned ${response.status}`);
  // Browsers compile during the download, but only with the right media type.
  const canStream = response.headers.get("content-type") === "application/wasm" && WebAssembly.instantiateStreaming;
  return canStream ? response : response.arrayBuffer();
}

/** Whether a value is of this class, which test environments may hide. */
const isOf = (name: "Request" | "Response" | "URL", value: unknown): boolean =>
  typeof globalThis[name] === "function" && value instanceof globalThis[name];
