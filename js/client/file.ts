// Loading a wasm file that lies beside its module, and a copy inside the package where there is no such file.

/** A copy of the wasm inside the package. */
export interface Copy {
  /** The wasm. */
  bytes: () => Promise<BufferSource>;
  /** What to tell the developer when the copy is used, by the reason. */
  warning: (cause: unknown) => string;
}

/** Compiles and starts the wasm. */
export type Instantiate<Exports> = (source: Response | BufferSource) => Promise<Exports>;

/** A browser whose content security policy forbids WebAssembly uses the same class of error as for bad bytes, and so does workerd. */
export const isForbidden = (error: unknown): boolean =>
  /CSP|content security policy|unsafe-eval|embedder/i.test(String(error));

/**
 * Loads the file; if it cannot be loaded or is not what it should be, the copy, with a warning. Where the platform forbids
 * WebAssembly, the copy would not help. Rejects with the file's failure if the copy cannot be loaded either.
 */
export async function loadFile<Exports>(
  file: () => URL,
  instantiate: Instantiate<Exports>,
  importCopy: () => Promise<Copy>,
): Promise<Exports> {
  let cause: unknown;
  try {
    const url = file();
    // `fetch` reads no files in Node, nor in a page that is one itself.
    if (url.protocol !== "file:") return await instantiate(await download(url));
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

async function download(url: URL): Promise<Response | ArrayBuffer> {
  // Turbopack makes a path of the URL, which a worker made from a blob cannot resolve.
  const response = await fetch(url.origin ? url : new URL(String(url), location.origin));
  if (!response.ok) throw new Error(`${response.url} returned ${response.status}`);
  // Browsers compile while they download, but only what has the right media type.
  return response.headers.get("content-type") === "application/wasm" ? response : response.arrayBuffer();
}
