// The switch between the visitor's view and the agent's view. The choice survives a reload.
import { byId } from "../dom.js";

const KEY = "reroom.sample.listing.agent";

/** Sets up the switch. `changed` is called now if the agent's view was left on, and after each change. */
export function setUpSwitch(changed: (on: boolean) => void): void {
  const button = byId("agent-switch", HTMLButtonElement);
  const set = (on: boolean) => {
    button.setAttribute("aria-checked", String(on));
    document.documentElement.classList.toggle("for-agent", on);
    changed(on);
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-checked") !== "true";
    write(on);
    set(on);
  });
  if (read()) set(true);
}

function read(): boolean {
  try {
    return localStorage.getItem(KEY) === "on";
  } catch {
    return false;
  }
}

function write(on: boolean): void {
  try {
    if (on) localStorage.setItem(KEY, "on");
    else localStorage.removeItem(KEY);
  } catch {
    // The choice lasts until the page is closed.
  }
}
