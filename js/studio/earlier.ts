// Renders that were still pending when the page was last closed, and that no stored result knows.
import type { PendingRender, ReRoom, Render } from "../client/index.js";
import { createRunning, followed, TAG, type Attempts } from "./attempts.js";
import { createPhoto, fileNameOf } from "./photo.js";
import { addEntry, createEntry, findResult, patchEntry, patchResult, type State } from "./state.js";
import type { Store } from "./store.js";
import { isTool } from "./tools.js";
import type { Result } from "./result-types.js";
import type { Snapshot } from "./snapshot-types.js";

/** When the page loaded, by the clock that dates renders. `performance.timeOrigin` uses another clock. */
const loadedAt = Date.now();

/**
 * Whether a render was submitted before the page loaded. The studio's own renders have a tag: those that nobody follows are
 * from an earlier visit. For others, the date decides; a date in the future counts too, because the clock was set back.
 */
const isEarlier = ({ submittedAt, tag }: PendingRender): boolean => {
  const date = Date.parse(submittedAt);
  return tag === TAG || !(date >= loadedAt && date <= Date.now());
};

/** Whether a studio on this page already follows a render. */
const isFollowed = ({ renderId, idempotencyKey }: PendingRender): boolean =>
  followed.has(idempotencyKey) || (renderId !== undefined && followed.has(renderId));

/** Lists earlier renders as running results of no photo, and waits for them. */
export function findEarlier(client: ReRoom, store: Store<State, Snapshot>, attempts: Attempts): void {
  const { get, update } = store;
  const pending = client.pending().filter((each) => isEarlier(each) && !isFollowed(each));
  const unknown = pending.filter(({ idempotencyKey }) => !findResult(get(), idempotencyKey));
  update({ results: [...get().results, ...unknown.map(toResult)] });
  for (const each of unknown) {
    const id = each.idempotencyKey;
    void attempts
      .follow(client, id, (options) => client.waitFor(each, options))
      .then((result) => {
        if (result?.render) adopt(store, result, result.render);
      });
  }
}

const toResult = ({ idempotencyKey, renderId, submittedAt, tool }: PendingRender): Result =>
  Object.freeze({
    ...createRunning(idempotencyKey),
    photoId: "",
    name: "",
    parent: undefined,
    group: undefined,
    tool: isTool(tool) ? tool : undefined,
    before: "",
    time: submittedAt,
    renderId,
    progress: { stage: "queued" as const },
  });

/** Creates the photo of a result from the service's record. */
function adopt({ get, update }: Store<State, Snapshot>, { id, after }: Result, { source }: Render): void {
  const url = source ?? after;
  const name = URL.canParse(url) ? fileNameOf(new URL(url)) : "";
  const photo = createPhoto({ id: url, name, url, source: { file_url: url } });
  update(addEntry(get(), createEntry(photo, false)));
  update({ ...patchResult(get(), id, { photoId: url, name }), ...patchEntry(get(), url, { shown: [id] }) });
}
