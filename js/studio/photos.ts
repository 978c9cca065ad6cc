// The row of photos: opens, selects, crops and closes them.
import { toReRoomError } from "./errors.js";
import {
  checkPhoto,
  createPhoto,
  decodeInTurn,
  failPhoto,
  isBlob,
  loadPhoto,
  openResult,
  type Opening,
} from "./photo.js";
import type { Platform } from "./platform.js";
import * as states from "./state.js";
import type { Store } from "./store.js";
import { toThumbnail } from "./thumbnail.js";
import type { StudioListeners } from "./option-types.js";
import type { Photo } from "./photo-types.js";
import type { Result } from "./result-types.js";
import type { Snapshot } from "./snapshot-types.js";
import type { Studio } from "./studio-types.js";

/** What the row of photos needs from the studio. */
export interface PhotosContext {
  readonly store: Store<states.State, Snapshot>;
  readonly platform: () => Platform;
  readonly on: () => StudioListeners;
  readonly opening: () => Opening;
  /** Whether a request of a photo is running or being prepared. */
  readonly isLocked: (entry: states.PhotoEntry) => boolean;
  /** A photo was opened. */
  readonly onOpen: () => void;
}

export function createPhotos({ store, platform, on, opening, isLocked, onOpen }: PhotosContext) {
  const { get, update } = store;
  /** Counts calls of `open()`: only the last one selects its photo. */
  let calls = 0;
  /** The check of the row, while it runs. */
  let checking: Promise<void> | undefined;
  let closed = false;
  /** Counts the users. A photo that one opened is not for the next. */
  let user = 0;

  async function open(given: Parameters<Studio["open"]>[0], name?: string): Promise<void> {
    const call = ++calls;
    // React's strict mode ends a studio once before its first use.
    closed = false;
    const isLast = () => call === calls;
    update({ unreadable: false });
    if (Array.isArray(given)) await openRow(given as readonly (Blob | string)[], isLast);
    else await openOne(given as Blob | string, name, isLast);
  }

  /** Opens one photo. It takes the place of the selected one if that has no results. */
  async function openOne(given: Blob | string, name: string | undefined, isLast: () => boolean): Promise<void> {
    const before = states.selectedEntry(get());
    const owner = user;
    await whileOpening(async () => {
      const photo = await loadPhoto(given, name, platform())
        .then((loaded) => checkPhoto(loaded, opening()))
        .catch(() => undefined);
      const isOwn = owner === user;
      if (photo) (isOwn ? add : close)(photo, true);
      if (!isOwn || !isLast()) return;
      if (photo) {
        replace(before, photo);
        select(photo.id);
      } else update({ unreadable: true });
    });
  }

  /** Adds several photos to the row, and checks them one after the other. */
  async function openRow(given: readonly (Blob | string)[], isLast: () => boolean): Promise<void> {
    let selected: "none" | "known" | "new" = "none";
    const owner = user;
    for (const each of given)
      await whileOpening(async () => {
        const photo = await loadPhoto(each, undefined, platform()).catch((error: unknown) => toFailed(each, error));
        if (owner !== user) return;
        const isNew = !states.findEntry(get(), photo.id)?.photo.source;
        if (isNew) update(states.addEntry(get(), states.createEntry(photo, false)));
        if (!isLast() || selected === "new" || (selected === "known" && !isNew)) return;
        selected = isNew ? "new" : "known";
        select(photo.id);
        // Check it while the others load.
        void checkAll();
      });
    await checkAll();
  }

  /** Checks the photos of the row, the selected one first. */
  function checkAll(): Promise<void> {
    return (checking ??= checkEach().finally(() => {
      checking = undefined;
    }));
  }

  async function checkEach(): Promise<void> {
    for (let next = findUnchecked(); next; next = findUnchecked()) await check(next.photo);
  }

  function findUnchecked(): states.PhotoEntry | undefined {
    const unchecked = closed ? [] : get().entries.filter(({ photo }) => !photo.checked);
    return unchecked.find(({ photo }) => photo.id === get().selected) ?? unchecked[0];
  }

  async function check(photo: Photo): Promise<void> {
    const checked = await checkPhoto(photo, opening()).catch((error: unknown) => failPhoto(photo, error));
    const entry = states.findEntry(get(), photo.id);
    if (closed || entry?.photo !== photo) close(checked);
    else add(checked, entry.replaceable);
  }

  /** Marks the studio as opening during a task. */
  async function whileOpening<T>(task: () => Promise<T>): Promise<T> {
    update({ opening: get().opening + 1 });
    try {
      return await task();
    } finally {
      update({ opening: get().opening - 1 });
    }
  }

  function add(photo: Photo, replaceable: boolean): void {
    const known = states.findEntry(get(), photo.id);
    if (known && !hasResults(known)) close(known.photo);
    update(states.addEntry(get(), states.createEntry(photo, replaceable)));
    on().photo?.(photo);
    void addThumbnail(photo);
    onOpen();
  }

  /** Adds a small picture of the photo as it is prepared, for the row and for the next visit. A new crop replaces it. */
  async function addThumbnail({ id, source }: Photo): Promise<void> {
    const { thumbnail, createUrl } = platform();
    if (!thumbnail || !isBlob(source)) return;
    const data = await decodeInTurn(() => thumbnail(source)).catch(() => "");
    const entry = states.findEntry(get(), id);
    // By now, the photo may have another crop.
    if (entry?.photo.source !== source) return;
    const picture = toThumbnail(data, createUrl);
    closeThumbnail(entry);
    update(states.patchEntry(get(), id, { thumbnail: picture }));
  }

  /** Releases the URL of a small picture, unless it stands for the photo that a result was made from. */
  function closeThumbnail({ thumbnail }: states.PhotoEntry): void {
    if (thumbnail && !get().results.some(({ before }) => before === thumbnail.url)) platform().revokeUrl(thumbnail.url);
  }

  /** Removes a photo without results when another one takes its place. */
  function replace(entry: states.PhotoEntry | undefined, { id }: Photo): void {
    if (!entry?.replaceable || entry.photo.id === id || hasResults(entry)) return;
    update({ entries: get().entries.filter(({ photo }) => photo.id !== entry.photo.id) });
    closeEntry(entry);
  }

  const hasResults = ({ photo }: states.PhotoEntry): boolean =>
    get().results.some(({ photoId }) => photoId === photo.id);

  function close({ original, url }: Photo): void {
    if (original) platform().revokeUrl(url);
  }

  function closeEntry({ photo, thumbnail }: states.PhotoEntry): void {
    close(photo);
    if (thumbnail) platform().revokeUrl(thumbnail.url);
  }

  function closeAll(): void {
    calls++;
    user++;
    for (const entry of get().entries) closeEntry(entry);
  }

  function select(id: string): void {
    const entry = states.findEntry(get(), id);
    if (!entry) return;
    const change = { selected: id, unreadable: false };
    const mask = get().selected === id ? get().mask : undefined;
    update({ ...change, mask, ...states.showResults(get(), id, entry.shown) });
  }

  return {
    open,
    close,
    addThumbnail,

    /** Selects a photo, not a result of it. If it could not be loaded, tries again. */
    select(id: string): void {
      const entry = states.findEntry(get(), id);
      if (!entry) return;
      const { photo } = entry;
      const again = photo.error && photo.original ? createPhoto({ ...photo, checked: false, error: undefined }) : photo;
      // A mask belongs to the image that it was painted on.
      const mask = entry.steps.length > 0 ? undefined : get().mask;
      update({ ...states.patchEntry(get(), id, { steps: [], photo: again }), mask });
      select(id);
      if (!again.checked) void checkAll();
    },

    async continueWith(result: Result): Promise<void> {
      const entry = states.findEntry(get(), result.photoId);
      if (!entry || isLocked(entry)) return;
      await whileOpening(async () => {
        const photo = await openResult(result, opening()).catch((error: unknown) => {
          on().error?.(toReRoomError(error), result);
        });
        if (!photo) return;
        const steps = [...stepsTo(entry, result), photo];
        update({ ...states.patchEntry(get(), entry.photo.id, { steps, shown: [] }), mask: undefined });
        on().photo?.(photo);
      });
    },

    /** Brings back what was removed last. A photo that was removed before its check is checked now. */
    undo(): void {
      update(states.undo(get()));
      void checkAll();
    },

    /** Deselects the photo. Photos with results stay. */
    reset(): Partial<states.State> {
      calls++;
      for (const entry of get().entries) if (!hasResults(entry)) closeEntry(entry);
      const entries = get()
        .entries.filter(hasResults)
        .map((entry) => ({ ...entry, steps: [], shown: [], waiting: [] }));
      return { entries, selected: undefined, unreadable: false };
    },

    /** Closes all photos. */
    closeAll,

    /** Closes all photos for good. */
    end(): void {
      closed = true;
      closeAll();
    },
  };
}

/** The images between the photo and a result that was made from the last of them. */
function stepsTo({ steps }: states.PhotoEntry, { parent }: Result): readonly Photo[] {
  return steps.slice(0, steps.findIndex(({ resultId }) => resultId === parent) + 1);
}

/** Keeps a place in the row for a photo that could not be loaded. */
function toFailed(given: Blob | string, error: unknown): Photo {
  if (typeof given === "string") return failPhoto({ id: given, name: given }, error);
  const { name = "photo" } = given as Partial<File>;
  return failPhoto({ id: `${name}-${given.size}`, name, original: given }, error);
}
