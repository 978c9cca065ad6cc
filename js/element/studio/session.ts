// The studio's state and actions. Rendering is left to the views.
import { catalog } from "../../client/index.js";
import type { Catalog, JobParams, PrepareOptions, ReRoom, ReRoomError, Render } from "../../client/index.js";
import type { CompleteDetail } from "../events.js";
import type { MaskPainter } from "../painter/mask-painter.js";
import type { Texts, ToolId } from "../locales/texts.js";
import { findId, isDeveloperError, wasNeverBought, type Remedy } from "./error-messages.js";
import {
  buildParams,
  findMissing,
  visibleFields,
  findUnusedOptions,
  type FormField,
  type UnusedOption,
} from "./form.js";
import { PendingRenders, type TrackedRender } from "./pending-renders.js";
import { toReRoomError } from "./errors.js";
import { focusPainter } from "./focus.js";
import type { Host } from "./host.js";
import { Jobs, loadResult, type JobResult, type Status, type JobRequest } from "./jobs.js";
import { closePhoto, openFile, openUrl, type Photo, type Prepare } from "./photo.js";
import { tools, UPSCALE_COST, type Values } from "./tools.js";

/** The state of one studio. */
export class Session {
  photo: Photo | undefined;
  /** Whether a photo is being opened. */
  opening = false;
  /** Whether the last photo could not be loaded. */
  unreadable = false;
  /** Text key of what is missing before the request can be sent. */
  hint: keyof Texts["studio"] | undefined;
  /** Label key of the field that is missing a value. */
  missing: keyof Texts["fields"] | undefined;
  /** The response to a paid request was lost. Nothing is sent until the user has checked the account. */
  outcomeUnknown = false;
  accepted = false;
  fit: PrepareOptions["fit"];
  /** Search text of long option lists, by parameter. */
  readonly searches = new Map<string, string>();
  readonly jobs: Jobs;
  readonly pendingRenders: PendingRenders;
  readonly #host: Host;
  #tool: ToolId | undefined;
  #values = new Map<ToolId, Values>();
  #openCount = 0;
  #catalog: Catalog | undefined;
  /** Whether a mask is being encoded for a request. */
  #sending = false;

  constructor(host: Host) {
    this.#host = host;
    this.jobs = new Jobs({
      onStatus: (status) => {
        this.#onStatus(status);
      },
      onDetachedEnd: (end) => {
        this.#onDetachedEnd(end);
      },
    });
    this.pendingRenders = new PendingRenders(() => {
      host.update();
    });
  }

  get status(): Status {
    return this.jobs.status;
  }

  get tool(): ToolId | undefined {
    const offered = this.#host.tools();
    return this.#tool !== undefined && offered.includes(this.#tool) ? this.#tool : offered[0];
  }

  get fields(): FormField[] {
    const { tool } = this;
    if (tool === undefined) return [];
    return visibleFields(tool, this.#options, this.#values.get(tool) ?? {}, this.#host.preset());
  }

  /** Preset options that no field accepts, for console warnings. */
  get unusedOptions(): UnusedOption[] {
    return findUnusedOptions(this.#host.preset(), this.#options);
  }

  get #options(): Catalog {
    return (this.#catalog ??= catalog());
  }

  /** The request in its current state, without the mask of an edit. */
  get params(): JobParams | undefined {
    return this.tool && buildParams(this.tool, this.fields);
  }

  /** Whether the photo can be sent. */
  get photoReady(): boolean {
    return this.photo !== undefined && !this.opening && this.photo.issues.length === 0;
  }

  /** Whether the user has painted a mask on the photo. */
  get hasMask(): boolean {
    return this.#host.painter()?.marked ?? false;
  }

  /** Whether a request is running. */
  get busy(): boolean {
    return this.status.kind === "busy";
  }

  /** Whether a request is running or being prepared. No other request can start then. */
  get #locked(): boolean {
    return this.#sending || this.busy;
  }

  /** Looks for renders submitted before the page loaded. Logs an error if there is no client. */
  findPendingRenders(): void {
    try {
      this.pendingRenders.start(this.#host.connect(), (render) => {
        void this.#onPendingRenderDone(render);
      });
    } catch (error) {
      this.logError(error);
    }
  }

  /** Logs an error that only a developer can fix. */
  readonly logError = (error: unknown): void => {
    this.#host.logError(toReRoomError(error));
  };

  /** Opens a file or URL. Does nothing while a request is running. */
  async openPhoto(photo: Blob | string, name = "photo"): Promise<void> {
    if (this.#locked) return;
    this.fit = undefined;
    await this.#open((prepare) =>
      typeof photo === "string" ? openUrl(photo, prepare) : openFile(photo, name, prepare),
    );
  }

  /** Prepares the photo again with the other fit. */
  async changeFit(fit: "crop" | "pad"): Promise<void> {
    const { original, name } = this.photo ?? {};
    if (!original || this.#locked) return;
    this.fit = fit;
    await this.#open((prepare) => openFile(original, name ?? "", prepare));
  }

  async #open(open: (prepare: Prepare) => Promise<Photo>): Promise<void> {
    const attempt = ++this.#openCount;
    this.opening = true;
    this.unreadable = false;
    this.jobs.detach();
    const photo = await open(this.#prepare()).catch(() => undefined);
    if (attempt !== this.#openCount) {
      closePhoto(photo);
      return;
    }
    closePhoto(this.photo);
    this.#clearHint();
    Object.assign(this, { photo, opening: false, unreadable: photo === undefined, outcomeUnknown: false });
    this.#host.update();
    if (photo) this.#emitPhoto(photo);
  }

  #prepare(): Prepare {
    const prepare = this.#host.prepare();
    if (prepare === false || this.fit === undefined) return prepare;
    return { ...(prepare === true ? {} : prepare), fit: this.fit };
  }

  #emitPhoto({ name, width, height, report, changes, issues }: Photo): void {
    const detail = { name, width, height, changes, ok: issues.length === 0 };
    this.#host.emit("reroom-photo", report ? { ...detail, report } : detail);
  }

  /** Selects a tool, and shows the photo again if a result was shown. */
  choose(tool: ToolId): void {
    this.#tool = tool;
    this.searches.clear();
    this.#backToForm();
    this.#emitChange();
  }

  #emitChange(): void {
    const { tool, params } = this;
    if (tool && params) this.#host.emit("reroom-change", { tool, params });
  }

  /** Sets a field of the current tool. */
  setValue(param: string, value: string): void {
    const { tool } = this;
    if (tool === undefined) return;
    this.#values.set(tool, { ...this.#values.get(tool), [param]: value });
    this.#clearHint();
    this.#host.update();
    this.#emitChange();
  }

  search(param: string, words: string): void {
    this.searches.set(param, words);
    this.#host.update();
  }

  /** Updates the view after the mask changed. */
  onMaskChange(): void {
    this.#clearHint();
    this.#host.update();
  }

  #clearHint(): void {
    this.hint = this.missing = undefined;
  }

  /** Records whether the user has checked the account, which allows sending again. */
  confirmAccountChecked(checked: boolean): void {
    this.outcomeUnknown = !checked;
    this.#host.update();
  }

  /** Sends the current request. Resolves to the finished render, or to undefined. */
  async submit(confirmed = false): Promise<Render | undefined> {
    const { photo, tool } = this;
    if (!photo || tool === undefined || !this.photoReady || this.#locked || this.outcomeUnknown) return undefined;
    const painter = tool === "edit" ? this.#host.painter() : null;
    const fields = this.fields;
    if (this.#showMissing(tool, fields, painter)) return undefined;
    const mask = await this.#encodeMask(painter);
    // Encoding failed, or the photo changed in the meantime.
    if (mask === undefined || this.photo !== photo) return undefined;
    const params = buildParams(tool, fields, painter ? mask : undefined);
    return this.#send({ source: photo.source, params, tool, before: photo.url }, confirmed);
  }

  /** Encodes the mask; empty without a painter. Blocks other requests until done, to prevent duplicates. */
  async #encodeMask(painter: MaskPainter | null): Promise<string | undefined> {
    this.#sending = true;
    try {
      return painter ? await painter.encode() : "";
    } catch (error) {
      this.jobs.fail(toReRoomError(error));
      return undefined;
    } finally {
      this.#sending = false;
    }
  }

  /** Returns whether input is missing. If so, shows what is missing and focuses it. */
  #showMissing(tool: ToolId, fields: readonly FormField[], painter: MaskPainter | null): boolean {
    this.#clearHint();
    const missing = findMissing(fields);
    if (missing) {
      this.missing = missing.field.label;
      this.#host.focusOn("field", missing.field.param);
    } else if (tool === "edit" && !painter?.marked) {
      this.hint = "paintFirst";
      if (painter) void focusPainter(painter);
    } else return false;
    this.#host.update();
    return true;
  }

  async #send(task: JobRequest, confirmed = false): Promise<Render | undefined> {
    if (this.#locked || this.outcomeUnknown) return undefined;
    const { tool, params } = task;
    const cost = tool === "upscale" ? UPSCALE_COST : tools[tool].cost;
    const detail = { tool, params, ...(cost !== undefined && { cost }) };
    if (!confirmed && !this.#host.emit("reroom-submit", detail, true)) return undefined;
    // A listener may have submitted it already, for example a confirmation dialog.
    if (this.#locked) return undefined;
    const client = this.#connect();
    return client && this.jobs.run(client, task);
  }

  /** Returns the client. If there is none, shows the error. */
  #connect(): ReRoom | undefined {
    try {
      return this.#host.connect();
    } catch (error) {
      this.jobs.fail(toReRoomError(error));
      return undefined;
    }
  }

  /** Runs the action of the button next to an error. */
  applyRemedy(remedy: Remedy): void {
    const { status } = this;
    const { request } = this.jobs;
    if (remedy === "photo" || remedy === "options") this.#host.focusOn(remedy);
    else if (remedy === "retry" && request) void this.#send(request);
    else if (status.kind === "failed") {
      const id = findId(status.error);
      const client = id === undefined ? undefined : this.#connect();
      if (client && id !== undefined) void this.jobs.resume(client, id);
    }
  }

  /** Upscales a result. */
  upscale({ after }: JobResult): void {
    const params = { tool: "upscale" } as const;
    void this.#send({ source: { file_url: after }, params, tool: "upscale", before: after });
  }

  /** Accepts a result and emits `reroom-accept`. */
  accept(result: JobResult): void {
    this.accepted = true;
    this.#host.update();
    this.#host.emit("reroom-accept", toDetail(result));
  }

  /** Returns to the photo and its options. */
  editAgain(): void {
    this.#backToForm();
    this.#host.focusOn(this.photo ? "options" : "photo");
  }

  #backToForm(): void {
    this.#clearHint();
    if (!this.outcomeUnknown && !this.busy) this.jobs.detach();
    this.#host.update();
  }

  /** Shows a finished render that was submitted before the page loaded. */
  async showPendingRender({ idempotencyKey, render }: TrackedRender): Promise<void> {
    if (!render || this.#locked) return;
    const result = await loadResult(render, {});
    // A request started while the image was loading.
    if (this.#locked) return;
    this.jobs.show(result);
    this.pendingRenders.remove(idempotencyKey);
  }

  /** Clears photo, options and result. A running request continues. */
  reset(): void {
    this.#openCount++;
    closePhoto(this.photo);
    this.#clearHint();
    Object.assign(this, { photo: undefined, opening: false, unreadable: false, outcomeUnknown: false });
    this.#values = new Map();
    this.#tool = undefined;
    this.jobs.detach();
  }

  #onStatus(status: Status): void {
    this.accepted = false;
    const { tool } = this.jobs.request ?? {};
    if (status.kind === "done" || (status.kind === "failed" && wasNeverBought(status.error)))
      this.outcomeUnknown = false;
    if (status.kind === "failed" && status.error.code === "outcome_unknown") this.outcomeUnknown = true;
    this.#host.update();
    if (status.kind === "busy") this.#host.emit("reroom-progress", { ...status.progress, tool });
    if (status.kind === "failed") this.#onError(status.error, tool);
    if (status.kind === "done") this.#host.emit("reroom-complete", toDetail(status.result));
  }

  #onError(error: ReRoomError, tool: ToolId | undefined): void {
    if (isDeveloperError(error)) this.logError(error);
    this.#host.emit("reroom-error", { error, tool });
  }

  #onDetachedEnd(end: { result: JobResult } | { error: ReRoomError }): void {
    if ("error" in end) {
      this.#onError(end.error, undefined);
      return;
    }
    const { result } = end;
    this.pendingRenders.add(result.render, result.tool ?? "");
    this.#host.emit("reroom-complete", toDetail(result));
  }

  async #onPendingRenderDone(render: Render): Promise<void> {
    this.#host.emit("reroom-complete", toDetail(await loadResult(render, {})));
  }
}

function toDetail({ render, before, after, tool, params }: JobResult): CompleteDetail {
  return { render, before, after, tool, ...(params && { params }) };
}
