// Reads the command line of `npx reroom run`.
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { parseInteger } from "../parse-integer.js";

/** Wrong usage. The command exits with status 2. */
export class UsageError extends Error {}

export const HELP = `Usage: reroom run <folder> --tool <tool> --out <folder> [options]

Renders all photos in a folder and its subfolders. Each photo is prepared, uploaded and rendered, and each result is put
back into its photo. Run the same command again to continue: no order is sent twice.

Needs the npm package sharp, and the key in the environment variable REROOM_API_KEY.

Options:
  --tool <tool>            interior, exterior, sketch, empty-room, virtual-staging, or upscale
  --param <name=value>     a parameter of the tool, such as style=modern; can be repeated
  --out <folder>           the folder for the results and for reroom-run.json, which records the progress
  --fit <pad|crop>         how to correct an aspect ratio that the service does not accept (default pad)
  --no-restore             save the images of the service, instead of putting them back into the photos
  --concurrency <number>   how many renders run at once (default 10)
  --dry-run                check the photos and count the credits, but send no photo
  --cost <credits>         what your contract charges per photo (default 1, or 4 for an upscale); for --dry-run
  --order-again            also order photos again whose render failed, whose outcome is unknown, or which were changed
                           while they rendered; this can cost credits twice
  --base-url <url>         your gateway or a sandbox (default https://reroom.ai)
  --json                   print a JSON summary to the standard output at the end
  --help                   show this help

Press Ctrl+C once to send no more orders and wait for the renders that are running. Press it again to stop immediately.

Exit status: 0 if all photos are done, 1 if some are not, 2 for wrong usage, and 130 if you interrupted the command.`;

const OPTIONS = {
  tool: { type: "string" },
  param: { type: "string", multiple: true },
  out: { type: "string" },
  fit: { type: "string", default: "pad" },
  "no-restore": { type: "boolean", default: false },
  concurrency: { type: "string", default: "10" },
  "dry-run": { type: "boolean", default: false },
  cost: { type: "string" },
  "order-again": { type: "boolean", default: false },
  "base-url": { type: "string", default: "https://reroom.ai" },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

/** What makes two runs the same job. The manifest records it. */
export interface JobSettings {
  readonly baseUrl: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly fit: "pad" | "crop";
  readonly restores: boolean;
}

/** The settings of a run. */
export interface Settings {
  readonly folder: string;
  readonly out: string;
  readonly job: JobSettings;
  readonly concurrency: number;
  readonly isDryRun: boolean;
  readonly cost: number;
  readonly ordersAgain: boolean;
  readonly isJson: boolean;
}

/** Reads the arguments. Returns `undefined` for `--help`, and throws a `UsageError` for invalid ones. */
export function readSettings(args: string[]): Settings | undefined {
  const { values, positionals } = parse(args);
  if (values.help) return undefined;
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) throw new UsageError("Pass one folder with photos.");
  if (values.out === undefined) throw new UsageError("Pass a folder for the results: --out <folder>");
  const out = resolve(values.out);
  const { fit, tool } = values;
  if (fit !== "pad" && fit !== "crop") throw new UsageError(`--fit must be pad or crop, not "${fit}".`);
  const concurrency = integer("--concurrency", values.concurrency);
  if (concurrency < 1 || concurrency > 100) throw new UsageError("--concurrency must be from 1 to 100.");
  const params = readParams(tool, values.param ?? []);
  const isUpscale = tool === "upscale";
  return {
    folder: resolve(folder),
    out,
    // An upscaled photo is larger than its original.
    job: { baseUrl: values["base-url"], params, fit, restores: !isUpscale && !values["no-restore"] },
    concurrency,
    isDryRun: values["dry-run"],
    cost: values.cost === undefined ? (isUpscale ? 4 : 1) : integer("--cost", values.cost),
    ordersAgain: values["order-again"],
    isJson: values.json,
  };
}

function parse(args: string[]) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message}\nSee \`reroom run --help\`.`);
  }
}

function integer(option: string, text: string): number {
  try {
    return parseInteger(option, text);
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

/** The service has no tool for plain renders, only a field. */
const PLAIN = ["interior", "exterior"];

/** The parameters of the request. */
function readParams(tool: string | undefined, pairs: string[]): Record<string, unknown> {
  if (tool === undefined) throw new UsageError("Pass what to do with the photos: --tool <tool>");
  const params: Record<string, unknown> = PLAIN.includes(tool) ? { field: tool } : { tool };
  for (const pair of pairs) {
    const [, name, value] = /^([a-z_]+)=(.*)$/s.exec(pair) ?? [];
    if (name === undefined || value === undefined) {
      throw new UsageError(`--param must be name=value, such as style=modern, not "${pair}".`);
    }
    params[name] = readValue(value, name, params[name]);
  }
  return params;
}

function readValue(value: string, name: string, before: unknown): unknown {
  if (name === "creativity_level") return Number(value);
  // A list: the parameter is repeated.
  if (name.endsWith("_urls")) return [...(Array.isArray(before) ? (before as unknown[]) : []), value];
  return value;
}
