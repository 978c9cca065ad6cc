"use client";

import { useEffect } from "react";
import init, { ReRoom } from "reroom";

/** Renders a photo through the site's own server, without a key in the page. */
async function stage() {
  await init();
  const photo = await (await fetch("/room.jpg")).blob();
  const client = new ReRoom({ baseUrl: "/reroom", headers: { "x-user": "ann" } });
  const params = { tool: "virtual-staging", action: "preset", type: "living-room", style: "modern" };
  const { status } = await client.run(photo, params, { pollMs: 20 });
  const stranger = await new ReRoom({ baseUrl: "/reroom" }).account().catch((error) => error.code);
  return { status, account: await client.account(), stranger };
}

export default function Page() {
  useEffect(() => {
    globalThis.outcome ??= stage();
  }, []);
  return <p>A site with a gateway</p>;
}
