// The gateway in Deno, like the recipe in docs/guides/gateway.md.
/* global Deno */
import { createGateway } from "../../dist/gateway/index.js";

const gateway = createGateway({
  apiKey: Deno.env.get("REROOM_API_KEY"),
  upstream: Deno.env.get("UPSTREAM"),
  basePath: "/reroom",
  onEvent: () => {},
  authorize: (request) => (request.headers.get("x-user") ? { user: request.headers.get("x-user") } : false),
});
Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: ({ port }) => console.log(`port ${port}`) }, gateway);
