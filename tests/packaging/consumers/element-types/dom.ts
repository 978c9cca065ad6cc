import { ReRoom } from "reroom";
import type { CompleteDetail } from "reroom/element";
import "reroom/element/define";

const studio = document.createElement("reroom-studio");
studio.client = new ReRoom({ baseUrl: "/reroom" });
studio.tools = ["edit", "upscale"];
// @ts-expect-error unknown tool
studio.tools = ["paint"];
studio.preset = { edit: { action: "remove", field: { value: "interior", fixed: true } } };
studio.prepare = { fit: "pad" };
[studio.tools, studio.preset, studio.prepare] = ["edit upscale", '{ "edit": { "action": "remove" } }', "off"];
const offered: readonly string[] = studio.tools;
console.log(offered);
studio.addEventListener("reroom-submit", (event) => {
  if (event.detail.cost === 4) event.preventDefault();
});
document.querySelector("reroom-studio")?.addEventListener("reroom-complete", ({ detail }) => {
  const { after }: CompleteDetail = detail;
  // @ts-expect-error the field has another type
  const wrong: number = detail.render._id;
  console.log(after, wrong);
});
studio.market = "us-ca-crmls us-nar";
studio.hideForbidden = true;
// @ts-expect-error not a boolean
studio.hideForbidden = "yes";
studio.addEventListener("reroom-confirm", (event) => {
  const { params, variants, check } = event.detail;
  if (check.verdict === "forbidden") event.preventDefault();
  console.log(params, variants?.length);
});
const compare = document.createElement("reroom-compare");
compare.disclosure = "overlay";
export const render: Promise<string | undefined> = studio.submit({ confirmed: true }).then((done) => done?.outputs[0]);
