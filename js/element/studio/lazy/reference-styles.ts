// Styles of the field for reference images.
import { css } from "lit";

export const referenceStyles = css`
  .references > button {
    border-style: dashed;
  }

  .over > button {
    background: var(--_tint);
  }

  .undo input {
    flex: 1 10rem;
  }
`;
