import { createGateway } from "reroom/gateway";

let gateway;

/** The gateway is created lazily, because the key is not available during a build. */
function handle(request) {
  gateway ??= createGateway({
    apiKey: process.env.REROOM_API_KEY ?? "",
    upstream: process.env.REROOM_UPSTREAM,
    basePath: "/reroom",
    authorize: (request) => {
      const user = request.headers.get("x-user");
      return user ? { user } : false;
    },
  });
  return gateway(request);
}

export { handle as GET, handle as POST, handle as OPTIONS };
