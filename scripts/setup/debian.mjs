// Debian packages, for what Rust's and npm's registries do not carry.
import { existsSync } from "node:fs";
import { ask, run } from "../run.mjs";

/** Whether this is a Debian-like system. */
export const onDebian = () => existsSync("/etc/debian_version") && Boolean(ask("apt-get", ["--version"]));

let listsAreFresh = false;

/** Installs packages as root, or through a sudo that asks no password. */
export function installDebian(packages, say) {
  const isRoot = process.getuid?.() === 0;
  if (!isRoot && ask("sudo", ["-n", "true"]) === undefined)
    throw new Error(`please install as root, then start again: apt-get install ${packages.join(" ")}`);
  const apt = (...args) => {
    const words = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", ...args];
    const [command, ...rest] = isRoot ? words : ["sudo", "-n", ...words];
    run(command, rest, { quiet: true });
  };
  say(`installing ${packages.join(", ")} (apt-get)`);
  if (!listsAreFresh) apt("update");
  listsAreFresh = true;
  apt("install", "-y", "--no-install-recommends", ...packages);
}
