// The studio without a view: opens photos, holds the choices, sends requests and keeps their results.
import { catalog, ReRoomError } from "../client/index.js";
import type { JobParams, ReRoom } from "../client/index.js";
import { createAttempts, createKey, type Order } from "./attempts.js";
import { createCrops } from "./crop.js";
import { findEarlier } from "./earlier.js";
import { findId, toReRoomError } from "./errors.js";
import { createFieldsOf } from "./form.js";
import { createPersistence, type Place } from "./persistence.js";
import { openFile, openResult, openUrl, type Opening } from "./photo.js";
import { defaultPlatform, type Platform } from "./platform.js";
import { createSnapshot, type SnapshotOptions } from "./snapshot.js";
import * as states from "./state.js";
import { createStore } from "./store.js";
import { toolIds, UPSCALE_COST } from "./tools.js";
import type { Crop, Photo, Result, Snapshot, Studio, StudioOptions, SubmitOptions } from "./types.js";

/**
 * Creates a studio. Call `init()` first.
 *
 * The studio holds everything that `<reroom-studio>` knows and does, for an interface of your own. It sends nothing by
 * itself, except to look up renders that are still running and the account's credits.
 */
export function createStudio(options: StudioOptions = {}): Studio {
  let settings = options;
  const platform = (): Platform => ({ ...defaultPlatform, ...settings.platform });
  const on = () => settings.on ?? {};
  const fieldsOf = createFieldsOf(catalog);
  const snapshotOptions = (): SnapshotOptions => ({
    tools: settings.tools ?? toolIds,
    preset: settings.preset ?? {},
    costs: { upscale: UPSCALE_COST, ...settings.costs },
  });
  const store = createStore<states.State, Snapshot>(states.initialState, (state) =>
    createSnapshot(state, snapshotOptions(), fieldsOf),
  );
  const { get, update, getSnapshot } = store;
  const attempts = createAttempts({ store, platform, on, onEnd: loadBalance });
  const crops = createCrops({
    store,
    prepare: (original, name, crop) => openFile(original, name, opening(crop)),
    isLocked: (entry) => isLocked(entry),
    close,
    onPhoto: (photo) => on().photo?.(photo),
  });
  const persistence = createPersistence(store);
  store.subscribe(() => {
    const place = findPlace();
    if (place) persistence.save(place);
  });
  /** Ids of photos whose request is being prepared. */
  const preparing = new Set<string>();

  function findPlace(): Place | undefined {
    const { storage, storageKey = "reroom.studio" } = settings;
    return storage ? { storage, key: storageKey } : undefined;
  }

  function connect(): ReRoom {
    const { client } = settings;
    const found = typeof client === "function" ? client() : client;
    if (!found) throw new ReRoomError("invalid_request", "No client is set. Pass `client` to createStudio().");
    return found;
  }

  function opening(crop?: Crop): Opening {
    const { prepare = true } = settings;
    return { platform: platform(), prepare, crop, warn: (message) => on().warn?.(message) };
  }

  const openOne = (photo: Blob | string, name?: string): Promise<Photo> =>
    typeof photo === "string" ? openUrl(photo, opening()) : openFile(photo, name ?? nameOf(photo), opening());

  /** Counts calls of `open()`: only the last one selects its photo. */
  let opened = 0;

  async function open(given: Parameters<Studio["open"]>[0], name?: string): Promise<void> {
    const call = ++opened;
    // Not `instanceof`: the file may come from another realm.
    const adding = Array.isArray(given);
    const photos = adding ? (given as readonly (Blob | string)[]) : [given as Blob | string];
    const before = states.selectedEntry(get());
    update({ opening: get().opening + 1, unreadable: false });
    let selected = false;
    for (const each of photos) {
      const photo = await openOne(each, name).catch(() => undefined);
      if (!photo) continue;
      add(photo, !adding);
      if (selected || call !== opened) continue;
      selected = true;
      if (!adding) replace(before, photo);
      select(photo.id);
    }
    const unreadable = !selected && call === opened;
    update({ opening: get().opening - 1, unreadable: get().unreadable || unreadable });
  }

  function add(photo: Photo, replaceable: boolean): void {
    const known = states.findEntry(get(), photo.id);
    if (known && !hasResults(known)) close(known.photo);
    update(states.addEntry(get(), states.createEntry(photo, replaceable)));
    on().photo?.(photo);
    if (get().balance === undefined) loadBalance();
  }

  /** Removes a photo without results when another one takes its place. */
  function replace(entry: states.PhotoEntry | undefined, { id }: Photo): void {
    if (!entry?.replaceable || entry.photo.id === id || hasResults(entry)) return;
    update({ entries: get().entries.filter(({ photo }) => photo.id !== entry.photo.id) });
    close(entry.photo);
  }

  const hasResults = ({ photo }: states.PhotoEntry): boolean =>
    get().results.some(({ photoId }) => photoId === photo.id);

  function close({ original, url }: Photo): void {
    if (original) platform().revokeUrl(url);
  }

  function select(id: string): void {
    const entry = states.findEntry(get(), id);
    if (!entry) return;
    const change = { selected: id, unreadable: false };
    const mask = get().selected === id ? get().mask : undefined;
    update({ ...change, mask, ...states.showResults(get(), id, entry.shown) });
  }

  /** Whether a request of this photo is running or being prepared. No other can start then. */
  const isLocked = ({ photo, waiting }: states.PhotoEntry): boolean => waiting.length > 0 || preparing.has(photo.id);

  function emitChange(): void {
    const { tool, params } = getSnapshot();
    if (tool && params) on().change?.({ tool, params });
  }

  /** Hides results and errors, so that the photo and its options are on display. */
  function showPhoto(): void {
    const entry = states.selectedEntry(get());
    if (!entry) return;
    update(states.patchEntry(get(), entry.photo.id, { shown: [] }));
    update(states.dismissError(get(), states.selectedEntry(get()) ?? entry));
  }

  async function submit({ confirmed = false, variants = [] }: SubmitOptions = {}): Promise<readonly Result[]> {
    // Sends the photo as the user cropped it.
    const cropped = crops.pending();
    if (cropped) await cropped;
    const { photo, tool, params, missing, blocked } = getSnapshot();
    const entry = states.selectedEntry(get());
    if (!entry || !photo?.source || !tool || !params || missing || blocked || isLocked(entry)) return [];
    const order: Order = {
      photoId: entry.photo.id,
      name: photo.name,
      parent: photo.resultId,
      group: undefined,
      tool,
      params,
      source: photo.source,
      before: photo.url,
    };
    const complete = tool === "edit" ? await withMask(order) : order;
    // The photo may have changed in the meantime.
    if (!complete || states.currentPhoto(states.selectedEntry(get())) !== photo) return [];
    return send(variants.length > 1 ? varyStyle(complete, variants) : [complete], confirmed);
  }

  /** Adds the mask of an edit. Meanwhile, no other request of the photo can start. */
  async function withMask(order: Order): Promise<Order | undefined> {
    const { mask } = get();
    preparing.add(order.photoId);
    try {
      return {
        ...order,
        params: { ...order.params, mask: typeof mask === "function" ? await mask() : mask } as JobParams,
      };
    } catch (error) {
      attempts.fail(undefined, attempts.begin(order), toReRoomError(error));
      return undefined;
    } finally {
      preparing.delete(order.photoId);
    }
  }

  /** Sends orders of one photo, unless one is running. Resolves to the finished ones. */
  async function send(orders: readonly Order[], confirmed = false): Promise<readonly Result[]> {
    const [first] = orders;
    const entry = () => states.findEntry(get(), first?.photoId);
    const ready = () => {
      const found = entry();
      return found !== undefined && !isLocked(found) && !getSnapshot().blocked;
    };
    if (!first || !ready()) return [];
    const cost = snapshotOptions().costs[first.tool];
    const submission = { tool: first.tool, params: first.params, cost, variants: orders.map(({ params }) => params) };
    if (!confirmed && on().submit?.(submission) === false) return [];
    // A callback may have submitted it already, for example a confirmation dialog.
    const found = entry();
    if (!ready() || !found) return [];
    update(states.dismissError(get(), found));
    const ids = orders.map((order) => attempts.begin(order));
    const results = await Promise.all(ids.map((id) => start(id, (client) => attempts.send(client, id))));
    return results.filter((result) => result !== undefined);
  }

  /** Connects and runs an attempt. Without a client, the attempt fails. */
  async function start(id: string, run: (client: ReRoom) => Promise<Result | undefined>): Promise<Result | undefined> {
    let client: ReRoom;
    try {
      client = connect();
    } catch (error) {
      attempts.fail(undefined, id, toReRoomError(error));
      return undefined;
    }
    return run(client);
  }

  function loadBalance(): void {
    if (!settings.client) return;
    Promise.resolve()
      .then(() => connect().account())
      .then(({ credits }) => {
        update({ balance: credits < 0 ? undefined : credits });
      })
      .catch(() => undefined);
  }

  return {
    getSnapshot,
    subscribe: store.subscribe,
    configure: (changed) => {
      settings = { ...settings, ...changed };
      update({ version: get().version + 1 });
    },
    restore: () => {
      try {
        const client = connect();
        const place = findPlace();
        if (place) persistence.load(place, client, attempts);
        findEarlier(client, store, attempts);
      } catch (error) {
        on().error?.(toReRoomError(error), undefined);
      }
    },
    open,
    select: (id) => {
      const entry = states.findEntry(get(), id);
      // A mask belongs to the image that it was painted on.
      if (entry?.steps.length) update({ ...states.patchEntry(get(), id, { steps: [] }), mask: undefined });
      select(id);
    },
    choose: (tool) => {
      update({ tool });
      showPhoto();
      emitChange();
    },
    set: (param, value) => {
      const { tool } = getSnapshot();
      if (tool === undefined) return;
      update({ values: { ...get().values, [tool]: { ...get().values[tool], [param]: value } } });
      emitChange();
    },
    setMask: (mask) => {
      update({ mask });
    },
    setCrop: crops.setCrop,
    submit,
    retry: () => {
      const { job } = getSnapshot();
      const order = job.kind === "failed" ? attempts.orderOf(job.id) : undefined;
      return order ? send([order]) : Promise.resolve([]);
    },
    resume: async (id) => {
      const result = states.findResult(get(), id);
      const target = result?.error && findId(result.error);
      if (!result || target === undefined || attempts.isWaitingFor(id)) return;
      attempts.beginAgain(result);
      await start(id, (client) => attempts.follow(client, id, (waiting) => client.waitFor(target, waiting)));
    },
    cancel: () => {
      for (const id of states.selectedEntry(get())?.waiting ?? [])
        if (!attempts.cancel(id)) attempts.stopWaitingFor(id, false);
    },
    stopWaiting: () => {
      for (const id of states.selectedEntry(get())?.waiting ?? []) attempts.stopWaitingFor(id, false);
    },
    confirmChecked: (id) => {
      attempts.drop(id);
    },
    show: (...ids) => {
      const entry = states.selectedEntry(get());
      if (entry && ids.length > 0) update(states.showResults(get(), entry.photo.id, ids));
      else showPhoto();
    },
    continueWith: async (id) => {
      const result = states.findResult(get(), id);
      const entry = states.findEntry(get(), result?.photoId);
      if (!result || !entry || isLocked(entry)) return;
      update({ opening: get().opening + 1 });
      const photo = await openResult(result, opening()).catch(() => undefined);
      update({ opening: get().opening - 1 });
      if (!photo) return;
      const steps = [...stepsTo(result), photo];
      update({ ...states.patchEntry(get(), entry.photo.id, { steps, shown: [] }), mask: undefined });
      on().photo?.(photo);
    },
    upscale: (id) => {
      const result = states.findResult(get(), id);
      if (!result) return Promise.resolve([]);
      const { after, name, photoId } = result;
      const params = { tool: "upscale" } as const;
      return send([
        {
          photoId,
          name,
          parent: id,
          group: undefined,
          tool: "upscale",
          params,
          source: { file_url: after },
          before: after,
        },
      ]);
    },
    accept: (id) => {
      update(states.patchResult(get(), id, { accepted: true }));
      const result = states.findResult(get(), id);
      if (result) on().accept?.(result);
    },
    remove: (id) => {
      update(states.remove(get(), id));
    },
    undo: () => {
      update(states.undo(get()));
    },
    reset: () => {
      opened++;
      const entries = get()
        .entries.filter(hasResults)
        .map((entry) => ({ ...entry, steps: [], shown: [], waiting: [] }));
      for (const entry of get().entries) if (!hasResults(entry)) close(entry.photo);
      update({ entries, selected: undefined, unreadable: false, tool: undefined, values: {}, mask: undefined });
    },
    destroy: () => {
      attempts.stopAll();
      for (const { photo } of get().entries) close(photo);
    },
  };

  /** The images between the photo and a result that it was made from. */
  function stepsTo({ parent }: Result): readonly Photo[] {
    const entry = states.selectedEntry(get());
    const index = entry?.steps.findIndex(({ resultId }) => resultId === parent) ?? -1;
    return index < 0 ? [] : (entry?.steps.slice(0, index + 1) ?? []);
  }
}

const nameOf = (photo: Blob): string => ("name" in photo ? String(photo.name) : "photo");

/** The same order in up to four styles. */
function varyStyle(order: Order, styles: readonly string[]): readonly Order[] {
  const group = createKey();
  const vary = (style: string): Order => ({ ...order, group, params: { ...order.params, style } as JobParams });
  return [...new Set(styles)].slice(0, 4).map(vary);
}
