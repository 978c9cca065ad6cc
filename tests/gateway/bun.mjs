// The gateway in Bun, like the recipe in docs/guides/gateway.md.
/* global Bun */
import { createGateway } from "../../dist/gateway/index.js";

const gateway = createGateway({
  apiKey: process.env.REROOM_API_KEY,
  upstream: process.env.UPSTREAM,
  basePath: "/reroom",
  onEvent: () => {},
  authorize: (request) => (request.headers.get("x-user") ? { user: request.headers.get("x-user") } : false),
});
const { port } = Bun.serve({ hostname: "127.0.0.1", port: 0, fetch: gateway });
console.log(`port ${port}`);
