// The elements in jsdom, as unit tests of a site run them: without layout, canvas and pointer capture.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { JSDOM } from "jsdom";

const names = [
  ...["window", "document", "navigator", "customElements", "HTMLElement", "Element", "Node", "ShadowRoot", "Document"],
  ...[
    "CSSStyleSheet",
    "MutationObserver",
    "HTMLTextAreaElement",
    "Event",
    "CustomEvent",
    "KeyboardEvent",
    "MouseEvent",
  ],
  ...["PointerEvent", "Image", "location", "DocumentFragment", "Comment", "Text", "NodeFilter", "localStorage"],
];
const before_ = new Map();
const rejections = [];
const collect = (reason) => rejections.push(reason);
let dom;

before(() => {
  // Without pretendToBeVisual, so there is no requestAnimationFrame.
  dom = new JSDOM("<!doctype html><body></body>", { url: "http://localhost/" });
  for (const name of names) {
    before_.set(name, Object.getOwnPropertyDescriptor(globalThis, name));
    Object.defineProperty(globalThis, name, { value: dom.window[name], configurable: true, writable: true });
  }
  process.on("unhandledRejection", collect);
  dom.window.addEventListener("error", ({ error }) => rejections.push(error));
});

after(async () => {
  await settled();
  process.off("unhandledRejection", collect);
  for (const [name, descriptor] of before_) {
    if (descriptor) Object.defineProperty(globalThis, name, descriptor);
    else delete globalThis[name];
  }
  dom.window.close();
  assert.deepEqual(rejections, [], "no unhandled errors");
});

/** Waits for pending work of the elements. */
const settled = () => new Promise((done) => setTimeout(done, 50));

const until = async (holds) => {
  for (let times = 0; times < 200 && !holds(); times++) await new Promise((done) => setTimeout(done, 20));
  assert.ok(holds(), String(holds));
};

const mount = async (html) => {
  await import("reroom/element/define");
  document.body.innerHTML = html;
  return document.body.firstElementChild;
};

test("jsdom has no scrollIntoView, pointer capture, animation frames or object URLs", () => {
  assert.equal(dom.window.Element.prototype.scrollIntoView, undefined);
  assert.equal(dom.window.Element.prototype.setPointerCapture, undefined);
  assert.equal(dom.window.requestAnimationFrame, undefined);
  assert.equal(dom.window.URL.createObjectURL, undefined);
});

test("studio and compare render in jsdom", async () => {
  const studio = await mount(`<reroom-studio tools="edit upscale" lang="de"></reroom-studio>`);
  await until(() => studio.shadowRoot.querySelector(".panel"));
  assert.match(studio.shadowRoot.textContent, /Beginnen Sie mit einem Foto/);
  const compare = await mount(
    `<reroom-compare before-src="a.jpg" after-src="b.jpg" width="3" height="2"></reroom-compare>`,
  );
  await compare.updateComplete;
  assert.equal(compare.shadowRoot.querySelectorAll("img").length, 2);
});

test("the studio submits a photo with a fake client and shows the result", async () => {
  const studio = await mount(`<reroom-studio tools="empty-room"></reroom-studio>`);
  const asked = [];
  studio.client = {
    pending: () => [],
    run: async (source, params, { onProgress }) => {
      asked.push(params);
      onProgress({ stage: "rendering", renderId: "1" });
      return { _id: "1", status: "completed", outputs: ["http://localhost/after.jpg"] };
    },
  };
  studio.prepare = false;
  const photo = await readFile(new URL("../../../www/public/samples/living-room-empty.jpg", import.meta.url));
  await studio.open(new Blob([photo], { type: "image/jpeg" }));
  const render = await studio.submit();
  assert.deepEqual([render?._id, asked], ["1", [{ tool: "empty-room" }]]);
  await until(() => studio.shadowRoot.querySelector("[part~=result]"));
});

test("the studio opens and closes a long list", async () => {
  const studio = await mount(`<reroom-studio tools="interior"></reroom-studio>`);
  await until(() => studio.shadowRoot.querySelector("details.picker"));
  const details = studio.shadowRoot.querySelector("details.picker");
  details.open = true;
  details.dispatchEvent(new Event("toggle"));
  details.open = false;
  details.dispatchEvent(new Event("toggle"));
  await settled();
});

test("the painter accepts synthetic pointer events and ignores those without a position", async () => {
  const { definePainter } = await import("../../../dist/element/painter/define.js");
  definePainter();
  const painter = await mount(`<reroom-mask-painter width="600" height="400"></reroom-mask-painter>`);
  await until(() => painter.shadowRoot.querySelector(".guides"));
  const window = painter.shadowRoot.querySelector(".window");
  window.getBoundingClientRect = () => ({ left: 0, top: 0, width: 300, height: 200 });
  const drag = (make) => {
    for (const [type, x] of [
      ["pointerdown", 20],
      ["pointermove", 200],
      ["pointerup", 200],
    ])
      window.dispatchEvent(make(type, x));
  };
  // Testing Library sends events without coordinates if there is no PointerEvent. They are ignored.
  drag((type) => new Event(type, { bubbles: true }));
  assert.equal(painter.marked, false);
  drag((type, x) => new PointerEvent(type, { bubbles: true, pointerId: 1, clientX: x, clientY: 100, button: 0 }));
  await until(() => painter.marked);
  assert.ok((await painter.encode()).length > 100);
});
