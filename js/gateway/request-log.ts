// Records what becomes known about a request, and emits its `request` and `refused` events.
import type { RequestContext, RouteName } from "./event-types.js";
import { HttpError } from "./http/http-error.js";
import type { Settings } from "./options/read-options.js";

/** One request. Set `context` and `route` when they are known. */
export interface RequestLog {
  context: RequestContext;
  route: RouteName;
  /** Emits `refused` if the request is paid. */
  refuse(error: HttpError): void;
  /** Emits `request`. */
  end(status: number): void;
}

export function startRequestLog({ emit }: Settings, request: Request): RequestLog {
  const start = performance.now();
  const length = request.headers.get("content-length") ?? "";
  const size = /^\d{1,15}$/.test(length) ? { bytes: Number(length) } : {};
  const log: RequestLog = {
    context: { requestId: crypto.randomUUID() },
    route: "unknown",
    refuse({ status, reason }) {
      if (log.route === "render" || log.route === "upscale") emit({ type: "refused", ...log.context, status, reason });
    },
    end(status) {
      const durationMs = Math.round(performance.now() - start);
      const { context, route } = log;
      emit({ type: "request", ...context, method: request.method, route, status, durationMs, ...size });
    },
  };
  return log;
}
