// `--dry-run`: prepares every photo, but sends none.
import { prepareImage } from "../../client/node.js";
import type { ReRoom } from "../../client/node.js";
import { findRecord, isOrdered } from "./find-record.js";
import type { Manifest } from "./manifest.js";
import type { Settings } from "./options.js";
import { readPhoto } from "./photos.js";

/** Prints what a run would do. Returns the number of photos that cannot be sent. */
export async function runDry(
  names: readonly string[],
  { settings, client, manifest }: { settings: Settings; client: ReRoom | undefined; manifest: Manifest },
): Promise<number> {
  const counts = { unchanged: 0, changed: 0, ordered: 0, copies: 0, rejected: 0 };
  const hashes = new Set<string>();
  for (const name of names) {
    try {
      const { blob, hash } = readPhoto(settings.folder, name);
      if (isOrdered(findRecord(name, hash, manifest, settings.ordersAgain))) {
        counts.ordered += 1;
        continue;
      }
      if (hashes.has(hash)) {
        counts.copies += 1;
        continue;
      }
      hashes.add(hash);
      const { changes } = await prepareImage(blob, {
        fit: settings.job.fit,
        ...(settings.job.fit === "pad" && { fill: "edge" }),
      });
      if (changes.length === 0) counts.unchanged += 1;
      else {
        counts.changed += 1;
        console.log(`${name}: ${changes.join(", ")}`);
      }
    } catch (error) {
      counts.rejected += 1;
      console.log(`${name}: cannot be sent. ${(error as Error).message}`);
    }
  }
  const count = counts.unchanged + counts.changed;
  console.log(`\n${names.length} photos:`);
  console.log(`  ${counts.unchanged} can be sent as they are`);
  console.log(`  ${counts.changed} are prepared first`);
  console.log(`  ${counts.rejected} cannot be sent`);
  if (counts.copies > 0) console.log(`  ${counts.copies} are copies of others, and are not ordered`);
  if (counts.ordered > 0) console.log(`  ${counts.ordered} are ordered already`);
  console.log(`\nCredits: ${count * settings.cost} (${count} photos at ${settings.cost} each; set yours with --cost)`);
  if (client) console.log(await describeBalance(client, count * settings.cost));
  return counts.rejected;
}

async function describeBalance(client: ReRoom, cost: number): Promise<string> {
  try {
    const { credits } = await client.account();
    if (credits < 0) return "Your account has unlimited credits.";
    return `Your account has ${credits} credits.${credits < cost ? ` ${cost - credits} are missing.` : ""}`;
  } catch (error) {
    return `Your credits could not be read. ${(error as Error).message}`;
  }
}
