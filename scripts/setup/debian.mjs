// Installs Debian packages.
import { existsSync } from "node:fs";
import { runAsync, tryRun } from "../run.mjs";
import { log } from "./log.mjs";

/** Whether this is a Debian-like system. */
export const onDebian = () => existsSync("/etc/debian_version") && Boolean(tryRun("apt-get", ["--version"]));

let update;
let queue = Promise.resolve();

/** Installs packages as root, or with sudo if it asks for no password. Calls run one after another. */
export function installDebian(packages) {
  const installed = queue.then(() => install(packages));
  queue = installed.catch(() => {});
  return installed;
}

async function install(packages) {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && tryRun("sudo", ["-n", "true"]) === undefined)
    throw new Error(`only root can install it. Run \`apt-get install ${packages.join(" ")}\` as root`);
  const apt = (...args) => {
    const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
    const words = ["apt-get", ...args, "-qq"];
    return isRoot
      ? runAsync(words[0], words.slice(1), { env })
      : runAsync("sudo", ["-n", "env", "DEBIAN_FRONTEND=noninteractive", ...words]);
  };
  log(`installing ${packages.join(", ")} (apt-get)`);
  await (update ??= apt("update"));
  await apt("install", "-y", "--no-install-recommends", ...packages);
}
