// React 19 sets properties on custom elements and listens to their events.
import { createRoot } from "react-dom/client";
import init, { ReRoom } from "reroom";
import "reroom/element/react";
import { furnish, preset, tools } from "../shared/element.js";

async function start() {
  await init();
  const client = new ReRoom({ baseUrl: location.origin, apiKey: "sandbox" });
  return new Promise((done) => {
    let accepted = false;
    const studio = (element) => {
      if (!element) return;
      void furnish(element).then((outcome) => {
        const button = element.shadowRoot.querySelector("[part~=result] [part~=primary]");
        button.click();
        done({ ...outcome, accepted });
      });
    };
    const accept = () => (accepted = true);
    createRoot(document.getElementById("root")).render(
      <reroom-studio ref={studio} client={client} tools={tools} preset={preset} onreroom-accept={accept} />,
    );
  });
}

globalThis.outcome = start();
