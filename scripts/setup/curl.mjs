// curl, which runs the examples of the service's document.
import { ask } from "../run.mjs";
import { installDebian, onDebian } from "./debian.mjs";

const isThere = () => ask("curl", ["--version"]) !== undefined;

/** Finds or installs it; returns its name as `{ CURL }`, or nothing, after one sentence, if it cannot be installed. */
export function ensureCurl(say) {
  try {
    if (!isThere() && onDebian()) installDebian(["curl"], say);
  } catch (error) {
    say(error.message);
  }
  if (isThere()) return { CURL: "curl" };
  say("curl is missing, so the API document's curl examples are skipped");
  return {};
}
