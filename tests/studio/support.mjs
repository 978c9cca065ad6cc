// A sandbox over HTTP, and studios without a view on it.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { after } from "node:test";
import init, { ReRoom } from "reroom";
import { createSandbox } from "reroom/sandbox";
import { createSandboxListener } from "reroom/sandbox/node";
import { createStudio } from "reroom/studio";

await init();

const quick = { speeds: { queuedMs: 0, renderingMs: 20 } };

/** Starts a sandbox on a port. It stops after the tests of the file. */
export async function startService(options = {}) {
  const sandbox = await createSandbox({ ...quick, ...options });
  const server = createServer(createSandboxListener(sandbox));
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  after(() => {
    server.closeAllConnections();
    server.close();
    sandbox.free();
  });
  const baseUrl = `http://127.0.0.1:${server.address().port}`;
  return {
    sandbox,
    baseUrl,
    reset: (more = {}) => sandbox.reset({ ...quick, ...more }),
    client: (more = {}) => new ReRoom({ baseUrl, apiKey: "sandbox", ...more }),
    /** Returns the bodies of all paid requests. */
    orders: () =>
      sandbox
        .requests()
        .filter(({ method, path }) => method === "POST" && /\/(render|upscale)(\?|$)/.test(path))
        .map(({ json, path }) => ({ path, ...json })),
  };
}

/** Reads a sample photo as a file. */
export async function sample(name = "living-room-empty") {
  const bytes = await readFile(new URL(`../../www/public/samples/${name}.jpg`, import.meta.url));
  return new File([bytes], `${name}.jpg`, { type: "image/jpeg" });
}

/** A storage in memory, like `localStorage`. */
export function memoryStorage() {
  const entries = new Map();
  return {
    entries,
    getItem: (key) => entries.get(key) ?? null,
    setItem: (key, value) => void entries.set(key, value),
    removeItem: (key) => void entries.delete(key),
  };
}

/** Creates a studio with a client. */
export const studioFor = (service, options = {}) => createStudio({ client: service.client(), ...options });

/** Creates a studio with an open photo and the choices for furnishing it. */
export async function readyToFurnish(service, options = {}) {
  const studio = studioFor(service, {
    tools: ["virtual-staging", "empty-room", "interior", "edit", "upscale"],
    ...options,
  });
  await studio.open(await sample());
  studio.set("type", "living-room");
  studio.set("style", "modern");
  return studio;
}

/** Resolves as soon as the condition is true for the snapshot. */
export function until(studio, condition) {
  return new Promise((done) => {
    let stop;
    const check = () => {
      if (!condition(studio.getSnapshot())) return;
      stop?.();
      stop = undefined;
      done(studio.getSnapshot());
    };
    stop = studio.subscribe(check);
    check();
  });
}
