// A service whose every answer is the test's to give: renders end when the test says so.
import { json, record } from "./support.mjs";

/** A `fetch` for `clientOver`, what it was asked for, and the renders that are under way. */
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
  /** Ends a render, the oldest that is under way where none is named. */
  const end = (id = underWay()[0], status = "completed") => void renders.set(id, status);
  return { answer, sent, underWay, end, most: () => most };
}

/** Resolves once `holds` does, looking whenever the event loop comes round, though not for ever. */
export async function until(holds) {
  for (let round = 0; !holds(); round++) {
    if (round > 10_000) throw new Error(`This never came about: ${holds}`);
    await new Promise((done) => setTimeout(done, 1));
  }
}

let scopes = 0;
/** A base URL of its own, so that no other test's renders take slots of this one. */
export const scope = () => ({ baseUrl: `https://scope-${++scopes}.example` });
