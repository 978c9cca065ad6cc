// The laws of a layout: nothing overlaps, nothing is cut off or sticks out, and everything can be reached.
/* global innerHeight, Range, requestAnimationFrame -- of the page */
const languages = ["en", "de", "fr", "es"];

/** Screens that leave little room: 200 % text on a narrow phone, and a window of 1280 × 1024 pixels at 400 % zoom. */
const screens = {
  "200 % text": { width: 320, height: 844, fontSize: "200%" },
  "400 % zoom": { width: 320, height: 256, fontSize: "" },
};

/**
 * Returns how the state of the page breaks the laws on small screens, in both directions and in every language: each problem once,
 * with where it is. `root` selects what is under test. `speak(lang)` shows the elements in a language.
 */
export async function findLayoutProblems(page, root, speak = (lang) => page.evaluate(setLanguage, { root, lang })) {
  const found = new Map();
  for (const [screen, { fontSize, ...size }] of Object.entries(screens)) {
    await page.setViewportSize(size);
    for (const lang of languages) {
      await speak(lang);
      for (const dir of ["ltr", "rtl"]) {
        await page.evaluate(prepare, { fontSize, dir });
        for (const problem of await page.evaluate(findProblems, root))
          found.set(problem, [...(found.get(problem) ?? []), `${screen} ${dir} ${lang}`]);
      }
    }
  }
  await speak("en");
  await page.evaluate(prepare, { fontSize: "", dir: "ltr" });
  return [...found].map(([problem, places]) => `${problem} (${places.join(", ")})`);
}

/** Shows the elements of a test page in a language. Runs in the page. */
export async function setLanguage({ root, lang }) {
  document.documentElement.lang = lang;
  const texts = await globalThis.element.loadTexts(lang);
  for (const element of document.querySelectorAll(root)) {
    element.setAttribute("lang", lang);
    if (root === "reroom-mask-painter") element.texts = texts.painter;
    await element.updateComplete;
    for (const inner of element.renderRoot.querySelectorAll("reroom-compare, reroom-mask-painter"))
      await inner.updateComplete;
  }
}

/** Sets the direction and the size of the text, and waits until they are on display. */
async function prepare({ fontSize, dir }) {
  const { documentElement: root } = document;
  root.style.fontSize = fontSize;
  root.dir = dir;
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
}

/** Returns what breaks a law, in words. Runs in the page. */
function findProblems(root) {
  const problems = new Set();
  const { clientWidth: width, scrollWidth } = document.documentElement;
  if (scrollWidth > width) problems.add(`the page is ${scrollWidth - width} pixels too wide`);

  const parentOf = (node) => node.assignedSlot ?? node.parentElement ?? node.getRootNode().host ?? null;
  const ancestorsOf = (node) => {
    const found = [];
    for (let each = parentOf(node); each; each = parentOf(each)) found.push(each);
    return found;
  };
  const contains = (outer, inner) => inner === outer || ancestorsOf(inner).includes(outer);
  // The link that skips to the content is shown only while it has focus.
  const isVisible = (element) =>
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    !element.matches(".visually-hidden, .skip") &&
    !element.closest("[inert]");

  /** Every visible element below this one, across shadow roots. */
  function* elementsIn(root) {
    for (const element of (root.shadowRoot ?? root).querySelectorAll("*")) {
      if (element.localName !== "svg" && element.closest("svg")) continue;
      if (!isVisible(element) || ancestorsOf(element).some((each) => each.classList.contains("visually-hidden")))
        continue;
      yield element;
      if (element.shadowRoot) yield* elementsIn(element);
    }
  }

  const intersect = (one, other) => ({
    left: Math.max(one.left, other.left),
    right: Math.min(one.right, other.right),
    top: Math.max(one.top, other.top),
    bottom: Math.min(one.bottom, other.bottom),
  });
  const toBox = ({ left, right, top, bottom }) => ({ left, right, top, bottom });
  const isEmpty = ({ left, right, top, bottom }) => right - left <= 2 || bottom - top <= 2;
  const describe = (element, text = element.textContent) =>
    `${element.localName}${element.className && `.${String(element.className).trim().replaceAll(" ", ".")}`} "${(element.getAttribute("aria-label") ?? text).trim().replace(/\s+/g, " ").slice(0, 40)}"`;

  /** Where text with an ellipsis is shown. */
  const contentBox = (element, { paddingLeft, paddingRight }) => {
    const { left, right, top, bottom } = element.getBoundingClientRect();
    return { left: left + parseFloat(paddingLeft), right: right - parseFloat(paddingRight), top, bottom };
  };

  /** What is visible of a box, and whether something other than a scroll area or an ellipsis cuts it off. */
  function clip(box, element) {
    let [visible, isCut] = [toBox(box), false];
    let isFixed = getComputedStyle(element).position === "fixed";
    for (const each of [element, ...ancestorsOf(element)]) {
      const style = getComputedStyle(each);
      if (!isFixed && style.overflow !== "visible") {
        const inside = intersect(
          visible,
          style.textOverflow === "ellipsis" ? contentBox(each, style) : each.getBoundingClientRect(),
        );
        const isScrollable = /auto|scroll/.test(style.overflow);
        const lost = Math.max(
          inside.left - visible.left,
          visible.right - inside.right,
          inside.top - visible.top,
          visible.bottom - inside.bottom,
        );
        if (lost > 2 && !isScrollable && style.textOverflow !== "ellipsis") isCut = true;
        // What is scrolled out of view is neither cut off nor in the way.
        visible = inside;
        if (isScrollable && lost > 2) return { visible, isCut, isScrolled: true };
      }
      isFixed ||= style.position === "fixed";
    }
    return { visible, isCut, isScrolled: false };
  }

  /** The bar or layer that an element belongs to. What scrolls beneath one is not covered for good. */
  const layerOf = (element) =>
    [element, ...ancestorsOf(element)].find((each) => /sticky|fixed/.test(getComputedStyle(each).position)) ?? null;

  const all = [...document.querySelectorAll(root)].flatMap((each) => [...elementsIn(each)]);
  // What fills the screen covers everything else, and so may an open menu.
  const full = [".steps > .actions", ".full", "dialog:modal"]
    .map((layer) => all.find((element) => element.matches(layer)))
    .find(Boolean);
  const elements = full ? all.filter((element) => contains(full, element)) : all;
  const items = [];
  for (const element of elements) {
    const isControl = element.matches(
      "button, a[href], summary, textarea, select, label:has(input), input:not([type=file])",
    );
    const own = [...element.childNodes].filter((node) => node.nodeType === 3 && node.data.trim() !== "");
    const boxes = own.flatMap((node) => {
      const range = new Range();
      range.selectNodeContents(node);
      return [...range.getClientRects()].map((box) => ({ kind: "text", box, text: node.data }));
    });
    // A link can have several lines.
    if (isControl) boxes.push(...[...element.getClientRects()].map((box) => ({ kind: "control", box })));
    for (const { kind, box, text } of boxes) {
      const { visible, isCut, isScrolled } = clip(box, element);
      if (isCut) problems.add(`${kind} ${describe(element, text)} is cut off`);
      if (!isScrolled && (visible.left < -1 || visible.right > width + 1))
        problems.add(`${kind} ${describe(element, text)} sticks out`);
      // Lines of text are higher than their letters.
      const inset = kind === "text" ? (visible.bottom - visible.top) * 0.2 : 1;
      const inner = { ...visible, top: visible.top + inset, bottom: visible.bottom - inset };
      if (!isEmpty(inner)) items.push({ kind, element, text, inner, layer: layerOf(element) });
    }
  }
  for (const [index, one] of items.entries())
    for (const other of items.slice(index + 1)) {
      if (one.element === other.element || one.layer !== other.layer) continue;
      if (isEmpty(intersect(one.inner, other.inner))) continue;
      // The button that removes a photo is on its tile.
      if ([one, other].every(({ element }) => element.matches(".tile, .remove"))) continue;
      // A control contains its own text and controls.
      if (one.kind === "control" && contains(one.element, other.element)) continue;
      if (other.kind === "control" && contains(other.element, one.element)) continue;
      problems.add(`${describe(one.element, one.text)} overlaps ${describe(other.element, other.text)}`);
    }

  /** The innermost element at a point, across shadow roots. */
  function elementAt(x, y) {
    let found = document.elementFromPoint(x, y);
    for (let inner = found; inner;) {
      found = inner;
      inner = found.shadowRoot?.elementFromPoint(x, y);
      if (inner === found) break;
    }
    return found;
  }
  const controls = elements.filter((element) =>
    element.matches("button:enabled, a[href], summary, textarea, select, label:has(input:enabled)"),
  );
  for (const control of controls) {
    control.scrollIntoView({ block: "center", inline: "center", behavior: "instant" });
    const [{ left, right, top, bottom }] = control.getClientRects();
    const at = elementAt((left + right) / 2, (top + bottom) / 2);
    if (!at || !contains(control, at))
      problems.add(`${describe(control)} cannot be pressed, because of ${at ? describe(at) : "nothing"}`);
  }
  for (const element of elements) {
    const { position } = getComputedStyle(element);
    if (position === "sticky" && element.getBoundingClientRect().height > innerHeight / 3)
      problems.add(`${describe(element)} covers more than a third of the screen`);
  }
  return [...problems];
}
