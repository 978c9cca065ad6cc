// The hidden inputs that open the file picker and the camera.
import { html, type TemplateResult } from "lit";
import type { Texts } from "../../locales/texts.js";
import { acceptedTypes } from "../photo-input.js";

/** Renders the inputs. Buttons click them. */
export const fileInputs = ({ studio }: Texts, onChange: (event: Event) => void): TemplateResult => html`
  <input
    id="file"
    type="file"
    accept=${acceptedTypes()}
    multiple
    aria-label=${studio.choosePhoto}
    hidden
    @change=${onChange}
  />
  <input
    id="camera"
    type="file"
    accept="image/*"
    capture="environment"
    aria-label=${studio.takePhoto}
    hidden
    @change=${onChange}
  />
`;
