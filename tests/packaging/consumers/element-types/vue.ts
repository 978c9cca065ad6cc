import "reroom/element/vue";
import type { GlobalComponents } from "vue";

type Props = InstanceType<GlobalComponents["reroom-studio"]>["$props"];
export const right: Props = { tools: ["edit"], "onReroom-complete": ({ detail }) => void console.log(detail.after) };
// @ts-expect-error unknown tool
export const wrong: Props = { tools: ["paint"] };
export const text: Props = {
  tools: "edit upscale",
  preset: "{}",
  prepare: "pad",
  market: "us-ca",
  hideForbidden: true,
};
export const without: Props = { tools: undefined, market: undefined, user: undefined, client: undefined };
