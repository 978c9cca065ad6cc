// One exchange with the service. JavaScript, because all of it is the platform's: `fetch` or, where it is to be told how
// much of a body has gone up, XMLHttpRequest, and the clock that ends what makes no progress.

/** What `setTimeout` can take; longer ones would end at once. */
const longest = 2 ** 31 - 1;

/** By how many milliseconds a clock rings late, beyond which the device slept or the page was frozen. */
const slept = 1000;

/** Whether the platform can tell how much of a body has gone up: pages and most workers. */
export const tells = () => typeof XMLHttpRequest === "function";

/**
 * Sends a request and reads its answer; rejects with what the platform or the caller's `fetch` says.
 *
 * @param {Request} request what to send; nobody waits any more once its signal has fired
 * @param {((request: Request) => Promise<Response>) | undefined} fetch the caller's own
 * @param {number} ms how long the answer's head may take, and then its body
 * @param {number} uploadMs how much longer the head may take because a body goes up first, until something of it is told
 * @param {Blob | Uint8Array | undefined} body of an upload that is told of: the file itself, of which no copy is made
 * @param {(loaded: number, total: number) => void} [sent] told of it, never once the request's signal has fired
 * @returns {Promise<{ status: number, after?: string, text: string, led?: string | false } | null | undefined>} `after`
 *   is its `Retry-After`, `led` the path that a redirect led to, away from the service's; `null` where it made no progress
 *   for too long, `undefined` where `fetch` answered something that is no response
 */
export function exchange(request, fetch = globalThis.fetch, ms, uploadMs, body, sent) {
  return new Promise((resolve, reject) => {
    let timer;
    const stop = () => clearTimeout(timer);
    const wait = (ms, again = true) => {
      stop();
      const late = Date.now() + ms + slept;
      // What came meanwhile has not been read yet: it gets the time once more.
      const over = () => (again && Date.now() > late ? wait(ms, false) : resolve(null));
      timer = setTimeout(over, Math.min(ms, longest));
    };
    const told = (loaded, total) => {
      // To a service worker a body goes up at once, and nothing is told of its way from there.
      wait(globalThis.navigator?.serviceWorker?.controller ? ms + uploadMs : ms);
      sent(loaded, total);
    };
    const answered = async () => {
      wait(ms + uploadMs);
      const response = await (sent ? upload(request, body, told) : fetch(request));
      const status = attempt(() => statusOf(response));
      // A `fetch` that ignores its signal may answer when nobody waits any more.
      if (!status || request.signal.aborted) return undefined;
      wait(ms);
      const text = await response.text();
      return {
        status,
        after: attempt(() => response.headers.get("retry-after")),
        text,
        led: attempt(() => led(response)),
      };
    };
    request.signal.addEventListener("abort", stop);
    void answered().then(resolve, reject).then(stop);
  });
}

/** The status of a response that has what is used of one. Not `instanceof`: a `fetch` may bring its own class. */
function statusOf({ status, headers, text }) {
  const whole = typeof headers.get === "function" && typeof text === "function";
  return whole && typeof status === "number" && status >= 100 && status < 600 && status;
}

/** The path that a redirect led to, if that is none of the service's. */
function led({ redirected, url }) {
  const { pathname } = new URL(url);
  return redirected && !pathname.includes("/api/enterprise/") && pathname;
}

/** What is answered; nothing where it throws. */
function attempt(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Sends a request with its body as `fetch` would, and calls `told` as it goes up. */
const upload = (request, body, told) =>
  new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const end = (settle, value) => {
      xhr.upload.onprogress = null;
      settle(value);
    };
    xhr.open(request.method, request.url);
    for (const [name, value] of request.headers) xhr.setRequestHeader(name, value);
    xhr.withCredentials = request.credentials === "include";
    xhr.upload.onprogress = ({ loaded, total }) => told(loaded, total);
    xhr.onload = () => end(resolve, answer(xhr));
    xhr.onerror = () => end(reject, new TypeError("The upload failed."));
    xhr.onabort = () => end(reject, new DOMException("The upload was ended.", "AbortError"));
    request.signal.addEventListener(
      "abort",
      () => {
        // Before anything else: whoever was told may be gone.
        xhr.upload.onprogress = null;
        xhr.abort();
      },
      { once: true },
    );
    xhr.send(body);
  });

function answer(xhr) {
  // Asked for by name, a header that another origin does not expose is an error in the console.
  const wait = /^retry-after: *(\d+)/im.exec(xhr.getAllResponseHeaders())?.[1];
  const headers = { get: () => wait };
  return { status: xhr.status, url: xhr.responseURL, redirected: true, headers, text: () => xhr.responseText };
}
