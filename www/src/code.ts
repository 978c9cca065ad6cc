// The program that would make the same request.
import type { Connection } from "./connection.js";
import { byId } from "./dom.js";

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

/** What the program has to know of the photo. */
export interface CodePhoto {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

/** The request as a short module. A key is never part of it. */
export function reproduce(connection: Connection, photo: CodePhoto, params: Record<string, unknown>): string {
  const masked = params["tool"] === "edit";
  const { width, height } = photo;
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
    `const photo = await (await fetch(${JSON.stringify(photo.name)})).blob();`,
    "",
    `const render = await client.run(photo, ${literal});`,
    "console.log(render.outputs[0]);",
    "",
  ].join("\n");
}

/** Connects the button that copies the program. */
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
