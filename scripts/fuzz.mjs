// Runs each fuzz target of the photo parsers: `npm run fuzz` for ten minutes, `npm run fuzz -- 60` for one.
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { nativeEnvironment, root, tee } from "./run.mjs";
import { setUp } from "./setup/index.mjs";

const targets = readdirSync(join(root, "fuzz", "fuzz_targets")).map((name) => name.replace(".rs", ""));

/** Runs every target for a number of seconds, with further arguments of libFuzzer. Resolves as `tee` does. */
export async function fuzz(seconds, further = []) {
  const outputs = [];
  for (const target of targets) outputs.push(await run(target, [`-max_total_time=${seconds}`, ...further]));
  const failed = outputs.filter(({ status }) => status !== 0).length;
  const summary = `ℹ pass ${targets.length - failed}\nℹ fail ${failed}\n`;
  process.stdout.write(summary);
  return { status: failed > 0 ? 1 : 0, output: summary };
}

/** Runs one target on the corpus of earlier runs and on the seeds; a finding ends it. */
function run(target, further) {
  const [corpus, seeds] = ["corpus", "seeds"].map((name) => join("fuzz", name, target));
  mkdirSync(join(root, corpus), { recursive: true });
  const limits = ["-max_len=16384", "-timeout=120", "-print_final_stats=1", "-verbosity=0"];
  return tee("cargo", ["+nightly", "fuzz", "run", target, corpus, seeds, "--", ...limits, ...further], {
    env: nativeEnvironment(),
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await setUp({ suites: ["fuzz"] });
  const { status } = await fuzz(Number(process.argv[2] ?? 600));
  process.exitCode = status;
}
