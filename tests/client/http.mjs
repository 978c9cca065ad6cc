// A sandbox over HTTP behind the unreliable wire of `tests/wire`. In a page, `pages/http.mjs` takes the place of this file.
import { createSandbox } from "reroom/sandbox";
import { startWire } from "../wire/server.mjs";

/** Starts the server; `origin` is its address. */
export const startServer = async () => startWire(await createSandbox({ seed: 1 }));
