// Reads and rewrites renders in the service's responses.
import { isRecord } from "../is-record.js";
import type { UpstreamResponse } from "./send.js";

/** A render in a response. */
export interface RenderState {
  id: string;
  status: string;
  ended: boolean;
  /** The original photo. */
  source?: string;
  /** The results. */
  outputs: string[];
}

/** Finds the render in a response: a submission's id, a record, or both. A record may be wrapped in `data`. */
export function findRender({ body }: UpstreamResponse): RenderState | undefined {
  const data = body?.["data"];
  const record = { ...body, ...(isRecord(data) ? data : undefined) };
  const id = record["render_id"] ?? record["_id"];
  if (typeof id !== "string" || id === "") return undefined;
  const status = String(record["status"]);
  const { source, outputs } = record;
  const render: RenderState = { id, status, ended: hasEnded(status, outputs), outputs: findUrls(outputs) };
  return isUrl(source) ? { ...render, source } : render;
}

const findUrls = (values: unknown): string[] => (Array.isArray(values) ? values.filter(isUrl) : []);

/** Other schemes, such as `file:`, could mislead a program that downloads the file. */
const isUrl = (value: unknown): value is string => typeof value === "string" && /^https?:\/\//i.test(value);

/** Final statuses of this service and of similar ones. The client knows the same words. */
const FINAL_STATUS =
  /^(?:completed|painted|failed|failure|error|errored|canceled|cancelled|aborted|rejected|expired|timed_out)$/i;

/** Whether a render is final. Outputs are empty until then, so a render that has any is done, even with an unknown status. */
const hasEnded = (status: string, outputs: unknown): boolean =>
  FINAL_STATUS.test(status) ||
  (!["queued", "rendering"].includes(status) && Array.isArray(outputs) && outputs.length > 0);

/** Replaces the render's id everywhere in a response. */
export function replaceRenderId(response: UpstreamResponse, id: string): UpstreamResponse {
  const replace = (record: Record<string, unknown>): Record<string, unknown> => {
    const names = ["render_id", "_id"].filter((name) => name in record);
    return { ...record, ...Object.fromEntries(names.map((name) => [name, id])) };
  };
  const { body } = response;
  if (!body) return response;
  const data = body["data"];
  return { ...response, body: { ...replace(body), ...(isRecord(data) ? { data: replace(data) } : undefined) } };
}
