// A mask editor whose selections come from a model of the site. Loaded when a mask is first needed.
import { MaskEditor, ReRoomError } from "../client/index.js";
import type { MaskSource, SelectionArea } from "../client/index.js";
import type { Segmenter, SegmenterOptions, SegmenterPoint } from "./segmenter-types.js";

type Mode = "replace" | "add" | "subtract";
type Pair = readonly [x: number, y: number];

/** What the model is given. */
interface Prompt {
  readonly points: readonly SegmenterPoint[];
  readonly box: SegmenterOptions["box"];
}

/** How many points of a stroke the model gets. */
const STROKE_POINTS = 5;

/** The methods that change a mask. */
const changes = [
  ...["stroke", "rectangle", "polygon", "invert", "clear", "grow", "smooth", "begin", "undo", "redo"],
  ...["load", "add", "snap"],
] as const;

/**
 * Creates a mask editor for a photo. While there is a model, `select()` and `refine()` use it. `onReplace` is called when a
 * correction replaces the step before it.
 */
export async function createMaskEditor(
  photo: Blob,
  segmenter: () => Segmenter | undefined,
  onReplace?: () => void,
): Promise<MaskEditor> {
  const editor = await MaskEditor.create(photo);
  const { width, height } = editor;
  const builtIn = { select: editor.select.bind(editor), refine: editor.refine.bind(editor) };
  const undo = editor.undo.bind(editor);
  const redo = editor.redo.bind(editor);
  const add = editor.add.bind(editor);
  const free = editor.free.bind(editor);
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const next = last.then(task);
    last = next.catch(() => undefined);
    return next;
  };
  const freed = new AbortController();
  /** Counts the changes by others. */
  let version = 0;
  /** What the model was given for the current thing, and the version since. */
  let current: (Prompt & { readonly version: number }) | undefined;

  async function segment(model: Segmenter, prompt: Prompt, mode: Mode, replaces: boolean, given?: AbortSignal) {
    const start = version;
    const source = await untilAborted((signal) => ask(model, prompt, signal), [given, freed.signal]);
    checkShape(source, width, height);
    // The new result takes the place of the previous one, unless the mask has changed meanwhile.
    const replaced = replaces && version === start && undo();
    try {
      await add(source, mode);
    } catch (error) {
      if (replaced) redo();
      throw error;
    }
    if (replaced) onReplace?.();
    current = { ...prompt, version };
  }

  async function ask(model: Segmenter, { points, box }: Prompt, signal: AbortSignal): Promise<MaskSource> {
    try {
      return await model(photo, points, { box, signal });
    } catch (cause) {
      const message = cause instanceof Error ? cause.message : String(cause);
      throw new ReRoomError("unexpected_response", `The segmenter failed: ${message}`, { cause });
    }
  }

  const select: MaskEditor["select"] = (area, options) => {
    const model = segmenter();
    if (!model) {
      version++;
      return builtIn.select(area, options);
    }
    return inTurn(async () => {
      await segment(model, readPrompt(area), options?.mode ?? "add", false, options?.signal);
      return { unsure: false };
    });
  };

  const refine: MaskEditor["refine"] = (stroke, as, options) => {
    const model = segmenter();
    if (!model) {
      version++;
      return builtIn.refine(stroke, as, options);
    }
    return inTurn(async () => {
      const known = current?.version === version ? current : undefined;
      // Without a thing to correct, the points are in another thing, which is added or removed.
      const own = pick(stroke).map(([x, y]) => ({ x, y, as: known ? as : "keep" }) as const);
      const prompt = { points: [...(known?.points ?? []), ...own], box: known?.box };
      const mode = as === "drop" && !known ? "subtract" : "add";
      await segment(model, prompt, mode, known !== undefined, options?.signal);
    });
  };

  const counted = changes.map((name) => {
    const method = editor[name].bind(editor) as (...values: unknown[]) => unknown;
    return [
      name,
      (...values: unknown[]) => {
        version++;
        return method(...values);
      },
    ] as const;
  });
  return Object.assign(editor, Object.fromEntries(counted), {
    select,
    refine,
    free: () => {
      freed.abort();
      free();
    },
  });
}

/** Runs until one of the signals aborts. Rejects then, even if the model does not stop. */
async function untilAborted<T>(
  run: (signal: AbortSignal) => Promise<T>,
  signals: readonly (AbortSignal | undefined)[],
): Promise<T> {
  const own = new AbortController();
  const stop = () => {
    own.abort(signals.find((signal) => signal?.aborted)?.reason);
  };
  const aborted = new Promise<never>((_, reject) => {
    own.signal.addEventListener("abort", () => {
      reject(new ReRoomError("aborted", "Aborted by the caller.", { cause: own.signal.reason }));
    });
  });
  for (const signal of signals) {
    signal?.addEventListener("abort", stop);
    if (signal?.aborted) stop();
  }
  try {
    return await Promise.race([aborted, run(own.signal)]);
  } finally {
    for (const signal of signals) signal?.removeEventListener("abort", stop);
  }
}

/** Rejects masks of another shape: models often pad photos to a square, and their masks, too. */
function checkShape(source: MaskSource, width: number, height: number): void {
  const { width: across, height: down } = Object(source) as { width?: unknown; height?: unknown };
  // `add()` rejects everything else.
  if (typeof across !== "number" || typeof down !== "number") return;
  const off = Math.abs(across * height - down * width) / Math.max(width, height);
  if (off <= Math.max(1, 0.01 * Math.min(across, down))) return;
  const message = `The segmenter's mask has ${across} × ${down} pixels, which is another aspect ratio than the photo's. Crop the padding of the model's output.`;
  throw new ReRoomError("invalid_image", message, { issues: [{ path: "mask", code: "mask_size", message }] });
}

/** What an area means to a model: a stroke is points on the thing, and a lasso is the box around it. */
function readPrompt(area: SelectionArea): Prompt {
  if (!["box", "stroke", "lasso"].some((key) => key in Object(area))) {
    const message = "Pass an area with a box, a stroke or a lasso, such as { box: { x, y, width, height } }.";
    throw new ReRoomError("invalid_request", message, { issues: [{ path: "area", code: "malformed", message }] });
  }
  if ("box" in area) return { points: [], box: area.box };
  if ("stroke" in area) return { points: pick(area.stroke).map(([x, y]) => ({ x, y, as: "keep" })), box: undefined };
  const [xs, ys] = [0, 1].map((axis) => toPairs(area.lasso).map((pair) => pair[axis] ?? 0)) as [number[], number[]];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { points: [], box: { x, y, width: Math.max(...xs) - x, height: Math.max(...ys) - y } };
}

/** Some points of a stroke, with its ends. */
function pick(stroke: Float32Array | readonly Pair[]): readonly Pair[] {
  const pairs = toPairs(stroke);
  const step = Math.max(1, (pairs.length - 1) / (STROKE_POINTS - 1));
  const picked = Array.from({ length: Math.min(STROKE_POINTS, pairs.length) }, (_, at) => pairs[Math.round(at * step)]);
  return picked.filter((pair) => pair !== undefined);
}

function toPairs(points: Float32Array | readonly Pair[]): readonly Pair[] {
  if (!(points instanceof Float32Array)) return points;
  return Array.from({ length: points.length >> 1 }, (_, at) => [points[2 * at] ?? 0, points[2 * at + 1] ?? 0]);
}
