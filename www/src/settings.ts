// The dialog that says where requests go. It closes once the account there has answered.
import { ReRoomError, type Account } from "reroom";
import { connect, connectionNames, type Connection } from "./connection.js";
import { byId, show } from "./dom.js";
import { showError } from "./errors.js";
import type { Store } from "./state.js";

/** Opens the dialog; set up by `setUpSettings`. */
export type OpenSettings = () => void;

/** Connects the dialog to the state. */
export function setUpSettings(store: Store): OpenSettings {
  const dialog = byId("settings", HTMLDialogElement);
  const form = byId("settings-form", HTMLFormElement);
  const opener = byId("open-settings", HTMLButtonElement);
  const problem = byId("settings-error", HTMLElement);
  const open = () => {
    show(problem, false);
    dialog.showModal();
  };
  opener.addEventListener("click", open);
  byId("settings-cancel", HTMLButtonElement).addEventListener("click", () => {
    dialog.close();
  });
  form.addEventListener("change", () => {
    showFields(form);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void tryConnection(read(form), problem).then((reached) => {
      if (!reached) return;
      store.update(reached);
      dialog.close();
    });
  });
  store.subscribe(({ connection }) => {
    const name = connectionNames[connection.kind];
    opener.textContent = name;
    opener.setAttribute("aria-label", `Connection: ${name}`);
  });
  showFields(form);
  return open;
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

async function tryConnection(
  connection: Connection,
  problem: HTMLElement,
): Promise<{ connection: Connection; account: Account } | undefined> {
  show(problem, false);
  try {
    return { connection, account: await connect(connection).account() };
  } catch (error) {
    if (!(error instanceof ReRoomError)) throw error;
    showError(problem, error);
    return undefined;
  }
}
