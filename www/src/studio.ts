// The studio page: the element, its connection, a log of its requests, and code for the current request.
import "reroom/element/define";
import "reroom/heic";
import init, { ReRoomError, type Account } from "reroom";
import type { ReRoomStudio } from "reroom/element";
import { reproduce, setUpCopy } from "./code.js";
import { connect, hostFor, type Connection } from "./connection.js";
import { byId } from "./dom.js";
import { Log } from "./log.js";
import { showSamples } from "./samples.js";
import { setUpSettings } from "./settings.js";

const studio = document.querySelector<ReRoomStudio>("reroom-studio");
const log = new Log(byId("log", HTMLOListElement));
let connection: Connection = { kind: "sandbox" };
let photo = { name: "photo.jpg", width: 0, height: 0 };

async function start(element: ReRoomStudio): Promise<void> {
  await init();
  use(element, connection);
  setUpSettings((reached, account) => {
    use(element, reached);
    showCredits(account);
  });
  showSamples(byId("samples", HTMLUListElement), (url) => void element.open(url));
  setUpCopy();
  follow(element);
  await refreshAccount();
}

/** Connects the element to a service. */
function use(element: ReRoomStudio, reached: Connection): void {
  connection = reached;
  element.client = connect(connection, {
    onRequest: (info) => {
      log.request(info);
    },
  });
  element.hostImage = hostFor(reached);
  showCode(element);
}

function follow(element: ReRoomStudio): void {
  element.addEventListener("reroom-photo", ({ detail }) => {
    photo = detail;
    showCode(element);
  });
  element.addEventListener("reroom-change", () => {
    showCode(element);
  });
  element.addEventListener("reroom-submit", ({ detail }) => {
    log.event("reroom-submit", detail.tool);
  });
  element.addEventListener("reroom-complete", ({ detail }) => {
    log.event("reroom-complete", detail.render._id);
    void refreshAccount();
  });
  element.addEventListener("reroom-error", ({ detail }) => {
    log.event("reroom-error", detail.error.code);
    void refreshAccount();
  });
}

function showCode(element: ReRoomStudio): void {
  byId("code", HTMLElement).textContent = reproduce(connection, photo, { ...element.params });
}

async function refreshAccount(): Promise<void> {
  try {
    showCredits(await connect(connection).account());
  } catch (error) {
    if (!(error instanceof ReRoomError)) throw error;
    showCredits(undefined);
  }
}

function showCredits(account: Account | undefined): void {
  const credits = account?.credits ?? Number.NaN;
  const known = credits < 0 ? "unlimited" : credits.toLocaleString("en");
  byId("credits", HTMLElement).textContent = account ? known : "unknown";
}

if (studio) void start(studio);
