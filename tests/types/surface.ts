// Options, responses, and errors: code that compiles, code that does not, and exact types.
import init, {
  MaskEditor,
  ReRoom,
  ReRoomError,
  catalog,
  encodeMask,
  inspectImage,
  prepareImage,
  validateRequest,
} from "reroom";
import type {
  Account,
  Catalog,
  EditAction,
  EditParams,
  ErrorCode,
  ExteriorParams,
  ImageReport,
  InteriorParams,
  Issue,
  IssueCode,
  Job,
  Option,
  PendingRender,
  Progress,
  ReRoomOptions,
  Render,
  RenderField,
  RenderStatus,
  RequestInfo as RequestReport,
  RequestOptions,
  RunAllOptions,
  RunOptions,
  SketchParams,
  StagingAction,
  Submission,
  Tool,
  Upload,
  UploadOptions,
  VirtualStagingParams,
  WaitOptions,
} from "reroom";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
declare function same<A, B>(equal: Equal<A, B>): void;
type Optional<T, K extends keyof T> = object extends Pick<T, K> ? true : false;
/** The keys of every member of a union. */
type Keys<T> = T extends unknown ? keyof T : never;

declare const client: ReRoom;
declare const bytes: Uint8Array;
declare const file: Blob;
declare const signal: AbortSignal;
declare function options(options: ReRoomOptions): void;

// init accepts every source that the platform can load wasm from.
void init();
void init("https://cdn.example/reroom_bg.wasm");
void init(new URL("https://cdn.example/reroom_bg.wasm"));
void init(fetch("https://cdn.example/reroom_bg.wasm"));
void init(bytes as Uint8Array<ArrayBuffer>);

// Options of a client.
new ReRoom();
options({});
options({ baseUrl: "/api/reroom", credentials: "include", headers: { "x-team": "a" }, validate: "off" });
options({ apiKey: "key", dangerouslyAllowBrowser: true, timeoutMs: 1000, maxRetries: 0 });
options({ getToken: () => "token" });
options({ getToken: async () => "token", onRequest: ({ method, url, attempt, status, durationMs }) => {} });
options({ fetch });
options({ fetch: async (request: Request) => new Response(request.url) });
options({ fetch: (input: RequestInfo | URL, init?: RequestInit) => fetch(input, init) });
options({ maxConcurrentRenders: 3, storage: localStorage });
options({ storage: null, user: "42" });
// @ts-expect-error a user is a string
options({ user: 42 });
// @ts-expect-error maxConcurrentRenders is a number
options({ maxConcurrentRenders: "3" });
// @ts-expect-error an unknown option
options({ key: "key" });
// @ts-expect-error a misspelled option
options({ baseURL: "https://reroom.ai" });
// @ts-expect-error unknown credentials
options({ credentials: "always" });
// @ts-expect-error unknown validation
options({ validate: "loose" });
// @ts-expect-error a token is a string
options({ getToken: () => 7 });
// @ts-expect-error headers are strings
options({ headers: { "x-team": 7 } });
// @ts-expect-error fetch returns a Response
options({ fetch: async () => "body" });
// @ts-expect-error a timeout is a number
options({ timeoutMs: "1000" });

// Options of a call.
const call: RequestOptions = { signal, timeoutMs: 1000, maxRetries: 0 };
const wait: WaitOptions = { ...call, onProgress: ({ stage, status, renderId }) => {}, deadlineMs: 1000, pollMs: 100 };
void client.account(call);
void client.waitFor("id", wait);
void client.run(file, { tool: "empty-room" }, wait satisfies RunOptions);
void client.upload(file, { ...call, onProgress: ({ loaded, total }) => loaded / total } satisfies UploadOptions);
// @ts-expect-error render() has no progress
void client.render({ file_name: "a", tool: "empty-room" }, { onProgress: () => {} });
// @ts-expect-error account() has no deadline
void client.account({ deadlineMs: 1000 });
// @ts-expect-error a controller is not a signal
void client.account({ signal: new AbortController() });
// @ts-expect-error an unknown option
void client.waitFor("id", { interval: 1000 });

// Photos.
void client.upload(file);
void client.upload(bytes);
void client.upload(bytes.buffer as ArrayBuffer);
void client.run({ file_name: "a" }, { tool: "upscale" });
void client.run({ file_url: "https://example.com/a.jpg" }, { tool: "upscale" });
// @ts-expect-error a path is not a photo
void client.upload("photo.jpg");
// @ts-expect-error a path is not a photo for run() either
void client.run("photo.jpg", { tool: "upscale" });
// @ts-expect-error both references
void client.run({ file_name: "a", file_url: "https://example.com/a.jpg" }, { tool: "upscale" });
// @ts-expect-error parameters are required
void client.run(file);

// Batches.
const all: RunAllOptions = { ...wait, prepare: true, onJob: (index, { stage, position }) => index.toFixed() };
const jobs: Job[] = [
  { image: file, params: { tool: "upscale" } },
  { image: { file_name: "a" }, params: { creativity: "balanced", style: "japanese-zen" } },
];
void client.runAll(jobs, all);
void client.runAll([]);
// @ts-expect-error a job has parameters
void client.runAll([{ image: file }]);
// @ts-expect-error parameters of another tool
void client.runAll([{ image: file, params: { tool: "empty-room", style: "japanese-zen" } }]);
// @ts-expect-error a photo without a job
void client.runAll(file, { tool: "upscale" });
// @ts-expect-error a job has no options
void client.runAll([{ image: file, params: { tool: "upscale" }, signal }]);
// @ts-expect-error a single job is not a batch
void client.run(file, { tool: "upscale" }, { onJob: () => {} });

// Responses.
same<ReturnType<ReRoom["upload"]>, Promise<Upload>>(true);
same<ReturnType<ReRoom["render"]>, Promise<Submission>>(true);
same<ReturnType<ReRoom["upscale"]>, Promise<Submission>>(true);
same<ReturnType<ReRoom["getRender"]>, Promise<Render>>(true);
same<ReturnType<ReRoom["waitFor"]>, Promise<Render>>(true);
same<ReturnType<ReRoom["run"]>, Promise<Render>>(true);
same<ReturnType<ReRoom["runAll"]>, Promise<PromiseSettledResult<Render>[]>>(true);
same<ReturnType<ReRoom["account"]>, Promise<Account>>(true);
same<ReturnType<typeof inspectImage>, Promise<ImageReport>>(true);
same<ReturnType<typeof encodeMask>, Promise<string>>(true);
same<ReturnType<typeof catalog>, Catalog>(true);
same<ReturnType<typeof validateRequest>, Issue[]>(true);
same<Optional<Submission, "render">, true>(true);
same<Optional<Submission, "render_id">, false>(true);
same<Optional<Account, "key">, true>(true);
same<Upload["success"], true>(true);
same<Render["outputs"], string[]>(true);
same<keyof RequestReport, "method" | "url" | "attempt" | "status" | "durationMs">(true);
same<Progress["stage"], "preparing" | "uploading" | "waiting" | "queued" | "rendering" | "done">(true);
declare const submission: Submission;
// @ts-expect-error only some submissions contain a record
submission.render.outputs;
declare const render: Render;
const status: RenderStatus = "a future status";
const known: RenderStatus = "painted";
const unknownField: unknown = render["a future field"];
// @ts-expect-error an unknown field has type unknown
render["a future field"].toFixed();
// @ts-expect-error a status is not a number
const wrongStatus: RenderStatus = 1;
void [status, known, unknownField, wrongStatus];

// The catalog has a list for every option with fixed values, and no other lists.
same<keyof Catalog, "interior" | "exterior" | "shared" | "staging" | "edit" | "sketch">(true);
same<keyof Catalog["interior"] & string, "type" | "style" | "color">(true);
same<keyof Catalog["exterior"] & string, "type" | "style" | "sky" | "landscape">(true);
same<keyof Catalog["staging"] & string, "type" | "style">(true);
same<keyof Catalog["sketch"] & string, "view">(true);
same<Catalog["edit"]["objects"], { interior: Record<string, Option[]>; exterior: Record<string, Option[]> }>(true);
same<Catalog["edit"]["material"], Option[]>(true);
same<Option, { value: string; label: string }>(true);
type Chosen<T, Free> = Exclude<Keys<T>, Free>;
type Written = "tool" | "field" | "prompt" | "creativity_level";
type OfTools = "action" | "mask" | "material" | "object" | "reference_file_urls" | "view";
same<
  Chosen<InteriorParams, Written | OfTools | "sky" | "landscape">,
  keyof Catalog["interior"] | keyof Catalog["shared"]
>(true);
same<Chosen<ExteriorParams, Written | OfTools | "color">, keyof Catalog["exterior"] | keyof Catalog["shared"]>(true);
same<Keys<SketchParams>, "tool" | "view" | "field" | "type" | "style">(true);
same<Keys<VirtualStagingParams>, "tool" | "action" | "type" | "style" | "reference_file_urls">(true);
same<Keys<EditParams>, "tool" | "mask" | "action" | "field" | "material" | "prompt" | "object">(true);

// The selectors of a request match its parameters.
same<Tool | "upscale", Exclude<import("reroom").JobParams["tool"], undefined>>(true);
same<EditAction, EditParams["action"]>(true);
same<StagingAction, VirtualStagingParams["action"]>(true);
same<RenderField, Exclude<InteriorParams["field"] | ExteriorParams["field"], undefined>>(true);

// Errors: a switch over the codes can be exhaustive.
export function advice(error: ReRoomError): string {
  const code: ErrorCode = error.code;
  switch (code) {
    case "invalid_request":
    case "invalid_image":
      return error.issues.map((issue) => issue.suggestion ?? issue.message).join();
    case "rejected":
    case "unauthorized":
    case "not_found":
    case "insufficient_credits":
    case "too_many_renders":
    case "service_failed":
      return String(error.status?.toFixed());
    case "outcome_unknown":
    case "network":
    case "timeout":
    case "aborted":
    case "unexpected_response":
      return error.message;
    case "render_failed":
      return error.render?.status ?? "";
    default: {
      const none: never = code;
      return none;
    }
  }
}
declare const caught: unknown;
if (caught instanceof ReRoomError) {
  same<typeof caught.code, ErrorCode>(true);
  same<typeof caught.name, "ReRoomError">(true);
  same<typeof caught.retryable, boolean>(true);
  // @ts-expect-error unknown code
  void (caught.code === "teapot");
  // @ts-expect-error errors are read-only
  caught.code = "network";
}
const made: Error = new ReRoomError("network", "gone", { retryable: true, issues: [] });
// @ts-expect-error unknown code
void [made, new ReRoomError("teapot", "short and stout")];

// Prepared photos and pending renders.
const prepared = await prepareImage(file, { fit: "pad", focus: { x: 0.5, y: 0.5 }, quality: 0.9, format: "jpeg" });
void prepareImage(file, { maxBytes: 4_500_000 });
// @ts-expect-error maxBytes is a number
void prepareImage(file, { maxBytes: "4.5 MB" });
same<Extract<IssueCode, "canvas_protected">, "canvas_protected">(true);
same<ReturnType<typeof prepared.toSource>, [number, number]>(true);
same<typeof prepared.blob, Blob>(true);
// @ts-expect-error unknown fit
void prepareImage(file, { fit: "stretch" });
declare const pendingClient: ReRoom;
same<ReturnType<typeof pendingClient.pending>, PendingRender[]>(true);
for (const entry of pendingClient.pending()) {
  same<typeof entry.renderId, string | undefined>(true);
  same<typeof entry.tag, string | undefined>(true);
  void [pendingClient.waitFor(entry), pendingClient.waitFor(entry.idempotencyKey)];
  pendingClient.forget(entry.idempotencyKey);
  pendingClient.forget(entry);
}
void pendingClient.run(file, { tool: "upscale" }, { idempotencyKey: "job-7", tag: "photo-7" });
void pendingClient.runAll([{ image: file, params: { tool: "upscale" }, tag: "photo-7" }], { tag: "batch" });
// @ts-expect-error each job has its own key
void pendingClient.runAll([], { idempotencyKey: "job-7" });

// Masks.
const editor = await MaskEditor.create({ width: 1800, height: 1200 });
editor.stroke(
  [
    [1, 2],
    [3, 4, 0.5],
  ],
  { size: 20, hardness: 0.5, erase: true },
);
editor.polygon(new Float32Array(6), { erase: false });
same<ReturnType<typeof editor.undo>, boolean>(true);
same<ReturnType<typeof editor.grow>, void>(true);
editor.smooth(3);
editor.cancel();
void [editor.add(file), editor.add(editor, "replace"), editor.add(new ImageData(1, 1), "subtract")];
// @ts-expect-error unknown mode
void editor.add(file, "intersect");
// @ts-expect-error grow needs a number of pixels
editor.grow();
void encodeMask(editor);
// @ts-expect-error a brush needs a size
editor.stroke([[1, 2]], {});
declare const canvas: OffscreenCanvas;
void encodeMask(canvas, { width: 1024, height: 768, channel: "alpha", feather: 2, bitDepth: 1, dataUrl: true });
// @ts-expect-error unknown polarity
void encodeMask(canvas, { polarity: "grey" });
// @ts-expect-error bitDepth is 1 or 8
void encodeMask(canvas, { bitDepth: 4 });
// @ts-expect-error a file is not a mask source
void encodeMask(file);
