// `npx reroom run`: renders all photos in a folder.
import { existsSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { availableParallelism } from "node:os";
import init, { ReRoom, validateRequest } from "../../client/node.js";
import "../../heic/node.js";
import { createKeyedMutex, createSemaphore } from "./semaphore.js";
import { findMissing } from "./find-record.js";
import { Ledger } from "./ledger.js";
import { lockFolder } from "./lock.js";
import { Manifest } from "./manifest.js";
import { HELP, readSettings, UsageError, type Settings } from "./options.js";
import { runDry } from "./dry-run.js";
import { runPhoto, type RunContext } from "./photo-run.js";
import { listPhotos, locate } from "./photos.js";
import { Progress } from "./progress.js";

/** The status of a process that was interrupted. */
const INTERRUPTED = 130;
/** Photos that are prepared or restored while others render. */
const AHEAD = 2;

/** Runs the command, and sets the exit status. */
export async function runFolder(args: string[]): Promise<void> {
  try {
    const settings = readSettings(args);
    if (settings) process.exitCode = await start(settings);
    else console.log(HELP);
  } catch (error) {
    // A folder cannot be read or written.
    const isSystemError = error instanceof Error && "syscall" in error;
    if (!(error instanceof UsageError || isSystemError)) throw error;
    console.error(`reroom run: ${error.message}`);
    process.exitCode = 2;
  }
}

async function start(settings: Settings): Promise<number> {
  const { folder, out, job, isDryRun, concurrency } = settings;
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new UsageError(`${folder} is not a folder.`);
  if (locate(out) === locate(folder)) {
    throw new UsageError("--out must be another folder, or the results would replace the photos.");
  }
  const apiKey = process.env["REROOM_API_KEY"];
  if (!apiKey && !isDryRun) throw new UsageError("REROOM_API_KEY is not set. Set it to your API key.");
  requireSharp();
  await init();
  checkParams(job.params);
  const names = listPhotos(folder, out);
  if (names.length === 0) throw new UsageError(`${folder} has no photos.`);
  const unlock = isDryRun ? () => undefined : lockFolder(out);
  try {
    const manifest = new Manifest(out, job);
    const ledger = new Ledger(manifest);
    const options = { baseUrl: job.baseUrl, maxConcurrentRenders: concurrency, fetch: ledger.fetch };
    const client = new ReRoom({ ...options, ...(apiKey && { apiKey }) });
    if (isDryRun) return (await runDry(names, { settings, client: apiKey ? client : undefined, manifest })) > 0 ? 1 : 0;
    const limits = { compute: createSemaphore(availableParallelism()), runAlone: createKeyedMutex() };
    return await runAll(names, { settings, client, manifest, ledger, names: new Set(names), ...limits }, unlock);
  } finally {
    unlock();
  }
}

function requireSharp(): void {
  for (const from of [import.meta.url, `${process.cwd()}/reroom.js`]) {
    try {
      createRequire(from).resolve("sharp");
      return;
    } catch {
      // Perhaps it is installed elsewhere.
    }
  }
  throw new UsageError("This command needs the package sharp. Install it: npm install sharp");
}

function checkParams(params: Readonly<Record<string, unknown>>): void {
  const name = "00000000-0000-4000-8000-000000000000.jpg";
  const request = params["tool"] === "upscale" ? undefined : { file_name: name, ...params };
  const issues = request ? validateRequest(request) : [];
  if (issues.length > 0) throw new UsageError(issues.map(({ message }) => message).join(" "));
}

async function runAll(names: readonly string[], context: RunContext, unlock: () => void): Promise<number> {
  const { settings, ledger } = context;
  const progress = new Progress(names.length);
  let isInterrupted = false;
  const interrupt = () => {
    if (isInterrupted) {
      unlock();
      process.exit(INTERRUPTED);
    }
    isInterrupted = true;
    ledger.stop();
    progress.print(
      "No more orders are sent. Waiting for the renders that are running. Press Ctrl+C again to stop now.",
    );
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, interrupt);
  const queue = [...names];
  const work = async (): Promise<void> => {
    for (let name = queue.shift(); name !== undefined && !ledger.isStopped; name = queue.shift()) {
      const outcome = await runPhoto(name, context);
      progress.add(name, outcome);
      if (outcome.state === "failed" && outcome.stops) ledger.stop();
    }
  };
  await Promise.all(Array.from({ length: settings.concurrency + AHEAD }, work));
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.off(signal, interrupt);
  for (const name of findMissing(context.manifest, context.names)) {
    progress.print(
      `${name} is no longer in the folder, but was ordered before. To get its result, put it back and run the same command again.`,
    );
  }
  progress.end();
  const { done, skipped, failures } = progress;
  const open = names.length - done - skipped - failures.length;
  const parts = [`${done} done`, `${skipped} done before`, `${failures.length} failed`, `${open} not ordered`];
  console.error(`${names.length} photos: ${parts.join(", ")}. The results are in ${settings.out}.`);
  if (settings.isJson) console.log(JSON.stringify({ total: names.length, done, skipped, open, failures }));
  if (isInterrupted) return INTERRUPTED;
  return failures.length + open > 0 ? 1 : 0;
}
