// The studio without a view: opens photos, holds the choices, sends requests and keeps their results.
import { catalog, ReRoomError } from "../client/index.js";
import type { ReRoom } from "../client/index.js";
import { createAttempts } from "./attempts.js";
import { createCrops } from "./crop.js";
import { findEarlier } from "./earlier.js";
import { findId, toReRoomError } from "./errors.js";
import { createFieldsOf } from "./form.js";
import { createImages } from "./images.js";
import { createOrders } from "./orders.js";
import { createPersistence, type Place } from "./persistence.js";
import { openFile, type Opening } from "./photo.js";
import { createPhotos } from "./photos.js";
import type { Platform } from "./platform.js";
import { createReferences } from "./references.js";
import { createSnapshot, type SnapshotOptions } from "./snapshot.js";
import * as states from "./state.js";
import { createStore } from "./store.js";
import { toolIds, UPSCALE_COST } from "./tools.js";
import type { StudioOptions } from "./option-types.js";
import type { Crop } from "./photo-types.js";
import type { Snapshot } from "./snapshot-types.js";
import type { Studio } from "./studio-types.js";

/** Creates a studio on a platform, whose functions the options can replace. Callbacks and subscribers must not throw. */
export function createStudioOn(basis: Platform, options: StudioOptions): Studio {
  let settings = options;
  const platform = (): Platform => ({ ...basis, ...settings.platform });
  const on = () => settings.on ?? {};
  const fieldsOf = createFieldsOf(catalog);
  const snapshotOptions = (): SnapshotOptions => ({
    tools: settings.tools ?? toolIds,
    preset: settings.preset ?? {},
    costs: { upscale: UPSCALE_COST, ...settings.costs },
    hostImage: settings.hostImage,
  });
  const store = createStore<states.State, Snapshot>(states.initialState, (state) =>
    createSnapshot(state, snapshotOptions(), fieldsOf),
  );
  const { get, update, getSnapshot } = store;
  const references = createReferences({ store, platform, hostImage: () => settings.hostImage, set });
  const attempts = createAttempts({ store, platform, on, useReferences: references.use, onEnd: loadBalance });
  const { isLocked, submit, send, start } = createOrders({ store, attempts, connect, on });
  const photos = createPhotos({ store, platform, on, opening, isLocked, onOpen: loadFirstBalance });
  const crops = createCrops({
    store,
    prepare: (original, name, crop) => openFile(original, name, opening(crop)),
    isLocked,
    close: photos.close,
    onPhoto: (photo) => {
      on().photo?.(photo);
      void photos.addThumbnail(photo);
    },
  });
  const persistence = createPersistence(store, platform);
  store.subscribe(() => {
    const place = findPlace();
    if (place) persistence.save(place);
  });

  /** Where results are stored. Nowhere without a client, because results are stored for each service and user. */
  function findPlace(): Place | undefined {
    const { storage, storageKey = "reroom.studio", user } = settings;
    if (!storage) return undefined;
    try {
      const { baseUrl = "" } = connect() as Partial<ReRoom>;
      return { storage, key: `${storageKey} ${baseUrl}${user === undefined ? "" : `#${user}`}` };
    } catch {
      return undefined;
    }
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

  function emitChange(): void {
    const { tool, params } = getSnapshot();
    if (tool && params) on().change?.({ tool, params });
  }

  function set(param: string, value: string): void {
    const { tool } = getSnapshot();
    if (tool === undefined) return;
    update({ values: { ...get().values, [tool]: { ...get().values[tool], [param]: value } } });
    emitChange();
  }

  /** Hides results and errors, so that the photo and its options are on display. */
  function showPhoto(): void {
    const entry = states.selectedEntry(get());
    if (!entry) return;
    update(states.patchEntry(get(), entry.photo.id, { shown: [] }));
    update(states.dismissError(get(), states.selectedEntry(get()) ?? entry));
  }

  function loadFirstBalance(): void {
    if (get().balance === undefined) loadBalance();
  }

  function loadBalance(): void {
    const { client, user } = settings;
    if (!client) return;
    Promise.resolve()
      .then(() => connect().account())
      .then(({ credits }) => {
        // By now, another user may have signed in.
        if (settings.user === user) update({ balance: credits < 0 ? undefined : credits });
      })
      .catch(() => undefined);
  }

  /** Loads a state, or what is stored, and waits again for what is still running. */
  function restore(state?: string): void {
    try {
      const client = connect();
      persistence.load(state, state === undefined ? findPlace() : undefined, client, attempts);
      findEarlier(client, store, attempts);
    } catch (error) {
      on().error?.(toReRoomError(error), undefined);
    }
  }

  /** Closes the photos and results of a user who has signed out. They stay in the storage. */
  function closeUser(): void {
    // The client may be the same for both users, and list these renders.
    attempts.stopAll(false);
    photos.closeAll();
    persistence.forget();
    const { version, files, hosting, opening } = get();
    update({ ...states.initialState, version, files, hosting, opening });
  }

  return {
    getSnapshot,
    subscribe: store.subscribe,
    configure: (changed) => {
      const isOtherUser = "user" in changed && changed.user !== settings.user;
      settings = { ...settings, ...changed };
      if (isOtherUser) closeUser();
      update({ version: get().version + 1 });
      references.ask();
    },
    state: () => persistence.write(),
    restore,
    open: photos.open,
    select: (id) => {
      photos.select(id);
    },
    choose: (tool) => {
      update({ tool });
      showPhoto();
      emitChange();
    },
    set,
    addReferences: references.add,
    removeReference: references.remove,
    createMaskEditor: () => import("./mask-editors.js").then(({ create }) => create(getSnapshot(), () => settings)),
    setMask: (mask) => {
      update({ mask });
    },
    setCrop: crops.setCrop,
    submit: async (options) => {
      // Sends the photo as the user cropped it.
      const cropped = crops.pending();
      if (cropped) await cropped;
      return submit(options);
    },
    retry: () => {
      const { job } = getSnapshot();
      return job.kind === "failed" ? send(attempts.failedOrders(job.id)) : Promise.resolve([]);
    },
    resume: async (id) => {
      const result = states.findResult(get(), id);
      const target = result?.error && findId(result.error);
      if (!result || target === undefined || attempts.isWaitingFor(id)) return;
      attempts.beginAgain(result);
      await start([id], (client) => attempts.follow(client, id, (waiting) => client.waitFor(target, waiting)));
    },
    cancel: () => {
      for (const id of states.selectedEntry(get())?.waiting ?? [])
        if (!attempts.cancel(id)) attempts.stopWaitingFor(id, false);
    },
    stopWaiting: () => {
      for (const id of states.selectedEntry(get())?.waiting ?? []) attempts.stopWaitingFor(id, false);
    },
    confirmChecked: (id) => {
      const result = states.findResult(get(), id);
      attempts.drop(id);
      try {
        // Otherwise, the client lists the request again after a reload.
        connect().forget(result?.renderId ?? id);
      } catch {
        // Without a client, nothing is listed.
      }
    },
    show: (...ids) => {
      const entry = states.selectedEntry(get());
      if (entry && ids.length > 0) update(states.showResults(get(), entry.photo.id, ids));
      else showPhoto();
    },
    continueWith: async (id) => {
      const result = states.findResult(get(), id);
      if (result) await photos.continueWith(result);
    },
    upscale: (id) => {
      const result = states.findResult(get(), id);
      if (!result) return Promise.resolve([]);
      const { output, name, photoId } = result;
      const base = { photoId, name, parent: id, group: undefined, tool: "upscale" as const };
      return send([{ ...base, params: { tool: "upscale" }, source: { file_url: output }, before: output }]);
    },
    refresh: async (id) => {
      const result = states.findResult(get(), id);
      const { refreshResult } = await import("./restoration.js");
      if (result) update(states.patchResult(get(), id, await refreshResult(connect, result, platform())));
    },
    accept: (id) => {
      update(states.patchResult(get(), id, { accepted: true }));
      const result = states.findResult(get(), id);
      if (result) on().accept?.(result);
    },
    ...createImages(get, attempts, platform),
    remove: (id) => {
      update(states.remove(get(), id));
    },
    undo: () => {
      photos.undo();
    },
    reset: () => {
      update({ ...photos.reset(), tool: undefined, values: {}, mask: undefined });
    },
    destroy: () => {
      attempts.stopAll(true);
      references.close();
      photos.end();
    },
  };
}
