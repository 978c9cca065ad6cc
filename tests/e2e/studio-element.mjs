// Opens <reroom-studio> with a sandbox client, and without the sample site.
import { elements, openPage, sandbox } from "./elements-page.mjs";
import { actions } from "./studio.mjs";

/** Opens a page with a studio. `fontSize` and `dir` are the page's, other options the browser context's. */
export async function openStudioElement({ head = "", dir, fontSize, ...options } = {}) {
  await sandbox("reset", { speeds: { queuedMs: 0, renderingMs: 200 } });
  if (fontSize)
    elements.files.set(
      "/text.css",
      Buffer.from(`:root { font-size: ${fontSize} } body { margin: 0.5rem } h1 { font-size: 1rem }`),
    );
  const styles = fontSize ? `<link rel="stylesheet" href="/text.css" />` : "";
  const body = `<reroom-studio base-url="/"></reroom-studio>`;
  const { page, problems } = await openPage({ body, head: head + styles, dir }, options);
  const studio = page.locator("reroom-studio");
  await studio.evaluate(async (studio) => {
    await globalThis.init();
    studio.client = new globalThis.client.ReRoom({ baseUrl: location.origin, apiKey: "sandbox" });
  });
  await studio.locator(".panel").waitFor();
  return {
    page,
    problems,
    ...actions(page),
    /** Waits for an announcement. */
    announced: (words) => studio.locator("p.visually-hidden[role=status]", { hasText: words }).waitFor(),
  };
}
