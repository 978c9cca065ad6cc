// The program that would make the same request.
import type { Connection } from "./connection.js";
import { byId } from "./dom.js";
import type { Photo } from "./state.js";

// Stands where the mask goes until the text is made; no option of the service looks like this.
const MASK = "\u0000mask";

function clientFor(connection: Connection): string {
  switch (connection.kind) {
    case "sandbox":
      return `new ReRoom({ baseUrl: ${JSON.stringify(location.origin)}, apiKey: "sandbox" })`;
    case "gateway":
      return `new ReRoom({ baseUrl: ${JSON.stringify(connection.baseUrl)} })`;
    case "key":
      return `new ReRoom({ baseUrl: ${JSON.stringify(connection.baseUrl)}, apiKey: process.env.REROOM_API_KEY })`;
  }
}

/** The request as a short module. A key is never part of it. */
export function reproduce(connection: Connection, photo: Photo | undefined, params: Record<string, unknown>): string {
  const masked = params["tool"] === "edit";
  const { width = 0, height = 0 } = photo?.report ?? {};
  const literal = JSON.stringify(masked ? { ...params, mask: MASK } : params, null, 2)
    .replace(/^(\s+)"(\w+)":/gm, "$1$2:")
    .replace(
      JSON.stringify(MASK),
      `await encodeMask(canvas, { width: ${width}, height: ${height}, channel: "alpha" })`,
    );
  return [
    `import init, { ReRoom${masked ? ", encodeMask" : ""} } from "reroom";`,
    "",
    "await init();",
    `const client = ${clientFor(connection)};`,
    ...(masked ? ['const canvas = document.querySelector("canvas"); // opaque where the photo changes'] : []),
    `const photo = await (await fetch(${JSON.stringify(photo?.name ?? "photo.jpg")})).blob();`,
    "",
    `const render = await client.run(photo, ${literal});`,
    "console.log(render.outputs[0]);",
    "",
  ].join("\n");
}

/** Connects the dialog; `text` is asked for the program each time it opens. */
export function setUpCode(text: () => string): void {
  const dialog = byId("code", HTMLDialogElement);
  const copy = byId("copy-code", HTMLButtonElement);
  const code = byId("code-text", HTMLElement);
  byId("show-code", HTMLButtonElement).addEventListener("click", () => {
    code.textContent = text();
    copy.textContent = "Copy";
    dialog.showModal();
  });
  byId("close-code", HTMLButtonElement).addEventListener("click", () => {
    dialog.close();
  });
  copy.addEventListener("click", () => {
    navigator.clipboard.writeText(code.textContent ?? "").then(
      () => (copy.textContent = "Copied"),
      () => getSelection()?.selectAllChildren(code),
    );
  });
}
