// Generates code that sends the same request.
import type { Connection } from "./connection.js";
import { byId } from "./dom.js";

// A placeholder for the mask. No option can have this value.
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

/** The photo in the generated code. */
export interface CodePhoto {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** Generates a short module that sends the request. It never contains a key. */
export function reproduce(connection: Connection, photo: CodePhoto, params: Record<string, unknown>): string {
  const masked = params["tool"] === "edit";
  const { width, height } = photo;
  const literal = JSON.stringify(masked ? { ...params, mask: MASK } : params, null, 2)
    .replace(/^(\s+)"(\w+)":/gm, "$1$2:")
    // A file has no address until it is uploaded.
    .replace(/"blob:[^"]*"/g, '"https://example.com/reference.jpg"')
    .replace(
      JSON.stringify(MASK),
      `await encodeMask(canvas, { width: ${width}, height: ${height}, channel: "alpha" })`,
    );
  return [
    `import init, { ReRoom${masked ? ", encodeMask" : ""} } from "reroom";`,
    "",
    "await init();",
    `const client = ${clientFor(connection)};`,
    ...(masked ? ['const canvas = document.querySelector("canvas"); // opaque pixels mark the area to edit'] : []),
    `const photo = await (await fetch(${JSON.stringify(photo.name)})).blob();`,
    "",
    `const render = await client.run(photo, ${literal});`,
    "console.log(render.outputs[0]);",
    "",
  ].join("\n");
}

/** Makes the button copy the code. */
export function setUpCopy(): void {
  const button = byId("copy", HTMLButtonElement);
  const code = byId("code", HTMLElement);
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(code.textContent ?? "").then(
      () => (button.textContent = "Copied"),
      () => getSelection()?.selectAllChildren(code),
    );
  });
  button.addEventListener("blur", () => (button.textContent = "Copy"));
}
