// Compares the package's deflate encoder with fdeflate and miniz_oxide, each in its own WebAssembly build.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { nativeEnvironment, root, run, wasmEnvironment } from "../scripts/run.mjs";
import { withFlags, withSmallCode } from "../scripts/rust-flags.mjs";
import { takeTurns } from "./page/measure.js";

const crate = join(root, "bench", "deflate");
const target = "wasm32-unknown-unknown";

const MASKS = [
  ["hard-1-bit", "hard, 1 bit"],
  ["hard", "hard, 8 bit"],
  ["soft", "soft edges, 2 px"],
  ["wide-soft", "soft edges, 24 px"],
];
const ENCODERS = [
  ["reroom", "ours", (exports) => exports.ours()],
  ["fdeflate", "fdeflate", (exports) => exports.fdeflate()],
  ["miniz_oxide, default level", "miniz", (exports) => exports.miniz(6)],
  ["miniz_oxide, best level", "miniz", (exports) => exports.miniz(10)],
];

/** Builds the crate with one encoder, or with none, and returns the wasm. */
function compile(feature) {
  console.log(`bench: compiling ${feature || "an empty wasm"}`);
  const env = withFlags(withSmallCode(wasmEnvironment(), 25), ["-Ctarget-feature=+simd128"]);
  const features = feature ? ["--features", feature] : [];
  run("cargo", ["build", "--release", "--quiet", "--lib", "--target", target, ...features], { env, cwd: crate });
  return readFileSync(join(crate, "target", target, "release", "reroom_bench_deflate.wasm"));
}

/** Returns the uncompressed PNG data of each mask. */
function writeMasks() {
  const folder = mkdtempSync(join(tmpdir(), "reroom-masks-"));
  const args = ["run", "--release", "--quiet", "--bin", "masks", "--features", "masks", "--", folder];
  try {
    run("cargo", args, { env: nativeEnvironment(), cwd: crate });
    return MASKS.map(([file]) => readFileSync(join(folder, file)));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function instantiate(wasm, data) {
  const { instance } = await WebAssembly.instantiate(wasm);
  const address = instance.exports.input(data.length);
  new Uint8Array(instance.exports.memory.buffer, address, data.length).set(data);
  return instance.exports;
}

/** Measures each encoder. Returns its bytes and median time per mask, and the brotli bytes that it adds to a wasm. */
export async function deflate(rounds) {
  const masks = writeMasks();
  const builds = new Map();
  for (const feature of ["", ...new Set(ENCODERS.map(([, feature]) => feature))]) builds.set(feature, compile(feature));
  const weight = (feature) => brotliCompressSync(builds.get(feature)).length;
  const rows = ENCODERS.map(([name, feature]) => ({ name, added: weight(feature) - weight(""), masks: [] }));
  for (const [index, data] of masks.entries()) {
    console.log(`bench: compressing a mask, ${MASKS[index][1]}`);
    const ways = [];
    for (const [name, feature, encode] of ENCODERS) {
      const exports = await instantiate(builds.get(feature), data);
      ways.push({ name, run: () => encode(exports) });
    }
    const measured = await takeTurns(ways, rounds);
    for (const [row, { median, result }] of measured.entries()) rows[row].masks.push({ median, bytes: result });
  }
  return { names: MASKS.map(([, name]) => name), rows };
}
