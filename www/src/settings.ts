// The connection dialog. It closes after it has loaded the account successfully.
import { ReRoomError, type Account } from "reroom";
import { en } from "reroom/element";
import { connect, connectionNames, type Connection } from "./connection.js";
import { byId, make, show } from "./dom.js";

/** Called after each successful connection. */
export type Connected = (connection: Connection, account: Account) => void;

/** Sets up the dialog and the button that opens it. */
export function setUpSettings(connected: Connected): void {
  const dialog = byId("settings", HTMLDialogElement);
  const form = byId("settings-form", HTMLFormElement);
  const opener = byId("open-settings", HTMLButtonElement);
  const problem = byId("settings-error", HTMLElement);
  const name = (text: string) => {
    opener.textContent = text;
    opener.setAttribute("aria-label", `Connection: ${text}`);
  };
  opener.addEventListener("click", () => {
    show(problem, false);
    dialog.showModal();
  });
  byId("settings-cancel", HTMLButtonElement).addEventListener("click", () => {
    dialog.close();
  });
  form.addEventListener("change", () => {
    showFields(form);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const connection = read(form);
    void tryConnection(connection, problem).then((account) => {
      if (!account) return;
      name(connectionNames[connection.kind]);
      connected(connection, account);
      dialog.close();
    });
  });
  name(connectionNames.sandbox);
  showFields(form);
}

function showFields(form: HTMLFormElement): void {
  const kind = new FormData(form).get("connection");
  for (const [id, wanted] of [
    ["gateway-fields", "gateway"],
    ["key-fields", "key"],
  ] as const) {
    const fields = byId(id, HTMLFieldSetElement);
    fields.disabled = kind !== wanted;
    show(fields, kind === wanted);
  }
}

function read(form: HTMLFormElement): Connection {
  const data = new FormData(form);
  const text = (name: string) => {
    const entry = data.get(name);
    return typeof entry === "string" ? entry.trim() : "";
  };
  switch (text("connection")) {
    case "gateway":
      return { kind: "gateway", baseUrl: text("gatewayUrl") };
    case "key":
      return { kind: "key", baseUrl: text("baseUrl"), apiKey: text("apiKey") };
    default:
      return { kind: "sandbox" };
  }
}

async function tryConnection(connection: Connection, problem: HTMLElement): Promise<Account | undefined> {
  show(problem, false);
  try {
    return await connect(connection).account();
  } catch (error) {
    if (!(error instanceof ReRoomError)) throw error;
    showProblem(problem, error);
    return undefined;
  }
}

/** Shows the error. The studio's advice for an invalid key is for visitors, so this text addresses the key's owner. */
function showProblem(box: HTMLElement, { code, message }: ReRoomError): void {
  const { title, advice } =
    code === "unauthorized"
      ? {
          title: "The service does not know this key",
          advice: "It may be mistyped or deactivated, or belong to another URL.",
        }
      : en.errors[code];
  box.replaceChildren(make("b", "", title), make("p", "", advice), make("p", "fine", message));
  show(box, true);
}
