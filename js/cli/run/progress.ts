// Prints the progress: a bar on a terminal, and otherwise one line per photo.
import type { PhotoOutcome } from "./photo-run.js";

const BAR_WIDTH = 24;

/** A photo that is not done. */
export interface Failure {
  readonly photo: string;
  readonly problem: string;
}

/** Counts the photos of a run, and prints to the standard error. */
export class Progress {
  readonly #total: number;
  readonly #out = process.stderr;
  done = 0;
  skipped = 0;
  readonly failures: Failure[] = [];

  constructor(total: number) {
    this.#total = total;
    this.#draw();
  }

  /** Reports how a photo ended. */
  add(photo: string, outcome: PhotoOutcome): void {
    if (outcome.state === "done") {
      this.done += 1;
      if (!this.#out.isTTY || outcome.note) this.print(`${photo} -> ${outcome.paths.join(", ")}${note(outcome.note)}`);
    } else if (outcome.state === "skipped") this.skipped += 1;
    else if (outcome.state === "failed") {
      this.failures.push({ photo, problem: outcome.problem });
      this.print(`${photo}: ${outcome.problem}`);
    }
    this.#draw();
  }

  /** Prints a line above the bar. */
  print(line: string): void {
    this.#out.write(`${this.#out.isTTY ? "\r\x1b[K" : ""}${line}\n`);
    this.#draw();
  }

  end(): void {
    if (this.#out.isTTY) this.#out.write("\n");
  }

  #draw(): void {
    if (!this.#out.isTTY) return;
    const ended = this.done + this.skipped + this.failures.length;
    const filled = Math.round((ended / Math.max(1, this.#total)) * BAR_WIDTH);
    const bar = "#".repeat(filled).padEnd(BAR_WIDTH, "-");
    const failed = this.failures.length > 0 ? `, ${this.failures.length} failed` : "";
    this.#out.write(`\r\x1b[K[${bar}] ${ended} of ${this.#total}${failed}`);
  }
}

const note = (text: string | undefined): string => (text === undefined ? "" : ` (${text})`);
