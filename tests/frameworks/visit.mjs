// What a person does with a recipe's page: choose a photo, and see the finished render.
import { fileURLToPath } from "node:url";
import sharp from "sharp";
import { root } from "../packaging/project.mjs";
import { serve } from "../packaging/site.mjs";

export { launch } from "../packaging/site.mjs";

export const key = "rr-live-only-the-server-knows";
export const photo = fileURLToPath(new URL("www/public/samples/living-room-empty.jpg", `file://${root}`));

/** The service that a recipe's server talks to; `env` names it and its key. */
export async function service() {
  const { origin, stop } = await serve((req, res) => res.writeHead(404).end(), key);
  return { origin, stop, env: { REROOM_API_KEY: key, REROOM_UPSTREAM: origin } };
}

/**
 * Chooses a file in the page at this address, and `submit`s where there is a button to press. Resolves to what became of
 * it: `shown`, the image's width; `failed`, the page's own text about a failure; `problems`, what the console complained
 * of; `wasm`, how many such files it loaded.
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
    const end = await page.waitForFunction(look, undefined, { timeout: 20_000 });
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

/** In the page: whether the render is shown, or a failure. */
function look() {
  const failed = document.querySelector("[role=alert]")?.textContent;
  const image = [...document.images].find(({ complete, naturalWidth }) => complete && naturalWidth > 0);
  if (failed) return { shown: 0, failed };
  return image && { shown: image.naturalWidth };
}

/** A photo of 12 MB: the sample as a PNG that is not compressed. */
export async function largePhoto() {
  const image = sharp(photo).resize(2304, 1728, { fit: "cover" });
  return { name: "large.png", mimeType: "image/png", buffer: await image.png({ compressionLevel: 0 }).toBuffer() };
}
