// Sends one request and reads its response. JavaScript, because everything here belongs to the platform: `fetch`,
// XMLHttpRequest if upload progress is wanted, and the timer.

/** The longest delay that `setTimeout` accepts. It fires at once for a longer one. */
const maxDelay = 2 ** 31 - 1;

/** A timer that fires this many milliseconds late means that the device slept or the page was frozen. */
const sleepThreshold = 1000;

/** Whether the platform reports the progress of uploads. Pages and most workers do. */
export const reportsUploadProgress = () => typeof XMLHttpRequest === "function";

/**
 * Sends a request and reads its response. Rejects with the platform's error, or that of the caller's `fetch`.
 *
 * @param {Request} request what to send; aborting its signal ends everything
 * @param {((request: Request) => Promise<Response>) | undefined} fetch the caller's own
 * @param {number} ms how long the headers of the response may take, and then its body
 * @param {number} uploadMs how much longer the headers may take because of the upload, until its first progress
 * @param {Blob | Uint8Array | undefined} body the body of an upload with progress: the file itself, without a copy
 * @param {(loaded: number, total: number) => void} [onProgress] never called after the signal's abort
 * @returns {Promise<{ status: number, retryAfter?: string, fromGateway?: boolean, text: string, redirectedTo?: string | false } | null | undefined>}
 *   `retryAfter` is the `Retry-After` header, `fromGateway` whether a gateway sent it, `redirectedTo` the path of a redirect's target outside the service's endpoints.
 *   `null` after a timeout, `undefined` if `fetch` did not return a `Response`
 */
export function sendRequest(request, fetch = globalThis.fetch, ms, uploadMs, body, onProgress) {
  return new Promise((resolve, reject) => {
    let timer;
    const stopTimer = () => clearTimeout(timer);
    const startTimer = (ms, extend = true) => {
      stopTimer();
      const late = Date.now() + ms + sleepThreshold;
      // After a sleep, data may have arrived that was not read yet. So the timer runs once more.
      const expire = () => (extend && Date.now() > late ? startTimer(ms, false) : resolve(null));
      timer = setTimeout(expire, Math.min(ms, maxDelay));
    };
    const progress = (loaded, total) => {
      // A service worker gets the body at once, and its own upload reports no progress.
      startTimer(globalThis.navigator?.serviceWorker?.controller ? ms + uploadMs : ms);
      onProgress(loaded, total);
    };
    const send = async () => {
      startTimer(ms + uploadMs);
      const response = await (onProgress ? upload(request, body, progress) : fetch(request));
      const status = tryRead(() => getStatus(response));
      // A `fetch` that ignores the signal may resolve after the abort.
      if (!status || request.signal.aborted) return undefined;
      startTimer(ms);
      const text = await response.text();
      return {
        status,
        retryAfter: tryRead(() => response.headers.get("retry-after")),
        fromGateway: tryRead(() => response.headers.get("reroom-gateway") === "1"),
        text,
        redirectedTo: tryRead(() => getRedirect(response)),
      };
    };
    request.signal.addEventListener("abort", stopTimer);
    void send().then(resolve, reject).then(stopTimer);
  });
}

/** The status, if this is a response. Not `instanceof`: a `fetch` may have its own class. */
function getStatus({ status, headers, text }) {
  const isResponse = typeof headers.get === "function" && typeof text === "function";
  return isResponse && typeof status === "number" && status >= 100 && status < 600 && status;
}

/** The path of a redirect's target, if it is not an endpoint of the service. */
function getRedirect({ redirected, url }) {
  const { pathname } = new URL(url);
  return redirected && !pathname.includes("/api/enterprise/") && pathname;
}

/** Calls a function. Returns `undefined` if it throws. */
function tryRead(read) {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Sends a request with its body as `fetch` would, and reports progress. */
const upload = (request, body, onProgress) =>
  new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const end = (settle, value) => {
      xhr.upload.onprogress = null;
      settle(value);
    };
    xhr.open(request.method, request.url);
    for (const [name, value] of request.headers) xhr.setRequestHeader(name, value);
    xhr.withCredentials = request.credentials === "include";
    xhr.upload.onprogress = ({ loaded, total }) => onProgress(loaded, total);
    xhr.onload = () => end(resolve, toResponse(xhr));
    xhr.onerror = () => end(reject, new TypeError("The upload failed."));
    xhr.onabort = () => end(reject, new DOMException("The upload was aborted.", "AbortError"));
    request.signal.addEventListener(
      "abort",
      () => {
        // First of all, because the listener may be gone.
        xhr.upload.onprogress = null;
        xhr.abort();
      },
      { once: true },
    );
    xhr.send(body);
  });

function toResponse(xhr) {
  // `getResponseHeader` logs an error for a header that another origin does not expose.
  const all = xhr.getAllResponseHeaders();
  const headers = { get: (name) => RegExp(`^${name}: *(\\d+)`, "im").exec(all)?.[1] };
  return { status: xhr.status, url: xhr.responseURL, redirected: true, headers, text: () => xhr.responseText };
}
