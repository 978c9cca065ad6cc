// A long list behind a button: a search field over radio buttons, all of it native, so every keyboard works.
import type { Option } from "reroom";
import { make, show } from "./dom.js";

/** Builds a picker whose answer is the checked radio button called `name`. */
export function makePicker(name: string, label: string, options: Option[]): HTMLDetailsElement {
  const current = make("b");
  const summary = make("summary", "", make("span", "", label), current);
  const search = make("input", "search");
  search.type = "search";
  search.placeholder = `Search ${options.filter(({ value }) => value !== "").length} options`;
  search.setAttribute("aria-label", `Search ${label.toLowerCase()}`);
  const none = make("p", "fine", "Nothing is called that.");
  show(none, false);
  const rows = options.map((option, index) => makeRow(name, option, index === 0));
  const list = make("div", "picker-list", ...rows.map(({ row }) => row), none);
  list.setAttribute("role", "radiogroup");
  list.setAttribute("aria-label", label);
  const details = make("details", "picker", summary, make("div", "picker-panel", search, list));

  const showCurrent = () => {
    current.textContent = rows.find(({ radio }) => radio.checked)?.text ?? "";
  };
  const close = () => {
    details.open = false;
    summary.focus();
  };
  const filter = () => {
    const wanted = search.value.trim().toLowerCase();
    for (const { row, text } of rows) show(row, text.toLowerCase().includes(wanted));
    show(
      none,
      rows.every(({ row }) => row.hidden),
    );
  };

  details.addEventListener("toggle", () => {
    if (!details.open) return;
    search.value = "";
    filter();
    search.focus();
    rows.find(({ radio }) => radio.checked)?.row.scrollIntoView({ block: "nearest" });
  });
  search.addEventListener("input", filter);
  // Searching is not answering: the form must not hear of it.
  search.addEventListener("change", (event) => {
    event.stopPropagation();
  });
  list.addEventListener("change", showCurrent);
  // A pointer's click closes; the arrow keys also click, with no button pressed, and go on choosing.
  list.addEventListener("click", (event) => {
    if (event.detail > 0 && event.target instanceof HTMLInputElement) close();
  });
  details.addEventListener("keydown", (event) => {
    if (!details.open) return;
    const first = rows.find(({ row }) => !row.hidden)?.radio;
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === search) pick(first);
    else if (event.key === "Enter" && event.target !== summary) close();
    else if (event.key === "ArrowDown" && event.target === search) first?.focus();
    else return;
    event.preventDefault();
  });
  details.addEventListener("focusout", (event) => {
    if (event.relatedTarget instanceof Node && !details.contains(event.relatedTarget)) details.open = false;
  });
  document.addEventListener("pointerdown", (event) => {
    if (event.target instanceof Node && !details.contains(event.target)) details.open = false;
  });

  function pick(radio: HTMLInputElement | undefined) {
    if (!radio) return;
    radio.checked = true;
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    close();
  }
  showCurrent();
  return details;
}

function makeRow(name: string, option: Option, checked: boolean) {
  const radio = make("input");
  radio.type = "radio";
  radio.name = name;
  radio.value = option.value;
  radio.checked = checked;
  radio.defaultChecked = checked;
  return { row: make("label", "", radio, make("span", "", option.label)), radio, text: option.label };
}
