// A page object for the studio.
import assert from "node:assert/strict";
import { artifact } from "./site.mjs";

/** Opens the page. Collects page errors in `problems`. */
export async function openStudio(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 960 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    // Browsers also log expected error responses and broken connections.
    if (message.type() === "error" && !message.text().startsWith("Failed to load resource"))
      problems.push(message.text());
  });
  await page.goto(url);
  await page.locator("reroom-studio .panel").waitFor();
  return { page, problems, ...actions(page) };
}

/** Actions on a studio. */
export function actions(page) {
  const question = (param) => page.locator(`.field[data-param="${param}"]`);
  const opened = () => page.locator("reroom-studio .verdict").waitFor();
  const submit = page.locator("reroom-studio [data-action=submit]");
  const choose = (param, value) => question(param).locator(`label:has(input[value="${value}"])`).click();
  const pick = async (param, words) => {
    await question(param).locator("summary").click();
    await question(param).locator("input[type=search]").fill(words);
    await page.keyboard.press("Enter");
  };
  return {
    studio: page.locator("reroom-studio"),
    submitButton: submit,
    notice: page.locator("reroom-studio [part~=notice]"),
    verdict: page.locator("reroom-studio .verdict"),
    hint: page.locator("#submit-hint"),
    /** Opens a sample photo. */
    async sample(name) {
      await page.getByRole("button", { name, exact: true }).click();
      await page.locator("reroom-studio .file b", { hasText: ".jpg" }).waitFor();
      await opened();
    },
    /** Opens a file with these bytes. */
    async file(name, mimeType, buffer) {
      await page.locator("reroom-studio #file").setInputFiles({ name, mimeType, buffer });
      await opened();
    },
    /** Picks a tool. Opens the list of tools if it is folded. */
    async tool(id) {
      const tools = page.locator("reroom-studio .controls > .tools");
      if (!(await tools.evaluate((picker) => picker.localName !== "details" || picker.open)))
        await tools.locator("summary").click();
      await tools.locator(`label:has(input[value="${id}"])`).click();
    },
    /** Selects an option that is visible. */
    choose,
    /** Opens a long list, searches it and selects the first match. */
    pick,
    /** Fills in the required fields of virtual staging. */
    async furnishing(type = "living-room", style = "modern") {
      await choose("type", type);
      await choose("style", style);
    },
    /** Fills in the required fields of restyling. */
    async anyStyle() {
      await pick("style", "no preference");
      await pick("type", "no preference");
    },
    write: (param, text) => question(param).locator("textarea").fill(text),
    more: () => page.locator("details.more > summary").click(),
    /** Chooses a tool of the painter. */
    painterTool: (name) => page.locator(`reroom-mask-painter label[data-value=${name}]`).click(),
    /** Paints a line through positions in fractions of the photo. */
    async paint(from, to) {
      await page.locator("reroom-mask-painter label[data-value=brush]").click();
      await this.drag(from, to);
    },
    /** Drags the painter's tool between positions in fractions of the photo. */
    async drag(from, to) {
      await page.locator("reroom-mask-painter .guides").waitFor({ state: "attached" });
      const surface = page.locator("reroom-mask-painter .window");
      await surface.scrollIntoViewIfNeeded();
      const box = await surface.boundingBox();
      const at = ([x, y]) => [box.x + x * box.width, box.y + y * box.height];
      await page.mouse.move(...at(from));
      await page.mouse.down();
      await page.mouse.move(...at(to), { steps: 8 });
      await page.mouse.up();
    },
    submit: () => submit.click(),
    /** Waits for the comparison. Returns the URLs and the size of the result. */
    async result() {
      const ended = page.locator("reroom-studio .result, reroom-studio [part~=notice]").first();
      await ended.waitFor({ timeout: 30_000 }).catch(async () => {
        assert.fail(`the job does not end; the page says: ${await page.locator("reroom-studio").innerText()}`);
      });
      const notice = page.locator("reroom-studio [part~=notice]");
      if (await notice.count()) assert.fail(await notice.innerText());
      return page.locator("reroom-compare").evaluate(async ({ beforeSrc, afterSrc }) => {
        const picture = new Image();
        picture.src = afterSrc;
        await picture.decode();
        return { before: beforeSrc, url: afterSrc, width: picture.naturalWidth, height: picture.naturalHeight };
      });
    },
    action: (name) => page.locator(`reroom-studio [data-action=${name}]:visible`).click(),
    /** Presses Tab until the selector has focus. */
    async tabTo(selector, key = "Tab") {
      for (let presses = 0; presses < 60; presses++) {
        await page.keyboard.press(key);
        if (await focused(page, selector)) return;
      }
      assert.fail(`the keyboard does not reach ${selector}`);
    },
    /** Waits until the selector has focus. */
    hasFocus: (selector) => page.waitForFunction(focusedInPage, selector),
    /** Lets renders run: answers the first look as still rendering, and holds the others. Returns a function that lets them pass. */
    async hold() {
      let release;
      const released = new Promise((done) => (release = done));
      let count = 0;
      await page.route(/\/api\/enterprise\/render\/[^?]+$/, async (route) => {
        if (count++ > 0) {
          await released;
          return route.continue().catch(() => undefined);
        }
        // The page may be closed meanwhile.
        const answer = async (response) => ({ ...(await response.json()), status: "rendering", outputs: [] });
        const response = await route.fetch().catch(() => undefined);
        const json = await (response && answer(response).catch(() => undefined));
        return json && route.fulfill({ response, json }).catch(() => undefined);
      });
      return release;
    },
    screenshot: (name) => artifact(page, name),
    close: () => page.context().close(),
  };
}

const focused = (page, selector) => page.evaluate(focusedInPage, selector);

/** Whether the focused element, in any shadow root, matches the selector. */
function focusedInPage(selector) {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  return active?.matches(selector) ?? false;
}

/** Returns the body of the last render or upscale request. */
export function lastRender(requests) {
  const last = requests.filter(({ method, path }) => method === "POST" && /\/(render|upscale)(\?|$)/.test(path)).at(-1);
  assert.ok(last, "nothing was submitted");
  return { path: last.path, body: last.json };
}
