// The field for reference images: files by picker, drop or paste, and web addresses.
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { FormField, Reference } from "../../../studio/index.js";
import { fill, type Texts } from "../../locales/texts.js";
import type { ViewContext } from "../views/context.js";
import { image } from "../views/image.js";

/** Renders the field. Without a host for files, it takes web addresses only. */
export function referenceField(view: ViewContext, { field: { label } }: FormField): TemplateResult {
  const { references, takesFiles } = view.state;
  const texts = view.texts.studio;
  const input = new Input(view);
  return html`
    <fieldset
      class="references options"
      @dragover=${takesFiles === false ? nothing : onDragOver}
      @dragleave=${onDragLeave}
      @drop=${input.onDrop}
      @paste=${input.onPaste}
    >
      <legend>${view.texts.fields[label]}</legend>
      <p class="fine">${takesFiles === false ? texts.referencesNeedUrls : texts.referencesHint}</p>
      ${
        references.length > 0
          ? html`<div class="strip">
              <ul>
                ${repeat(
                  references,
                  ({ url }) => url,
                  (each) => item(each, view),
                )}
              </ul>
            </div>`
          : nothing
      }
      ${takesFiles === false ? urlInput(input, texts) : filePicker(input, texts)}
      <p class="visually-hidden" role="status"></p>
    </fieldset>
  `;
}

function item({ url, name }: Reference, { studio, texts }: ViewContext): TemplateResult {
  const remove = ({ currentTarget }: Event) => {
    const button = currentTarget as HTMLButtonElement;
    const root = fieldOf(button);
    const buttons = [...root.querySelectorAll<HTMLElement>("li button")];
    const at = buttons.indexOf(button);
    // Before the button goes, so that focus is never lost.
    (buttons[at + 1] ?? buttons[at - 1] ?? root.querySelector<HTMLElement>("[data-add]"))?.focus();
    studio.removeReference(url);
    say(root, fill(texts.studio.photoRemoved, { name }));
  };
  return html`<li>
    <span class="tile" part="tile">${image(url)}<span>${name}</span></span>
    <button
      part="button"
      type="button"
      class="quiet"
      aria-label=${fill(texts.studio.removeReference, { name })}
      @click=${remove}
    >
      ${texts.studio.remove}
    </button>
  </li>`;
}

const filePicker = (input: Input, texts: Texts["studio"]): TemplateResult => html`
  <button part="button" type="button" data-add @click=${input.pick}>${texts.chooseReferences}</button>
  <input
    type="file"
    accept="image/jpeg,image/png,image/webp"
    multiple
    aria-label=${texts.chooseReferences}
    hidden
    @change=${input.onChange}
  />
  <details class="more">
    <summary>${texts.useUrl}</summary>
    <div class="options">${urlInput(input, texts)}</div>
  </details>
`;

const urlInput = (input: Input, texts: Texts["studio"]): TemplateResult => html`
  <div class="address undo">
    <input
      type="url"
      aria-label=${texts.referenceUrl}
      placeholder=${texts.referencesPlaceholder}
      spellcheck="false"
      @keydown=${input.onKeyDown}
    />
    <button part="button" type="button" @click=${input.onAdd}>${texts.addUrl}</button>
  </div>
`;

const fieldOf = (target: EventTarget | null): HTMLElement =>
  (target as HTMLElement).closest<HTMLElement>("fieldset.references") ?? (target as HTMLElement);

const onDragOver = (event: DragEvent): void => {
  // Otherwise, the studio would open the files as photos.
  event.stopPropagation();
  event.preventDefault();
  fieldOf(event.currentTarget).classList.add("over");
};

const onDragLeave = (event: Event): void => {
  fieldOf(event.currentTarget).classList.remove("over");
};

/** Announces what happened. Problems are also shown. */
function say(root: HTMLElement, text: string, isProblem = false): void {
  const status = root.querySelector<HTMLElement>("[role=status]");
  if (!status) return;
  status.className = isProblem ? "fine bad" : "visually-hidden";
  status.textContent = text;
}

/** Handles input events of the field. */
class Input {
  readonly #view: ViewContext;

  constructor(view: ViewContext) {
    this.#view = view;
  }

  readonly pick = ({ currentTarget }: Event): void => {
    fieldOf(currentTarget).querySelector<HTMLInputElement>("input[type=file]")?.click();
  };

  readonly onChange = (event: Event): void => {
    const input = event.currentTarget as HTMLInputElement;
    const files = [...(input.files ?? [])];
    input.value = "";
    void this.#add(fieldOf(input), files);
  };

  readonly onDrop = (event: DragEvent): void => {
    onDragLeave(event);
    this.#take(event, event.dataTransfer);
  };

  readonly onPaste = (event: ClipboardEvent): void => {
    this.#take(event, event.clipboardData);
  };

  readonly onAdd = ({ currentTarget }: Event): void => {
    const input = (currentTarget as HTMLElement).closest(".address")?.querySelector("input");
    if (input) this.#addUrl(input);
  };

  readonly onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    this.#addUrl(event.currentTarget as HTMLInputElement);
  };

  #addUrl(input: HTMLInputElement): void {
    const url = input.value.trim();
    if (url === "") input.focus();
    else
      void this.#add(fieldOf(input), [url]).then((added) => {
        if (added) input.value = "";
        input.focus();
      });
  }

  /** Takes files that were dropped or pasted. */
  #take(event: Event, data: DataTransfer | null): void {
    const files = [...(data?.files ?? [])];
    if (files.length === 0) return;
    event.stopPropagation();
    event.preventDefault();
    void this.#add(fieldOf(event.currentTarget), files);
  }

  /** Adds files or URLs, and tells what happened. Resolves to whether all were added. */
  async #add(root: HTMLElement, images: readonly (File | string)[]): Promise<boolean> {
    const { studio, texts, state } = this.#view;
    const failed = await studio.addReferences(images);
    const names = (all: readonly string[]) => all.join(", ");
    const isFile = images.some((each) => typeof each !== "string");
    const problem = !isFile
      ? texts.studio.urlInvalid
      : state.takesFiles === false
        ? texts.studio.referencesNeedUrls
        : fill(texts.studio.referenceUnreadable, { name: names(failed) });
    const added = studio.getSnapshot().references.map(({ name }) => name);
    const isProblem = failed.length > 0;
    say(root, isProblem ? problem : `${texts.fields.reference_file_urls}: ${names(added)}`, isProblem);
    return failed.length === 0;
  }
}
