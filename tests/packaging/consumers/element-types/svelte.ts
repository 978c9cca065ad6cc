import "reroom/element/svelte";
import type { SvelteHTMLElements } from "svelte/elements";

type Props = SvelteHTMLElements["reroom-studio"];
export const right: Props = {
  tools: "edit upscale",
  preset: JSON.stringify({ edit: { action: "remove" } }),
  market: "us-ca",
  "hide-forbidden": true,
  "onreroom-confirm": (event) => {
    event.preventDefault();
  },
  "onreroom-complete": ({ detail }) => void console.log(detail.after),
};
// @ts-expect-error unknown tool
export const wrong: Props = { tools: ["paint"] };
export const without: Props = { tools: undefined, market: undefined, user: undefined, "onreroom-complete": undefined };
