import js from "@eslint/js";
import { globalIgnores } from "eslint/config";
import tseslint from "typescript-eslint";

export default tseslint.config(
  globalIgnores([
    ".cache/",
    "pkg/",
    "dist/",
    "target/",
    "www/dist/",
    "bench/dist/",
    "docs/build/",
    "tests/artifacts/",
    "fuzz/",
    "tests/types/",
    "tests/packaging/consumers/element-types/",
    "tests/packaging/consumers/frameworks/",
  ]),
  js.configs.recommended,
  {
    files: ["**/*.ts"],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true }],
      // Responses of the service may not match their types.
      "@typescript-eslint/no-unnecessary-condition": "off",
    },
  },
  {
    files: ["**/*.d.ts"],
    // The generated declarations use the names that this file declares.
    rules: { "@typescript-eslint/no-unused-vars": "off" },
    extends: [tseslint.configs.disableTypeChecked],
  },
  {
    files: ["**/*.mjs", "**/*.js"],
    languageOptions: {
      globals: Object.fromEntries(
        [
          ...["process", "console", "URL", "Buffer", "fetch", "Request", "Response", "Headers", "Blob", "File"],
          ...["setTimeout", "clearTimeout", "setInterval", "clearInterval", "queueMicrotask", "setImmediate"],
          ...["AbortController", "AbortSignal", "DOMException", "TextEncoder", "TextDecoder", "performance"],
          ...["WebAssembly", "structuredClone", "ReadableStream", "globalThis", "document", "window", "location"],
          ...["getComputedStyle", "createImageBitmap", "OffscreenCanvas", "HTMLCanvasElement", "Image", "crypto"],
          ...["URLSearchParams", "Event", "atob", "btoa", "DataTransfer", "navigator", "matchMedia", "localStorage"],
          ...["PointerEvent", "innerWidth", "Worker", "postMessage", "ImageData", "XMLHttpRequest", "EventTarget"],
          ...["FileReader", "MessageChannel", "CSSStyleSheet", "customElements", "VideoFrame", "ImageDecoder"],
          ...["CanvasRenderingContext2D", "OffscreenCanvasRenderingContext2D", "MutationObserver"],
        ].map((name) => [name, "readonly"]),
      ),
    },
  },
);
