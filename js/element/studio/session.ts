// What the studio knows and what a person can do there. It draws nothing: the views do.
import { catalog } from "../../client/index.js";
import type { Catalog, JobParams, PrepareOptions, ReRoom, ReRoomError, Render } from "../../client/index.js";
import type { CompleteDetail } from "../events.js";
import type { MaskPainter } from "../painter/mask-painter.js";
import type { Texts, ToolId } from "../locales/texts.js";
import { isForDevelopers, type Remedy } from "./advice.js";
import { questions, toParams, unanswered, untaken, type Question, type Untaken } from "./answers.js";
import { Earlier, type EarlierRender } from "./earlier.js";
import { failureOf } from "./failures.js";
import { focusPainter } from "./focus.js";
import type { Host } from "./host.js";
import { Jobs, outcomeOf, type Outcome, type Status, type Task } from "./jobs.js";
import { closePhoto, openFile, openUrl, type Photo, type Prepare } from "./photo.js";
import { tools, UPSCALE_COST, type Values } from "./tools.js";

/** The state of one studio. */
export class Session {
  photo: Photo | undefined;
  /** A photo is being looked over. */
  opening = false;
  /** A photo could not be loaded at all. */
  unreadable = false;
  /** What is missing before the request can be sent. */
  hint: keyof Texts["studio"] | undefined;
  /** The question that has to be answered before. */
  missing: keyof Texts["fields"] | undefined;
  /** A paid request was sent and its answer got lost; nothing is sent until the person has looked at the account. */
  doubt = false;
  accepted = false;
  fit: PrepareOptions["fit"];
  /** What is searched for in long lists, by parameter. */
  readonly searches = new Map<string, string>();
  readonly jobs: Jobs;
  readonly earlier: Earlier;
  readonly #host: Host;
  #tool: ToolId | undefined;
  #answers = new Map<ToolId, Values>();
  #opened = 0;
  #catalog: Catalog | undefined;
  /** A request is being put together. */
  #sending = false;

  constructor(host: Host) {
    this.#host = host;
    this.jobs = new Jobs({
      changed: (status) => {
        this.#settle(status);
      },
      ended: (result) => {
        this.#ended(result);
      },
    });
    this.earlier = new Earlier(() => {
      host.changed();
    });
  }

  get status(): Status {
    return this.jobs.status;
  }

  get tool(): ToolId | undefined {
    const offered = this.#host.tools();
    return this.#tool !== undefined && offered.includes(this.#tool) ? this.#tool : offered[0];
  }

  get questions(): Question[] {
    const { tool } = this;
    if (tool === undefined) return [];
    return questions(tool, this.#options, this.#answers.get(tool) ?? {}, this.#host.preset());
  }

  /** What the page's preset asks for in vain; for whoever builds the page. */
  get untaken(): Untaken[] {
    return untaken(this.#host.preset(), this.#options);
  }

  get #options(): Catalog {
    return (this.#catalog ??= catalog());
  }

  /** The request as it would be sent, apart from the mask of an edit. */
  get params(): JobParams | undefined {
    return this.tool && toParams(this.tool, this.questions);
  }

  /** Whether the photo can be sent. */
  get usable(): boolean {
    return this.photo !== undefined && !this.opening && this.photo.issues.length === 0;
  }

  /** Whether something is marked on the present photo. */
  get hasMask(): boolean {
    return this.#host.painter()?.marked ?? false;
  }

  /** A request is under way. */
  get busy(): boolean {
    return this.status.kind === "busy";
  }

  /** A request is under way, or about to be: no other may begin. */
  get #taken(): boolean {
    return this.#sending || this.busy;
  }

  /** Finds renders from before the page was loaded; a client that cannot be had is told of. */
  findEarlier(): void {
    try {
      this.earlier.start(this.#host.connect(), (render) => {
        void this.#finishEarlier(render);
      });
    } catch (error) {
      this.report(error);
    }
  }

  /** Says in the console what only whoever builds the page can mend. */
  readonly report = (error: unknown): void => {
    this.#host.report(failureOf(error));
  };

  /** Takes a file, or fetches a photo by its address. Does nothing while a request is under way. */
  async take(photo: Blob | string, name = "photo"): Promise<void> {
    if (this.#taken) return;
    this.fit = undefined;
    await this.#open((prepare) =>
      typeof photo === "string" ? openUrl(photo, prepare) : openFile(photo, name, prepare),
    );
  }

  /** Mends the photo the other way. */
  async refit(fit: "crop" | "pad"): Promise<void> {
    const { original, name } = this.photo ?? {};
    if (!original || this.#taken) return;
    this.fit = fit;
    await this.#open((prepare) => openFile(original, name ?? "", prepare));
  }

  async #open(open: (prepare: Prepare) => Promise<Photo>): Promise<void> {
    const turn = ++this.#opened;
    this.opening = true;
    this.unreadable = false;
    this.jobs.leave();
    const photo = await open(this.#prepare()).catch(() => undefined);
    if (turn !== this.#opened) {
      closePhoto(photo);
      return;
    }
    closePhoto(this.photo);
    this.#clearHint();
    Object.assign(this, { photo, opening: false, unreadable: photo === undefined, doubt: false });
    this.#host.changed();
    if (photo) this.#tellPhoto(photo);
  }

  #prepare(): Prepare {
    const prepare = this.#host.prepare();
    if (prepare === false || this.fit === undefined) return prepare;
    return { ...(prepare === true ? {} : prepare), fit: this.fit };
  }

  #tellPhoto({ name, width, height, report, changes, issues }: Photo): void {
    const detail = { name, width, height, changes, ok: issues.length === 0 };
    this.#host.tell("reroom-photo", report ? { ...detail, report } : detail);
  }

  /** Chooses a tool. A result belongs to the tool that made it: another tool shows the photo again. */
  choose(tool: ToolId): void {
    this.#tool = tool;
    this.searches.clear();
    this.#begin();
    this.#tellChange();
  }

  #tellChange(): void {
    const { tool, params } = this;
    if (tool && params) this.#host.tell("reroom-change", { tool, params });
  }

  /** Answers a question of the present tool. */
  answer(param: string, value: string): void {
    const { tool } = this;
    if (tool === undefined) return;
    this.#answers.set(tool, { ...this.#answers.get(tool), [param]: value });
    this.#clearHint();
    this.#host.changed();
    this.#tellChange();
  }

  search(param: string, words: string): void {
    this.searches.set(param, words);
    this.#host.changed();
  }

  /** Something was painted, or cleared. */
  painted(): void {
    this.#clearHint();
    this.#host.changed();
  }

  #clearHint(): void {
    this.hint = this.missing = undefined;
  }

  /** The person has looked at the account and may send again. */
  look(looked: boolean): void {
    this.doubt = !looked;
    this.#host.changed();
  }

  /** Sends the request that was put together. Resolves to the finished render, or to nothing. */
  async submit(confirmed = false): Promise<Render | undefined> {
    const { photo, tool } = this;
    if (!photo || tool === undefined || !this.usable || this.#taken || this.doubt) return undefined;
    const painter = tool === "edit" ? this.#host.painter() : null;
    const asked = this.questions;
    if (this.#incomplete(tool, asked, painter)) return undefined;
    const mask = await this.#encoded(painter);
    // Not what failed, nor what was reset while the mask was encoded.
    if (mask === undefined || this.photo !== photo) return undefined;
    const params = toParams(tool, asked, painter ? mask : undefined);
    return this.#send({ source: photo.source, params, tool, before: photo.url }, confirmed);
  }

  /** The mask, empty where there is no painter. Nothing else can be sent meanwhile: it would be the same once more. */
  async #encoded(painter: MaskPainter | null): Promise<string | undefined> {
    this.#sending = true;
    try {
      return painter ? await painter.encode() : "";
    } catch (error) {
      this.jobs.fail(failureOf(error));
      return undefined;
    } finally {
      this.#sending = false;
    }
  }

  /** Says what is missing, if anything is, and puts the keyboard there. */
  #incomplete(tool: ToolId, asked: readonly Question[], painter: MaskPainter | null): boolean {
    this.#clearHint();
    const missing = unanswered(asked);
    if (missing) {
      this.missing = missing.field.label;
      this.#host.focusOn("question", missing.field.param);
    } else if (tool === "edit" && !painter?.marked) {
      this.hint = "paintFirst";
      if (painter) void focusPainter(painter);
    } else return false;
    this.#host.changed();
    return true;
  }

  async #send(task: Task, confirmed = false): Promise<Render | undefined> {
    if (this.#taken || this.doubt) return undefined;
    const { tool, params } = task;
    const cost = tool === "upscale" ? UPSCALE_COST : tools[tool].cost;
    const detail = { tool, params, ...(cost !== undefined && { cost }) };
    if (!confirmed && !this.#host.tell("reroom-submit", detail, true)) return undefined;
    // A listener may have sent it, as one does that asks first.
    if (this.#taken) return undefined;
    const client = this.#connect();
    return client && this.jobs.run(client, task);
  }

  /** The client; where there is none, why not is shown. */
  #connect(): ReRoom | undefined {
    try {
      return this.#host.connect();
    } catch (error) {
      this.jobs.fail(failureOf(error));
      return undefined;
    }
  }

  /** What the button beside an error does. */
  act(remedy: Remedy): void {
    const { status } = this;
    const { task } = this.jobs;
    if (remedy === "photo" || remedy === "options") this.#host.focusOn(remedy);
    else if (remedy === "retry" && task) void this.#send(task);
    else if (status.kind === "failed" && status.error.renderId !== undefined) {
      const client = this.#connect();
      if (client) void this.jobs.resume(client, status.error.renderId);
    }
  }

  /** Makes the result larger. */
  upscale({ after }: Outcome): void {
    const params = { tool: "upscale" } as const;
    void this.#send({ source: { file_url: after }, params, tool: "upscale", before: after });
  }

  /** Takes the result; the page is told. */
  accept(outcome: Outcome): void {
    this.accepted = true;
    this.#host.changed();
    this.#host.tell("reroom-accept", detailOf(outcome));
  }

  /** Goes back to the photo and its options. */
  another(): void {
    this.#begin();
    this.#host.focusOn(this.photo ? "options" : "photo");
  }

  #begin(): void {
    this.#clearHint();
    if (!this.doubt && !this.busy) this.jobs.leave();
    this.#host.changed();
  }

  /** Shows a finished render from before. */
  async showEarlier({ renderId, render }: EarlierRender): Promise<void> {
    if (!render || this.#taken) return;
    const outcome = await outcomeOf(render, {});
    // Something was sent while the picture was loaded.
    if (this.#taken) return;
    this.jobs.show(outcome);
    this.earlier.remove(renderId);
  }

  /** Forgets photo, answers and result. A request that is under way goes on. */
  reset(): void {
    this.#opened++;
    closePhoto(this.photo);
    this.#clearHint();
    Object.assign(this, { photo: undefined, opening: false, unreadable: false, doubt: false });
    this.#answers = new Map();
    this.#tool = undefined;
    this.jobs.leave();
  }

  #settle(status: Status): void {
    this.accepted = false;
    const { tool } = this.jobs.task ?? {};
    if (status.kind === "failed" && status.error.code === "outcome_unknown") this.doubt = true;
    this.#host.changed();
    if (status.kind === "busy") this.#host.tell("reroom-progress", { ...status.progress, tool });
    if (status.kind === "failed") this.#failed(status.error, tool);
    if (status.kind === "done") this.#host.tell("reroom-complete", detailOf(status.outcome));
  }

  #failed(error: ReRoomError, tool: ToolId | undefined): void {
    if (isForDevelopers(error)) this.report(error);
    this.#host.tell("reroom-error", { error, tool });
  }

  #ended(result: { outcome: Outcome } | { error: ReRoomError }): void {
    if ("error" in result) {
      this.#failed(result.error, undefined);
      return;
    }
    const { outcome } = result;
    this.earlier.add(outcome.render, outcome.tool ?? "");
    this.#host.tell("reroom-complete", detailOf(outcome));
  }

  async #finishEarlier(render: Render): Promise<void> {
    this.#host.tell("reroom-complete", detailOf(await outcomeOf(render, {})));
  }
}

function detailOf({ render, before, after, tool, params }: Outcome): CompleteDetail {
  return { render, before, after, tool, ...(params && { params }) };
}
