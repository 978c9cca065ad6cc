// Protects against DNS rebinding: a site lets its own name resolve to the gateway's address, and then reads responses as the
// gateway's own page.
import { HttpError } from "./http-error.js";

/** What identifies the gateway and its pages. */
export interface HostRules {
  isHostAllowed: (hostname: string) => boolean;
  publicOrigin: string | undefined;
  allowedOrigins: ReadonlySet<string>;
}

/** Rejects a request to a host that is not the gateway's, unless an allowed page sent it: browsers set `Origin` themselves. */
export function checkHost(request: Request, { hostname }: URL, rules: HostRules): void {
  const origin = request.headers.get("origin") ?? undefined;
  const isKnownPage = origin !== undefined && (origin === rules.publicOrigin || rules.allowedOrigins.has(origin));
  if (!rules.isHostAllowed(hostname) && !isKnownPage)
    throw new HttpError(421, "This host is not allowed. Add it to the gateway's allowedHosts.");
}
