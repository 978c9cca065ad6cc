// Draws pictures from shapes. The drawings in this folder are original works, released under CC0 1.0.
// A shape is a color and path data: "s M0 0h9v9z" fills it, "-s M0 0h9" strokes it, and "k2 …" has an
// opacity of 0.2. Shapes are separated by semicolons.
import { svg, type TemplateResult } from "lit";

/** Colors by letter. */
export type Colors = Readonly<Record<string, string>>;

/** Colors that every picture can use: black, white, wood, metal, green, and lamp light. */
const common: Colors = { k: "#000", h: "#fff", t: "#8a5a38", m: "#2c2c30", g: "#5d8a4a", o: "#ffdf9a" };

const shape = /^(-?)([a-z])(\d?) (.+)$/;

/** Draws shapes, 96 wide and 64 high. */
export function draw(shapes: string, colors: Colors): TemplateResult {
  const paths = shapes.split(";").flatMap((text) => {
    const [, line, letter = "", opacity, data] = shape.exec(text.trim()) ?? [];
    const color = colors[letter] ?? common[letter];
    if (!color || !data) return [];
    const alpha = opacity ? `.${opacity}` : "1";
    return [
      line
        ? svg`<path fill="none" stroke=${color} stroke-opacity=${alpha} d=${data} />`
        : svg`<path fill=${color} fill-opacity=${alpha} d=${data} />`,
    ];
  });
  return svg`<svg class="swatch" viewBox="0 0 96 64" preserveAspectRatio="xMidYMid slice" aria-hidden="true">${paths}</svg>`;
}

/** Reads colors of three hex digits each, in the order of the letters. */
export function readColors(letters: string, digits: string): Colors {
  const values = digits.match(/.{3}/g) ?? [];
  return Object.fromEntries(letters.split("").map((letter, index) => [letter, `#${values[index] ?? "ccc"}`]));
}
