// All photos in a dialog: swipe, arrow keys, a count, and the original of an altered photo.
import { html, nothing, render, type TemplateResult } from "lit";
import { describeAlterations } from "reroom/element";
import { byId } from "../dom.js";
import type { ListingPhoto } from "./photos.js";
import { smaller } from "./responsive.js";
import type { Shelf } from "./shelf.js";

export class Lightbox {
  readonly #dialog = byId("lightbox", HTMLDialogElement);
  readonly #photos: readonly ListingPhoto[];
  readonly #shelf: Shelf;
  /** Photos whose original is shown. */
  readonly #originals = new Set<string>();
  #current = 0;

  constructor(photos: readonly ListingPhoto[], shelf: Shelf) {
    this.#photos = photos;
    this.#shelf = shelf;
    this.#dialog.addEventListener("keydown", (event) => {
      this.#onKey(event);
    });
    // The page must not move behind the dialog.
    this.#dialog.addEventListener("close", () => {
      document.documentElement.classList.remove("still");
    });
  }

  open(index: number): void {
    this.#originals.clear();
    this.#current = index;
    this.#show();
    document.documentElement.classList.add("still");
    this.#dialog.showModal();
    this.#scrollTo(index, "instant");
  }

  get #strip(): HTMLElement | null {
    return this.#dialog.querySelector(".slides");
  }

  /** 1 if the next photo is on the right, or -1 in right-to-left text. */
  get #direction(): 1 | -1 {
    return getComputedStyle(this.#dialog).direction === "rtl" ? -1 : 1;
  }

  #show(): void {
    const [index, last] = [this.#current, this.#photos.length - 1];
    render(
      html`<header>
          <p class="count" role="status">Photo ${index + 1} of ${last + 1}</p>
          <button
            type="button"
            @click=${() => {
              this.#dialog.close();
            }}
          >
            Close
          </button>
        </header>
        <ol class="slides" tabindex="0" @scroll=${this.#onScroll}>
          ${this.#photos.map((photo, at) => this.#slide(photo, at))}
        </ol>
        <div class="turn">
          <button
            type="button"
            aria-label="Previous photo"
            aria-disabled=${index === 0}
            @click=${() => {
              this.#scrollTo(index - 1);
            }}
          >
            ←
          </button>
          <button
            type="button"
            aria-label="Next photo"
            aria-disabled=${index === last}
            @click=${() => {
              this.#scrollTo(index + 1);
            }}
          >
            →
          </button>
        </div>`,
      this.#dialog,
    );
  }

  #slide(photo: ListingPhoto, at: number): TemplateResult {
    const { id, name, alt, src, srcset, width, height, caption } = photo;
    const result = this.#shelf.results[id];
    const altered = result !== undefined && !this.#originals.has(id);
    const shown = altered ? result : { width, height };
    return html`<li ?inert=${at !== this.#current}>
      <figure>
        <img
          src=${altered ? smaller(result.after) : src}
          srcset=${altered ? nothing : srcset}
          sizes="100vw"
          width=${shown.width}
          height=${shown.height}
          loading=${Math.abs(at - this.#current) < 2 ? "eager" : "lazy"}
          alt=${alt}
        />
        <figcaption>
          <b>${name}</b>
          <span>${altered ? describeAlterations(result.renders).text : result ? "Original photo" : caption}</span>
          ${
            result
              ? html`<button
                  type="button"
                  aria-pressed=${!altered}
                  @click=${() => {
                    this.#toggle(id);
                  }}
                >
                  Show the original
                </button>`
              : nothing
          }
        </figcaption>
      </figure>
    </li>`;
  }

  #toggle(id: string): void {
    if (!this.#originals.delete(id)) this.#originals.add(id);
    this.#show();
  }

  readonly #onScroll = (): void => {
    const strip = this.#strip;
    if (!strip || strip.clientWidth === 0) return;
    const index = Math.round(Math.abs(strip.scrollLeft) / strip.clientWidth);
    if (index === this.#current || !this.#photos[index]) return;
    this.#current = index;
    this.#show();
  };

  #onKey(event: KeyboardEvent): void {
    const step = this.#direction;
    const targets: Readonly<Record<string, number>> = {
      ArrowLeft: this.#current - step,
      ArrowRight: this.#current + step,
      Home: 0,
      End: this.#photos.length - 1,
    };
    const target = targets[event.key];
    if (target === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#scrollTo(target);
  }

  /** Scrolls to a photo, or to the nearest one. */
  #scrollTo(index: number, behavior: "instant" | "smooth" = "smooth"): void {
    const strip = this.#strip;
    const still = behavior === "instant" || matchMedia("(prefers-reduced-motion: reduce)").matches;
    strip?.scrollTo({ left: this.#direction * index * strip.clientWidth, behavior: still ? "instant" : "smooth" });
  }
}
