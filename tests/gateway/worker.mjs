// The gateway in workerd, like the recipe in docs/guides/gateway.md. The upstream comes from a binding.
import { createGateway } from "reroom/gateway";

let gateway;
export default {
  fetch(request, env, context) {
    gateway ??= createGateway({
      apiKey: env.REROOM_API_KEY,
      authorize: (request) => (request.headers.get("x-user") ? { user: request.headers.get("x-user") } : false),
      upstream: env.UPSTREAM,
      basePath: "/reroom",
      onEvent: () => {},
    });
    return gateway(request, context);
  },
};
