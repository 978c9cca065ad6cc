// The dialog before a batch: which photos, at what price, and whether the credits suffice.
import { html, nothing, render, type TemplateResult } from "lit";
import { byId } from "../dom.js";
import type { ListingPhoto } from "./photos.js";
import type { Shelf } from "./shelf.js";

/** The price of a render in credits. */
const PRICE = 1;

/** The balance: credits, "unlimited", or undefined if it is not known. */
type Balance = number | "unlimited" | undefined;

const credits = (count: number) => `${count.toLocaleString("en")} ${count === 1 ? "credit" : "credits"}`;
const count = (photos: number) => `${photos} ${photos === 1 ? "photo" : "photos"}`;

/** Asks which photos to stage. Photos that are already staged are left out unless the agent selects them. */
export class ConfirmDialog {
  readonly #dialog = byId("confirm", HTMLDialogElement);
  readonly #photos: readonly ListingPhoto[];
  readonly #shelf: Shelf;
  readonly #readBalance: () => Promise<number>;
  readonly #confirmed: (ids: readonly string[]) => void;
  #chosen = new Set<string>();
  #balance: Balance;
  #checking = false;

  constructor(
    photos: readonly ListingPhoto[],
    shelf: Shelf,
    readBalance: () => Promise<number>,
    confirmed: (ids: readonly string[]) => void,
  ) {
    this.#photos = photos;
    this.#shelf = shelf;
    this.#readBalance = readBalance;
    this.#confirmed = confirmed;
  }

  open(): void {
    this.#chosen = new Set(this.#photos.filter(({ id }) => !this.#isStaged(id)).map(({ id }) => id));
    this.#balance = undefined;
    this.#checking = true;
    this.#show();
    this.#dialog.showModal();
    void this.#readBalance()
      .then((credits) => (this.#balance = credits < 0 ? "unlimited" : credits))
      .catch(() => undefined)
      .finally(() => {
        this.#checking = false;
        this.#show();
      });
  }

  #isStaged(id: string): boolean {
    return this.#shelf.results[id] !== undefined;
  }

  #show(): void {
    const total = this.#chosen.size * PRICE;
    const tooFew = typeof this.#balance === "number" && this.#balance < total;
    render(
      html`<ul class="plan">
          ${this.#photos.map((photo) => this.#row(photo))}
        </ul>
        <p class="sum">
          <b>${count(this.#chosen.size)}, ${credits(total)}</b>
          <span class="fine" role="status">${this.#balanceInWords()}</span>
        </p>
        <div role="alert">
          ${
            tooFew
              ? html`<p class="notice">Not enough credits. Select fewer photos, or add credits to the account.</p>`
              : nothing
          }
        </div>
        <div class="actions">
          <button
            class="primary"
            type="button"
            ?disabled=${total === 0 || tooFew || this.#checking}
            @click=${(event: MouseEvent) => {
              if (event.detail < 2) this.#confirm();
            }}
          >
            Stage ${count(this.#chosen.size)} for ${credits(total)}
          </button>
          <button
            type="button"
            @click=${() => {
              this.#dialog.close();
            }}
          >
            Cancel
          </button>
        </div>`,
      byId("confirm-body", HTMLElement),
    );
  }

  #row({ id, name }: ListingPhoto): TemplateResult {
    return html`<li>
      <label class="check">
        <input
          type="checkbox"
          name=${id}
          .checked=${this.#chosen.has(id)}
          @change=${(event: Event) => {
            if ((event.target as HTMLInputElement).checked) this.#chosen.add(id);
            else this.#chosen.delete(id);
            this.#show();
          }}
        />
        <span>
          ${name} ${this.#isStaged(id) ? html`<small>Already staged. The new photo replaces it.</small>` : nothing}
        </span>
      </label>
      <span class="price">${credits(PRICE)}</span>
    </li>`;
  }

  #balanceInWords(): string {
    if (this.#checking) return "Checking your balance…";
    if (this.#balance === undefined) return "Your balance could not be checked.";
    return this.#balance === "unlimited" ? "Your credits are unlimited." : `You have ${credits(this.#balance)}.`;
  }

  #confirm(): void {
    this.#dialog.close();
    this.#confirmed(this.#photos.map(({ id }) => id).filter((id) => this.#chosen.has(id)));
  }
}
