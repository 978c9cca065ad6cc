import { createGateway } from "reroom/gateway";

let gateway;

/** The gateway is made with the first request: a build has no key. */
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
