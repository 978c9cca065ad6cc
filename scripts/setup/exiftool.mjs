// ExifTool, which reads what the elements write into photos and says whether their metadata holds together.
import { ask } from "../run.mjs";
import { installDebian, onDebian } from "./debian.mjs";

const isThere = () => ask("exiftool", ["-ver"]) !== undefined;

/** Installs it where it is missing and can be had; says so in one sentence where it cannot: one test goes without it. */
export function ensureExifTool(say) {
  if (isThere()) return;
  try {
    if (!onDebian()) throw new Error("install exiftool");
    installDebian(["libimage-exiftool-perl"], say);
  } catch (error) {
    say(`ExifTool cannot be had, so exported photos are not looked at with it (${error.message})`);
  }
}
