// A service whose renders end when the test says so.
import { json, record } from "./support.mjs";

/** A `fetch` for `clientOver`, what it has received, and the renders in progress. */
export function service() {
  const renders = new Map();
  const sent = { uploads: 0, submissions: 0, looks: 0 };
  let most = 0;

  function submit() {
    const id = `r${++sent.submissions}`;
    renders.set(id, "queued");
    most = Math.max(most, underWay().length);
    return json({ success: true, data: { render_id: id } });
  }
  function look(id) {
    sent.looks++;
    return json(record({ _id: id, status: renders.get(id) }));
  }
  function answer({ method, url }) {
    const { pathname } = new URL(url);
    if (method === "GET") return look(pathname.split("/").at(-1));
    if (!pathname.endsWith("/upload")) return submit();
    return json({ success: true, fileName: `0000000${++sent.uploads % 10}-9d4a-4e7b-8a1c-5d6e7f809a1b.jpg` });
  }
  const underWay = () => [...renders].filter(([, status]) => status === "queued").map(([id]) => id);
  /** Ends a render; without a name, the oldest one in progress. */
  const end = (id = underWay()[0], status = "completed") => void renders.set(id, status);
  return { answer, sent, underWay, end, most: () => most };
}

/** Polls until `holds` returns true; fails after 10,000 rounds. */
export async function until(holds) {
  for (let round = 0; !holds(); round++) {
    if (round > 10_000) throw new Error(`This never became true: ${holds}`);
    await new Promise((done) => setTimeout(done, 1));
  }
}

let scopes = 0;
/** A base URL that no other test uses, so that renders of other tests take no slots here. */
export const scope = () => ({ baseUrl: `https://scope-${++scopes}.example` });

/** A storage in memory; `items` has its entries. */
export function memoryStorage(entries = {}) {
  const items = new Map(Object.entries(entries));
  return {
    items,
    getItem: (name) => items.get(name) ?? null,
    setItem: (name, text) => void items.set(name, text),
    removeItem: (name) => void items.delete(name),
  };
}
