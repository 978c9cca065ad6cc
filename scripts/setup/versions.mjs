// Versions from other files of the repository.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../run.mjs";

const read = (path) => readFileSync(join(root, path), "utf8");

/** The version of wasm-bindgen: the crate and the program must have the same one. */
export function wasmBindgenVersion() {
  const version = /name = "wasm-bindgen"\nversion = "([^"]+)"/.exec(read("Cargo.lock"))?.[1];
  if (!version) throw new Error("Cargo.lock has no wasm-bindgen. Restore the file from the repository.");
  return version;
}

/** The version of Rust in rust-toolchain.toml. */
export function rustVersion() {
  const version = /^channel = "([^"]+)"$/m.exec(read("rust-toolchain.toml"))?.[1];
  if (!version) throw new Error("rust-toolchain.toml has no channel. Restore the file from the repository.");
  return version;
}
