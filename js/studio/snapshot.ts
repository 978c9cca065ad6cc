// Computes the snapshot from the state.
import { buildParams, findMissing, visibleFields, type FieldsOf } from "./form.js";
import type { Preset } from "./preset.js";
import { listReferences, useHostedUrls } from "./reference-urls.js";
import { currentPhoto, findResult, isBlocking, selectedEntry, type PhotoEntry, type State } from "./state.js";
import type { Photo, PhotoSummary } from "./photo-types.js";
import type { HostImage } from "./reference-types.js";
import type { Job, Result } from "./result-types.js";
import type { Missing, Snapshot } from "./snapshot-types.js";
import type { ToolId } from "./tools.js";

/** The options that the snapshot depends on. */
export interface SnapshotOptions {
  readonly tools: readonly ToolId[];
  readonly preset: Preset;
  readonly costs: Partial<Readonly<Record<ToolId, number>>>;
  readonly hostImage: HostImage | undefined;
}

export function createSnapshot(
  state: State,
  { tools, preset, costs, hostImage }: SnapshotOptions,
  fieldsOf: FieldsOf,
): Snapshot {
  const entry = selectedEntry(state);
  const photo = currentPhoto(entry);
  const tool = state.tool !== undefined && tools.includes(state.tool) ? state.tool : tools[0];
  const fields =
    tool === undefined ? [] : visibleFields(fieldsOf(tool, preset[tool]), state.values[tool] ?? {}, preset[tool]);
  const results = state.results.filter(({ photoId }) => entry !== undefined && photoId === entry.photo.id);
  const removal = state.removals.at(-1);
  return {
    photo,
    chain: entry ? [entry.photo, ...entry.steps] : [],
    photos: state.entries.map((each) => summarize(each, state)),
    opening: state.opening > 0 || photo?.checked === false,
    cropping: entry !== undefined && state.cropping === entry.photo.id,
    unreadable: state.unreadable,
    tools,
    tool,
    fields,
    missing: findFirstMissing({ photo, tool, fields, masked: state.mask !== undefined }),
    params: tool && useHostedUrls(buildParams(tool, fields), state.files),
    references: listReferences(fields, state.files),
    takesFiles: hostImage?.isAvailable ? state.hosting : hostImage !== undefined,
    masked: state.mask !== undefined,
    cost: tool && costs[tool],
    costs,
    balance: state.balance,
    job: entry ? describeJob(entry, state) : { kind: "idle" },
    blocked: results.some(isBlocking),
    results,
    shown: entry?.shown.map((id) => findResult(state, id)).filter((each) => each !== undefined) ?? [],
    earlier: state.results.filter(({ photoId }) => photoId === ""),
    undo: removal && { kind: removal.kind, name: removal.name },
  };
}

/** Returns what is missing before the request can be sent. */
export function findFirstMissing({
  photo,
  tool,
  fields,
  masked,
}: Pick<Snapshot, "photo" | "tool" | "fields" | "masked">): Missing | undefined {
  if (!isUsable(photo)) return { kind: "photo" };
  const field = findMissing(fields);
  if (field) return { kind: "field", field };
  return tool === "edit" && !masked ? { kind: "mask" } : undefined;
}

const isUsable = (photo: Photo | undefined): boolean => photo?.source !== undefined && photo.issues.length === 0;

function summarize({ photo, steps, thumbnail }: PhotoEntry, { results, selected }: State): PhotoSummary {
  const { id, name, checked, issues, cropped } = photo;
  const own = results.filter(({ photoId }) => photoId === id);
  const count = (kind: Result["state"]) => own.filter(({ state }) => state === kind).length;
  return {
    id,
    name,
    url: steps.at(-1)?.url || thumbnail?.url || photo.url,
    selected: id === selected,
    checked,
    usable: isUsable(photo),
    issues: issues.length,
    cropped,
    running: count("running"),
    news: count("done"),
    failed: count("failed"),
    results: own.length,
    accepted: own.some(({ accepted }) => accepted),
  };
}

function describeJob({ photo, waiting, failed }: PhotoEntry, state: State): Job {
  const running = waiting.map((id) => findResult(state, id)).filter((each) => each !== undefined);
  const [first] = running;
  if (first) {
    const progress = first.progress ?? { stage: "preparing" };
    // From then on, the service has the request.
    const sent = running.some(({ renderId }) => renderId !== undefined);
    return { kind: "busy", progress, sent, ids: waiting };
  }
  // An error that blocks further requests is on display until the user has checked the account.
  const blocking = state.results.find((each) => each.photoId === photo.id && isBlocking(each));
  const result = blocking ?? findResult(state, failed);
  return result?.error ? { kind: "failed", error: result.error, id: result.id } : { kind: "idle" };
}
