// Vue 3 sets properties on custom elements and listens to their events.
import init, { ReRoom } from "reroom";
import "reroom/element/vue";
import { createApp, h } from "vue";
import { furnish, preset, tools } from "../shared/element.js";

async function start() {
  await init();
  const client = new ReRoom({ baseUrl: location.origin, apiKey: "sandbox" });
  return new Promise((done) => {
    let accepted = false;
    const mounted = async ({ el }) => {
      const outcome = await furnish(el);
      el.shadowRoot.querySelector("[part~=result] [part~=primary]").click();
      done({ ...outcome, accepted });
    };
    createApp({
      render: () =>
        h("reroom-studio", {
          client,
          tools,
          preset,
          "onReroom-accept": () => (accepted = true),
          onVnodeMounted: mounted,
        }),
    }).mount("#app");
  });
}

globalThis.outcome = start();
