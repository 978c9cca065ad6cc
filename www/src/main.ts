// The page: brings the parts together and decides what follows what.
import init, { ReRoomError, catalog } from "reroom";
import { setUpCode, reproduce } from "./code.js";
import { download, showComparison } from "./compare.js";
import { connect } from "./connection.js";
import { byId, make, show } from "./dom.js";
import { showError, type Remedy } from "./errors.js";
import { Jobs } from "./job.js";
import { Painter } from "./painter.js";
import { setUpPanel } from "./panel.js";
import { acceptPhotos, openPhoto, showPhoto } from "./photo.js";
import { showProgress } from "./progress.js";
import { setUpSettings } from "./settings.js";
import { Store, type State } from "./state.js";
import { toParams, toolById } from "./tools.js";

const announce = (text: string) => void (byId("announce", HTMLElement).textContent = text);

async function start(): Promise<void> {
  await init();
  const store = new Store({
    photo: undefined,
    tool: "virtual-staging",
    status: { kind: "idle" },
    connection: { kind: "sandbox" },
    account: undefined,
  });
  const jobs = new Jobs(store);
  const panel = setUpPanel(store, catalog(), () => void submit());
  const painter = new Painter(announce, () => {
    panel.hint("");
  });
  const openSettings = setUpSettings(store);

  acceptPhotos((blob, name) => void take(blob, name));
  showPhoto(store);
  showProgress(store, announce, () => {
    jobs.cancel();
  });
  showComparison(store);
  setUpCode(() => {
    const { connection, photo, tool } = store.state;
    return reproduce(connection, photo, toolById(tool).params(panel.values()));
  });
  setUpResult();
  store.subscribe(({ account }) => void (byId("credits", HTMLElement).textContent = credits(account)));
  store.subscribe((state, previous) => {
    showStage(state, painter);
    if (state.photo !== previous.photo) openMask(state);
    if (state.status !== previous.status) settle(state);
  });
  await refreshAccount();

  async function take(blob: Blob, name: string): Promise<void> {
    jobs.cancel();
    store.update({ photo: await openPhoto(blob, name), status: { kind: "idle" } });
  }

  function openMask({ photo }: State): void {
    const { width, height } = photo?.report ?? {};
    if (width && height) painter.open(width, height);
  }

  async function submit(): Promise<void> {
    const { photo, tool: id } = store.state;
    if (!photo) return;
    const tool = toolById(id);
    if (tool.id === "edit" && !painter.marked) {
      store.update({ status: { kind: "idle" } });
      panel.hint("Paint over what should change first.");
      painter.focus();
      return;
    }
    const params = panel.values();
    try {
      const mask = tool.id === "edit" ? await painter.encode() : undefined;
      const task = { params: toParams(tool, params, mask), title: tool.name, before: photo.url };
      await jobs.run(photo.blob, task);
    } catch (error) {
      if (!(error instanceof ReRoomError)) throw error;
      store.update({ status: { kind: "failed", error } });
    }
  }

  function setUpResult(): void {
    const outcome = () => {
      const { status } = store.state;
      return status.kind === "done" ? status.outcome : undefined;
    };
    byId("download", HTMLButtonElement).addEventListener("click", () => {
      const finished = outcome();
      if (finished) void download(finished);
    });
    byId("upscale", HTMLButtonElement).addEventListener("click", () => {
      const finished = outcome();
      if (!finished) return;
      const task = { params: { tool: "upscale" } as const, title: "Upscale", before: finished.after };
      void jobs.run({ file_url: finished.after }, task);
    });
    byId("again", HTMLButtonElement).addEventListener("click", () => {
      store.update({ status: { kind: "idle" } });
      panel.focus();
    });
  }

  /** What follows when a job has come to a new point: messages, credits, and where the keyboard is. */
  function settle({ status }: State): void {
    const notice = byId("notice", HTMLElement);
    show(notice, false);
    if (status.kind === "done") {
      announce("The picture is finished. Compare it with the photo on the slider.");
      byId("split", HTMLInputElement).focus({ preventScroll: true });
    }
    if (status.kind === "failed") {
      showError(notice, status.error, (remedy) => {
        act(remedy, status.error);
      });
      notice.querySelector("button")?.focus({ preventScroll: true });
    }
    if (status.kind === "busy" && document.activeElement?.closest("#progress") === null) {
      byId("cancel", HTMLButtonElement).focus({ preventScroll: true });
      byId("stage", HTMLElement).scrollIntoView({ block: "nearest" });
    }
    if (status.kind === "done" || status.kind === "failed") void refreshAccount();
  }

  function act(remedy: Remedy, error: ReRoomError): void {
    switch (remedy) {
      case "retry":
        return void jobs.again();
      case "resume":
        return void (error.renderId !== undefined && jobs.resume(error.renderId));
      case "settings": {
        openSettings();
        return;
      }
      case "photo": {
        byId("file", HTMLInputElement).click();
        return;
      }
      case "options": {
        panel.focus();
        return;
      }
      case "none":
        return;
    }
  }

  async function refreshAccount(): Promise<void> {
    try {
      store.update({ account: await connect(store.state.connection).account() });
    } catch (error) {
      if (!(error instanceof ReRoomError)) throw error;
      store.update({ account: undefined });
    }
  }
}

function credits(account: State["account"]): string {
  if (!account) return "Not known";
  return account.credits < 0 ? "Unlimited" : account.credits.toLocaleString("en");
}

/** What lies on the table: nothing yet, the photo (with the mask of an edit), or the comparison. */
function showStage({ photo, tool, status }: State, painter: Painter): void {
  const finished = status.kind === "done";
  const stage = byId("stage", HTMLElement);
  stage.dataset["view"] = finished ? "result" : photo ? "photo" : "empty";
  stage.classList.toggle("busy", status.kind === "busy");
  show(byId("drop", HTMLElement), !photo);
  show(byId("frame", HTMLElement), photo !== undefined && !finished);
  show(byId("verdict", HTMLElement), status.kind === "idle");
  show(byId("result", HTMLElement), finished);
  if (finished) byId("result-title", HTMLElement).textContent = status.outcome.title;
  painter.active = tool === "edit" && (photo?.report.ok ?? false) && !finished;
}

start().catch((error: unknown) => {
  const notice = byId("notice", HTMLElement);
  const reason = error instanceof Error ? error.message : String(error);
  notice.replaceChildren(make("p", "lead", "The page could not start"), make("p", "", reason));
  show(notice, true);
});
