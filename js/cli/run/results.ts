// Downloads results, puts them back into their photos, and writes them.
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { inspectImage } from "../../client/node.js";
import type { PreparedImage } from "../../client/node.js";
import { writeDurably } from "./files.js";

const ATTEMPTS = 3;
const TIMEOUT_MS = 60_000;

/** A result in its photo, or the service's own image with the reason why it is not. */
interface Result {
  readonly file: Blob;
  readonly note?: string;
}

/** Where results belong: the photo, among the names of all photos, and their folder. */
interface Place {
  readonly folder: string;
  readonly name: string;
  readonly names: ReadonlySet<string>;
}

/** Writes the results of a render. Returns their paths relative to `folder`, and what is notable about them. */
export async function saveResults(
  outputs: readonly string[],
  prepared: PreparedImage | undefined,
  { folder, name, names }: Place,
): Promise<{ paths: string[]; note: string | undefined }> {
  const paths: string[] = [];
  let note: string | undefined;
  for (const [index, url] of outputs.entries()) {
    const result = await restore(await download(url), prepared);
    note ??= result.note;
    const path = choosePath(name, index, await extensionOf(result.file), names);
    writeDurably(join(folder, path), new Uint8Array(await result.file.arrayBuffer()));
    paths.push(path);
  }
  return { paths, note };
}

/** Writes results that are there under the name of another photo. Returns the paths, relative to `folder`. */
export function copyResults(outputs: readonly string[], { folder, name, names }: Place): string[] {
  return outputs.map((output, index) => {
    const path = choosePath(name, index, /\.png$/i.test(output) ? ".png" : ".jpg", names);
    writeDurably(join(folder, path), readFileSync(join(folder, output)));
    return path;
  });
}

async function download(url: string): Promise<Blob> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!response.ok) throw new Error(`The host of the result responded with status ${response.status}.`);
      return await response.blob();
    } catch (error) {
      if (attempt === ATTEMPTS) throw new Error("The result could not be downloaded.", { cause: error });
      await pause(1000 * attempt);
    }
  }
}

async function restore(file: Blob, prepared: PreparedImage | undefined): Promise<Result> {
  if (!prepared) return { file };
  try {
    const restored = await prepared.restore(file);
    if (restored.fits) return { file: restored };
    return { file, note: "The result shows something else than the photo, so it was saved as it came." };
  } catch (error) {
    return { file, note: `The result was saved as it came. ${(error as Error).message}` };
  }
}

async function extensionOf(file: Blob): Promise<string> {
  return (await inspectImage(file)).format === "png" ? ".png" : ".jpg";
}

/** The name of the photo, with another extension if the format differs. Never that of another photo. */
function choosePath(name: string, index: number, extension: string, names: ReadonlySet<string>): string {
  const old = extname(name);
  const stem = name.slice(0, -old.length);
  const isSame = old.toLowerCase().replace("jpeg", "jpg") === extension;
  const number = index === 0 ? "" : `-${index + 1}`;
  let path = isSame ? `${stem}${number}${old}` : `${name}${number}${extension}`;
  while (path !== name && names.has(path)) path += extension;
  return path;
}
