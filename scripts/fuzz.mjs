// The fuzz targets of the photo parsers, each for a while: `npm run fuzz` for ten minutes, `npm run fuzz -- 60` for one.
import { mkdirSync, readdirSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { ask, nativeEnvironment, root, tee } from "./run.mjs";
import { say, setUp } from "./setup/index.mjs";
import { ensureCargoTool } from "./setup/cargo-tools.mjs";

const targets = readdirSync(join(root, "fuzz", "fuzz_targets")).map((name) => name.replace(".rs", ""));
const tool = { crate: "cargo-fuzz", binary: "cargo-fuzz", version: "0.13.1", locked: true };

/**
 * Runs every target for so many seconds, with further arguments of libFuzzer. Resolves as `tee` does, or to why they
 * did not run.
 */
export async function fuzz(seconds, further = []) {
  const env = nativeEnvironment();
  try {
    if (!ask("cargo", ["+nightly", "--version"])) throw new Error("there is no nightly Rust, which they need");
    const bin = ensureCargoTool(tool, say);
    if (bin) env.PATH = [bin, env.PATH].join(delimiter);
  } catch (error) {
    return { skipped: error.message };
  }
  const outputs = [];
  for (const target of targets) outputs.push(await run(target, [`-max_total_time=${seconds}`, ...further], env));
  const failed = outputs.filter(({ status }) => status !== 0).length;
  const summary = `ℹ pass ${targets.length - failed}\nℹ fail ${failed}\n`;
  process.stdout.write(summary);
  return { status: failed > 0 ? 1 : 0, output: summary };
}

/** One target, from what earlier runs have found and from the seeds; a finding ends it. */
function run(target, further, env) {
  const [corpus, seeds] = ["corpus", "seeds"].map((name) => join("fuzz", name, target));
  mkdirSync(join(root, corpus), { recursive: true });
  const limits = ["-max_len=16384", "-timeout=120", "-print_final_stats=1", "-verbosity=0"];
  return tee("cargo", ["+nightly", "fuzz", "run", target, corpus, seeds, "--", ...limits, ...further], { env });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  setUp();
  const { status, skipped } = await fuzz(Number(process.argv[2] ?? 600));
  if (skipped) console.log(`fuzz: not run: ${skipped}`);
  process.exitCode = status ?? 0;
}
