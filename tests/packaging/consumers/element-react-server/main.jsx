// Hydrates the server's markup, and creates the client when the wasm is loaded.
import { StrictMode, useEffect, useState } from "react";
import { hydrateRoot } from "react-dom/client";
import init, { ReRoom } from "reroom";
import { furnish } from "../shared/element.js";
import { App } from "./app.jsx";

let accepted = false;
const accept = () => (accepted = true);
const tag = document.querySelector("reroom-studio");
const attributes = tag.getAttributeNames().sort();

function Page({ done }) {
  const [client, setClient] = useState();
  const [studio, setStudio] = useState(null);
  useEffect(() => {
    void init().then(() => setClient(new ReRoom({ baseUrl: location.origin, apiKey: "sandbox" })));
  }, []);
  useEffect(() => {
    if (client && studio) void finish(studio).then(done);
  }, [client, studio, done]);
  return <App client={client} studio={setStudio} accepted={accept} />;
}

let finishing;
const finish = (studio) => (finishing ??= take(studio));

async function take(studio) {
  const outcome = await furnish(studio);
  studio.shadowRoot.querySelector("[part~=result] [part~=primary]").click();
  return { ...outcome, accepted, attributes, same: studio === tag, disclosure: disclosure() };
}

const disclosure = () => document.querySelector("reroom-compare").disclosure;

globalThis.outcome = new Promise((done) => {
  hydrateRoot(
    document.getElementById("root"),
    <StrictMode>
      <Page done={done} />
    </StrictMode>,
  );
});
