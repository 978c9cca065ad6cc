// The page of the soak test: runs jobs and records each submission and result in localStorage, which survives the page.
import init, { ReRoom } from "/dist/client/index.js";

const note = (kind, job, value = "") => localStorage.setItem(`soak ${kind} ${job}`, value);
const noted = (kind, job) => localStorage.getItem(`soak ${kind} ${job}`) !== null;

/** Retries pause for a random share of an interval. Small shares keep the soak test short. */
const { random } = Math;
Math.random = () => random() / 20;

await init();
const client = new ReRoom({ baseUrl: "", apiKey: "sandbox", storage: localStorage, timeoutMs: 1000, maxRetries: 9 });
const options = { pollMs: 25, deadlineMs: 120_000 };
watchPaidRequests();

/** Numbers the requests, and records each paid request before it is sent. */
function watchPaidRequests() {
  const { fetch } = globalThis;
  const page = crypto.randomUUID();
  let number = 0;
  globalThis.fetch = async (request) => {
    request.headers?.set("x-handed", `${page} ${++number}`);
    if (request.method !== "POST" || !request.url.includes("/render")) return fetch(request);
    const { prompt } = await request.clone().json();
    request.headers.set("x-job", prompt);
    note("handed", prompt);
    return fetch(request);
  };
}

async function photos(count) {
  const paint = (hue) => {
    const canvas = new OffscreenCanvas(720, 540);
    const context = canvas.getContext("2d");
    context.fillStyle = `hsl(${hue} 50% 50%)`;
    context.fillRect(0, 0, 720, 540);
    return canvas.convertToBlob({ type: "image/jpeg" });
  };
  return Promise.all(Array.from({ length: count }, (_, index) => paint((index * 360) / count)));
}

async function jobs(from, to) {
  const images = await photos(10);
  const all = Array.from({ length: to - from }, (_, index) => from + index);
  return all.map((index) => ({
    image: images[index % images.length],
    params: { creativity: "balanced", prompt: `job ${index}` },
  }));
}

const fulfilled = (prompt) => (render) => note("fulfilled", prompt, JSON.stringify([render._id, render.prompt]));
const failed = (prompt) => (error) =>
  note("failed", prompt, JSON.stringify([error.code ?? String(error), error.renderId]));

/** Runs jobs as one batch. */
window.batch = async (from, to) => {
  const batch = await jobs(from, to);
  const results = await client.runAll(batch, options);
  results.forEach(({ value, reason }, index) => {
    const { prompt } = batch[index].params;
    if (value) fulfilled(prompt)(value);
    else failed(prompt)(reason);
  });
  return results.length;
};

/** Runs the jobs that no page has submitted yet, and records each result at once. */
window.each = async (from, to) => {
  const left = (await jobs(from, to)).filter(({ params }) => !noted("handed", params.prompt));
  const run = ({ image, params }) =>
    client.run(image, params, options).then(fulfilled(params.prompt), failed(params.prompt));
  await Promise.all(left.map(run));
};

/** Waits for the renders that are still pending. */
window.resume = async () => {
  const wait = (entry) =>
    client
      .waitFor(entry, options)
      .then((render) => fulfilled(render.prompt)(render), failed(`render ${entry.renderId}`));
  await Promise.all(client.pending().map(wait));
};

/** All records, and the pending renders. */
window.notes = () => ({ noted: { ...localStorage }, pending: client.pending().map(({ renderId }) => renderId) });
window.ready = true;
