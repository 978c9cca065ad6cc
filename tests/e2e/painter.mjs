// A page object for the mask painter.
import { openElements } from "./elements.mjs";

export const [WIDTH, HEIGHT] = [1800, 1200];
const body = `<reroom-mask-painter src="/samples/living-room-staged.jpg" width="${WIDTH}" height="${HEIGHT}"></reroom-mask-painter>`;

/** Opens a page with a painter. Collects page errors in `problems`. */
export async function openPainter(browser, elements, options = {}, content = {}) {
  const opened = await openElements(browser, elements.show({ body, ...content }), options);
  const { page } = opened;
  const painter = page.locator("reroom-mask-painter");
  await painter.locator(".guides").waitFor({ state: "attached" });
  await page.evaluate(() => {
    globalThis.changes = 0;
    document.querySelector("reroom-mask-painter").addEventListener("change", () => globalThis.changes++);
  });
  const at = async ([x, y]) => {
    const box = await painter.locator(".window").boundingBox();
    return [box.x + x * box.width, box.y + y * box.height];
  };
  return {
    ...opened,
    painter,
    at,
    changes: () => page.evaluate(() => globalThis.changes),
    marked: () => painter.evaluate((element) => element.marked),
    tool: (name) => painter.locator(`label[data-value=${name}]`).click(),
    button: (name) => painter.getByRole("button", { name, exact: true }),
    /** Clicks a button behind "More actions". */
    async action(name) {
      const more = painter.getByRole("button", { name: "More actions", exact: true });
      if ((await more.getAttribute("aria-expanded")) === "false") await more.click();
      await painter.getByRole("button", { name, exact: true }).click();
    },
    said: (words) => painter.locator("[role=status]", { hasText: words }).waitFor(),
    /** Drags the mouse through positions, in fractions of the visible photo. */
    async drag(...places) {
      const [start, ...rest] = await Promise.all(places.map(at));
      await page.mouse.move(...start);
      await page.mouse.down();
      for (const place of rest) await page.mouse.move(...place, { steps: 6 });
      await page.mouse.up();
    },
    /** Returns the encoded mask: its size, and its values at positions in fractions of the photo. */
    mask: (...places) =>
      painter.evaluate(async (element, places) => {
        const bytes = Uint8Array.from(atob(await element.encode()), (char) => char.charCodeAt(0));
        const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
        const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
        const context = canvas.getContext("2d");
        context.drawImage(bitmap, 0, 0);
        const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
        const index = ([x, y]) => 4 * (Math.floor(y * bitmap.height) * bitmap.width + Math.floor(x * bitmap.width));
        let count = 0;
        for (let at = 0; at < data.length; at += 4) count += data[at] > 127;
        return {
          size: [bitmap.width, bitmap.height],
          values: places.map((place) => data[index(place)]),
          share: count / (bitmap.width * bitmap.height),
        };
      }, places),
  };
}
