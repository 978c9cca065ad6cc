/* global ClipboardEvent, DragEvent, PerformanceObserver, sessionStorage -- of the page */
// Through the page as a person would: every tool with a real photo, what goes wrong, keyboard, phone, dark.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach, describe, test } from "node:test";
import { deflateSync } from "node:zlib";
import { build, preview } from "vite";
import { configFile, difference, openPage, sandbox, startBrowser, startSite } from "./site.mjs";

const quick = { speeds: { queuedMs: 0, renderingMs: 200 } };
const gif = Buffer.from("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7", "base64");

let site, browser, ui;

before(async () => {
  [site, browser] = await Promise.all([startSite(), startBrowser()]);
});

after(async () => {
  await browser?.close();
  await site?.stop();
});

beforeEach(async () => {
  await sandbox(site.origin, "reset", quick);
  ui = await openPage(browser, site.origin);
});

afterEach(async () => {
  const { problems } = ui;
  await ui.close();
  assert.deepEqual(problems, [], "the page reported errors");
});

/** The body of the last request that could make a render. */
async function lastRequest() {
  const requests = await sandbox(site.origin, "requests");
  const last = requests.filter(({ method, path }) => method === "POST" && /\/(render|upscale)(\?|$)/.test(path)).at(-1);
  assert.ok(last, "nothing was submitted");
  return { path: last.path, body: last.json };
}

/** Waits for the result and checks that it is a picture the sandbox made for this request. */
async function finished() {
  const result = await ui.result();
  assert.ok(result.url.startsWith(`${site.origin}/sandbox/outputs/`), result.url);
  assert.ok(result.width >= 512 && result.height >= 512, JSON.stringify(result));
  const photo = await ui.page.locator("#before").getAttribute("src");
  return { ...result, photo };
}

const whole = [0, 0, 1, 1];

describe("every tool to its finished picture", () => {
  test("redesign interior", async () => {
    await ui.sample("Living room");
    await ui.tool("interior");
    await ui.pick("type", "living");
    await ui.pick("style", "japan");
    await ui.segment("creativity", "Precise");
    await ui.page.getByText("More options").locator("visible=true").click();
    await ui.select("season", "winter");
    await ui.submit();
    const { photo, url } = await finished();
    assert.ok((await difference(ui.page, photo, url, whole)) > 3);
    const { path, body } = await lastRequest();
    assert.match(path, /field=interior|render$/);
    const { file_name, ...options } = body;
    assert.match(file_name, /\.jpg$|\.jpeg$/);
    assert.deepEqual(options, {
      type: "living-room",
      style: "japanese-zen",
      creativity: "precise",
      creativity_level: 0.7,
      season: "winter",
    });
    await ui.screenshot("interior");
  });

  test("redesign exterior", async () => {
    await ui.sample("House");
    await ui.tool("exterior");
    await ui.select("daylight", "sunset");
    await ui.submit();
    const { photo, url } = await finished();
    assert.ok((await difference(ui.page, photo, url, whole)) > 10);
    const { path, body } = await lastRequest();
    assert.match(path, /field=exterior/);
    assert.equal(body.daylight, "sunset");
    assert.equal(body.creativity, "balanced");
    await ui.screenshot("exterior");
  });

  test("sketch to render", async () => {
    await ui.sample("Line drawing");
    await ui.tool("sketch");
    await ui.segment("field", "Exterior");
    await ui.pick("style", "brutal");
    await ui.select("view", "elevation");
    await ui.submit();
    await finished();
    const { path, body } = await lastRequest();
    assert.match(path, /field=exterior/);
    assert.equal(body.tool, "sketch");
    assert.equal(body.view, "elevation");
    assert.equal(body.style, "bold-brutalist");
  });

  test("empty room", async () => {
    await ui.sample("Living room");
    await ui.tool("empty-room");
    await ui.submit();
    const { photo, url } = await finished();
    assert.ok((await difference(ui.page, photo, url, whole)) > 5);
    assert.equal((await lastRequest()).body.tool, "empty-room");
  });

  test("virtual staging from a preset, then the slider, a download and an upscale of the result", async () => {
    await sandbox(site.origin, "reset", { ...quick, credits: 20 });
    await ui.sample("Empty living room");
    await ui.tool("virtual-staging");
    await ui.select("style", "scandinavian");
    await ui.submit();
    const staged = await finished();
    // The sandbox knows the furnished twin of this photo.
    const twin = `${site.origin}/samples/living-room-staged.jpg`;
    assert.ok((await difference(ui.page, twin, staged.url, [0, 0, 1, 0.8])) < 4);
    assert.equal((await lastRequest()).body.style, "scandinavian");
    await ui.page.locator("#credits", { hasText: "19" }).waitFor();

    await ui.page.locator("#split").fill("30");
    assert.equal(
      await ui.page.evaluate(() => document.querySelector("#compare").style.getPropertyValue("--split")),
      "30%",
    );
    await ui.screenshot("staging");
    const [download] = await Promise.all([ui.page.waitForEvent("download"), ui.page.locator("#download").click()]);
    assert.match(download.suggestedFilename(), /^reroom-.+\.(jpg|png)$/);

    await ui.page.locator("#upscale").click();
    await ui.page.locator("#result-title", { hasText: "Upscale" }).waitFor();
    const upscaled = await finished();
    assert.equal(Math.min(upscaled.width, upscaled.height), 1536);
    assert.equal(upscaled.photo, staged.url);
    await ui.page.locator("#credits", { hasText: "15" }).waitFor();
    await ui.page.locator("#again").click();
    assert.equal(await ui.page.locator("#frame").isVisible(), true);
  });

  test("virtual staging after references", async () => {
    await ui.sample("Empty bedroom");
    await ui.tool("virtual-staging");
    await ui.segment("action", "References");
    await ui.write("reference_file_urls", "https://example.com/one.jpg\nhttps://example.com/two.jpg");
    await ui.submit();
    await finished();
    const { body } = await lastRequest();
    assert.deepEqual(body.reference_file_urls, ["https://example.com/one.jpg", "https://example.com/two.jpg"]);
  });

  for (const [action, label, answer] of [
    ["remove", "Remove", async () => {}],
    ["material", "Material", () => ui.pick("material", "marble")],
    ["prompt", "Describe", () => ui.write("prompt", "a low oak bench")],
    ["object", "Object", () => ui.select("name", "bed")],
  ])
    test(`edit: ${action}, only where it was painted`, async () => {
      await ui.sample("Living room");
      await ui.tool("edit");
      await ui.segment("action", label);
      await answer();
      await ui.page.locator("#brush-size").fill("20");
      await ui.paint([0.45, 0.6], [0.6, 0.6]);
      await ui.screenshot(`edit-${action}-mask`);
      await ui.submit();
      const { photo, url } = await finished();
      assert.ok((await difference(ui.page, photo, url, [0.45, 0.55, 0.15, 0.1])) > 3, "the painted part changed");
      assert.ok((await difference(ui.page, photo, url, [0, 0, 1, 0.3])) < 1, "the rest did not");
      const { body } = await lastRequest();
      assert.equal(body.action, action);
      assert.equal(typeof body.mask, "string");
      if (action === "object") assert.deepEqual(body.object, { category: "furniture", name: "bed" });
    });

  test("upscale", async () => {
    await ui.sample("House");
    await ui.tool("upscale");
    await ui.submit();
    const { width, height } = await finished();
    assert.equal(Math.min(width, height), 1536);
    assert.match((await lastRequest()).path, /upscale$/);
  });
});

describe("the mask", () => {
  test("asks to be painted first, is erased and cleared", async () => {
    await ui.sample("Living room");
    await ui.tool("edit");
    await ui.submit();
    await ui.page.getByText("Paint over what should change first.").waitFor();
    const painted = () =>
      ui.page.evaluate(() => {
        const canvas = document.querySelector("#mask");
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return data.filter((value, index) => index % 4 === 3 && value > 0).length;
      });
    await ui.paint([0.2, 0.5], [0.8, 0.5]);
    const full = await painted();
    assert.ok(full > 0);
    await ui.page.locator(".painter-tools label", { hasText: "Eraser" }).click();
    await ui.paint([0.5, 0.5], [0.8, 0.5]);
    const rest = await painted();
    assert.ok(rest > 0 && rest < full);
    await ui.page.locator("#clear-mask").click();
    assert.equal(await painted(), 0);
  });
});

describe("what goes wrong", () => {
  for (const [name, type, bytes, words] of [
    ["moving.gif", "image/gif", () => gif, /JPEG|PNG/],
    ["small.png", "image/png", () => png(300, 200), /512/],
    ["tower.png", "image/png", () => png(600, 1200), /4:3|16:9|aspect|wide/i],
  ])
    test(`${name} is refused at once, in words`, async () => {
      await ui.file(name, type, bytes());
      await ui.page.locator("#verdict.bad").waitFor();
      assert.match(await ui.page.locator("#verdict").textContent(), words);
      assert.equal(await ui.page.locator("#submit").isDisabled(), true);
      await ui.screenshot(`refused-${name.split(".")[0]}`);
    });

  test("an error of the service becomes advice, and trying again works", async () => {
    await ui.sample("Empty living room");
    const fault = { method: "POST", path: "/api/enterprise/render", status: 400 };
    await sandbox(site.origin, "faults", { ...fault, body: { err: "Not enough credits" } });
    await ui.submit();
    await ui.page.locator("#notice", { hasText: "not enough credits left" }).waitFor();
    await sandbox(site.origin, "faults", { ...fault, body: { err: "Maximum concurrent renders reached" } });
    await ui.submit();
    await ui.page.locator("#notice", { hasText: "Ten renders are already running" }).waitFor();
    await ui.screenshot("error");
    await ui.page.locator("#notice button", { hasText: "Try again" }).click();
    await finished();
  });

  test("a lost answer is not called a failure", async () => {
    await ui.sample("Empty living room");
    // More than once: a browser sends a request again by itself when a connection it had kept open breaks.
    await sandbox(site.origin, "faults", { method: "POST", path: "/api/enterprise/render", broken: "after", times: 9 });
    await ui.submit();
    await ui.page.locator("#notice", { hasText: "may have been accepted and paid for" }).waitFor();
    assert.equal(await ui.page.locator("#notice button").count(), 0);
  });

  test("a failed render says so", async () => {
    await ui.sample("Living room");
    await ui.tool("interior");
    await ui.write("prompt", "[fail]");
    await ui.submit();
    await ui.page.locator("#notice", { hasText: "The render failed" }).waitFor({ timeout: 20_000 });
  });

  test("a job can be cancelled and looked at again", async () => {
    await sandbox(site.origin, "reset", { speeds: { queuedMs: 1000, renderingMs: 1000 } });
    await ui.sample("Living room");
    await ui.tool("interior");
    await ui.submit();
    await ui.page.locator("#stages [aria-current]", { hasText: /Queued|Rendering/ }).waitFor();
    await ui.screenshot("progress");
    await ui.page.locator("#cancel").click();
    await ui.page.locator("#notice", { hasText: "Cancelled" }).waitFor();
    await ui.page.locator("#notice button", { hasText: "Look again" }).click();
    await finished();
    assert.equal((await sandbox(site.origin, "renders")).length, 1, "nothing was bought twice");
  });

  test("a wrong key is named in the connection dialog, and kept nowhere", async () => {
    await ui.page.locator("#open-settings").click();
    await ui.page.getByLabel("Own key").check();
    await ui.page.getByLabel("Base URL").fill(site.origin);
    await ui.page.getByLabel("Enterprise key").fill("not-the-key");
    await ui.page.getByRole("button", { name: "Connect", exact: true }).click();
    await ui.page.locator("#settings-error", { hasText: "does not know this key" }).waitFor();
    await ui.screenshot("settings");
    await ui.page.getByLabel("Enterprise key").fill("sandbox");
    await ui.page.getByRole("button", { name: "Connect", exact: true }).click();
    await ui.page.locator("#open-settings", { hasText: "Own key" }).waitFor();
    const stored = await ui.page.evaluate(() => localStorage.length + sessionStorage.length + document.cookie.length);
    assert.equal(stored, 0);
    await ui.page.locator("#show-code").click();
    assert.doesNotMatch(await ui.page.locator("#code-text").textContent(), /"sandbox"/);
  });
});

describe("however it is used", () => {
  test("a photo can be dropped and pasted", async () => {
    const give = (kind) =>
      ui.page.evaluate(async (kind) => {
        const blob = await (await fetch("/samples/house-exterior.jpg")).blob();
        const data = new DataTransfer();
        data.items.add(new File([blob], `${kind}.jpg`, { type: "image/jpeg" }));
        const event =
          kind === "drop"
            ? new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true })
            : new ClipboardEvent("paste", { clipboardData: data, bubbles: true });
        document.querySelector("#stage").dispatchEvent(event);
      }, kind);
    await give("drop");
    await ui.page.locator("#file-name", { hasText: "drop.jpg" }).waitFor();
    await give("paste");
    await ui.page.locator("#file-name", { hasText: "paste.jpg" }).waitFor();
    await ui.page.locator("#verdict", { hasText: "Ready" }).waitFor();
  });

  test("a room is staged, and part of it marked, by keyboard alone", async () => {
    const { page, tabTo } = ui;
    await tabTo(".sample");
    await page.keyboard.press("Enter");
    await page.locator("#file-pixels", { hasText: "1800 × 1200" }).waitFor();
    await tabTo("input[name=tool]");
    await page.keyboard.press("ArrowDown");
    assert.equal(await page.locator("input[name=tool][value=edit]").isChecked(), true);
    await page.keyboard.press("ArrowUp");
    await tabTo("select");
    await page.keyboard.type("bed");
    await tabTo("#submit");
    await page.keyboard.press("Enter");
    await finished();
    assert.equal((await lastRequest()).body.type, "bedroom");
    assert.equal(await page.evaluate(() => document.activeElement.id), "split");
    await page.keyboard.press("ArrowRight");
    assert.equal(await page.locator("#split").inputValue(), "51");

    await tabTo("input[name=tool]");
    await page.keyboard.press("ArrowDown");
    await tabTo("#submit");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.id), "mask");
    assert.equal(await page.locator("#marquee").isVisible(), true);
    for (const key of ["ArrowRight", "Shift+ArrowDown", "Enter"]) await page.keyboard.press(key);
    assert.equal(await page.locator("#submit-hint").textContent(), "");
    await ui.screenshot("keyboard-mask");
    await tabTo("#submit");
    await page.keyboard.press("Enter");
    await finished();
    assert.equal((await lastRequest()).body.action, "remove");
  });

  for (const colorScheme of ["light", "dark"])
    test(`on a phone, ${colorScheme}`, async () => {
      const phone = await openPage(browser, site.origin, {
        viewport: { width: 390, height: 844 },
        isMobile: true,
        hasTouch: true,
        colorScheme,
        reducedMotion: "reduce",
      });
      try {
        const fits = async (state) =>
          assert.equal(await phone.page.evaluate(() => document.documentElement.scrollWidth), 390, state);
        await fits("empty");
        await phone.sample("Empty living room");
        for (const id of ["interior", "exterior", "sketch", "edit", "upscale", "virtual-staging"]) {
          await phone.tool(id);
          await fits(id);
        }
        await phone.submit();
        await phone.result();
        await fits("result");
        await phone.screenshot(`phone-${colorScheme}`);
        assert.deepEqual(phone.problems, []);
      } finally {
        await phone.close();
      }
    });

  test("in the dark, with a dark page", async () => {
    await ui.page.emulateMedia({ colorScheme: "dark" });
    const lightness = await ui.page.evaluate(() => {
      const [red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number);
      return (red + green + blue) / 3;
    });
    assert.ok(lightness < 60, String(lightness));
    await ui.sample("Empty bedroom");
    await ui.submit();
    await finished();
    await ui.screenshot("dark");
  });

  test("nothing jumps while a photo is staged", async () => {
    await ui.page.evaluate(() => {
      window.shift = 0;
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          if (entry.hadRecentInput) continue;
          window.shift += entry.value;
          window.moved = entry.sources.map(({ node }) => node?.id || node?.className || node?.nodeName);
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    await ui.sample("Empty living room");
    await ui.submit();
    await finished();
    const { shift, moved } = await ui.page.evaluate(() => ({ shift: window.shift, moved: window.moved }));
    assert.ok(shift < 0.02, `${shift}: ${moved}`);
  });

  test("the built page works under its strict content policy", async () => {
    await build({ configFile, logLevel: "error" });
    const server = await preview({ configFile, logLevel: "error", preview: { port: 0, strictPort: false } });
    const { port } = server.httpServer.address();
    const built = await openPage(browser, `http://127.0.0.1:${port}`);
    try {
      await built.sample("Empty living room");
      await built.submit();
      await built.result();
      assert.deepEqual(built.problems, []);
    } finally {
      await built.close();
      await server.close();
    }
  });
});

/** A PNG of one grey, of any size. */
function png(width, height) {
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(body.length + 8);
    frame.writeUInt32BE(data.length, 0);
    body.copy(frame, 4);
    frame.writeUInt32BE(crc(body), body.length + 4);
    return frame;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const rows = deflateSync(Buffer.alloc((width + 1) * height));
  const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]);
  return Buffer.concat([signature, chunk("IHDR", header), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

function crc(bytes) {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return ~value >>> 0;
}
