// Uses a recipe's page like a person: chooses a photo and waits for the finished render.
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { root } from "../packaging/project.mjs";
import { serve } from "../packaging/site.mjs";

export { launch } from "../packaging/site.mjs";

export const key = "rr-live-only-the-server-knows";
export const photo = fileURLToPath(new URL("www/public/samples/living-room-empty.jpg", `file://${root}`));

/** Starts a sandbox for a recipe's server; `env` contains its URL and key. */
export async function service() {
  const { origin, stop } = await serve((req, res) => res.writeHead(404).end(), key);
  return { origin, stop, env: { REROOM_API_KEY: key, REROOM_UPSTREAM: origin } };
}

/**
 * Opens a page, chooses a file, and calls `submit`. Resolves to the width of the result (`shown`), the page's error message
 * (`failed`), console warnings and errors (`problems`), and the number of wasm files (`wasm`).
 */
export async function take(browser, address, file = photo, submit = async () => {}) {
  const page = await browser.newPage();
  const problems = [];
  let wasm = 0;
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type()) && !/^Lit is in dev mode/.test(message.text()))
      problems.push(`${message.text()} (${message.location().url})`);
  });
  page.on("response", (response) => {
    if (new URL(response.url()).pathname.endsWith(".wasm") && response.ok()) wasm++;
  });
  await page.route("**/favicon.ico", (route) => route.fulfill({ status: 204 }));
  try {
    const response = await page.goto(address, { waitUntil: "networkidle" });
    if (!response.ok()) throw new Error(`${address} returned ${response.status()}.`);
    if (file) await page.setInputFiles("input[type=file]", file);
    await submit(page);
    const end = await page.waitForFunction(outcome, undefined, { timeout: 20_000 });
    return { ...(await end.jsonValue()), problems, wasm };
  } catch (error) {
    throw new Error(
      `${error.message}\n${problems.join("\n")}\n${(await page.innerHTML("body").catch(String)).slice(0, 2000)}`,
      {
        cause: error,
      },
    );
  } finally {
    await page.close();
  }
}

/** Runs in the page: returns the result or the error message, if there is one. */
function outcome() {
  const failed = document.querySelector("[role=alert]")?.textContent;
  const image = [...document.images].find(({ complete, naturalWidth }) => complete && naturalWidth > 0);
  if (failed) return { shown: 0, failed };
  return image && { shown: image.naturalWidth };
}

/** A 12 MB photo: the sample as an uncompressed PNG. */
export async function largePhoto() {
  const image = sharp(photo).resize(2304, 1728, { fit: "cover" });
  return { name: "large.png", mimeType: "image/png", buffer: await image.png({ compressionLevel: 0 }).toBuffer() };
}
