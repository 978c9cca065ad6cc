// An upload that says how far it is, which `fetch` cannot.

/** Whether the platform can: pages and most workers. */
export const tells = () => typeof XMLHttpRequest === "function";

/**
 * Sends a request with its body as `fetch` would, and calls `sent(loaded, total)` as it goes up.
 *
 * @param {Request} request what to send; its body is not read
 * @param {Blob | Uint8Array} body the file itself, of which no copy is made
 * @param {(loaded: number, total: number) => void} sent never called once the request's signal has fired
 * @returns {Promise<Response>}
 */
export const upload = (request, body, sent) =>
  new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    const end = (settle, value) => {
      xhr.upload.onprogress = null;
      settle(value);
    };
    xhr.open(request.method, request.url);
    for (const [name, value] of request.headers) xhr.setRequestHeader(name, value);
    xhr.withCredentials = request.credentials === "include";
    xhr.upload.onprogress = ({ loaded, total }) => sent(loaded, total);
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
  const headers = wait === undefined ? {} : { "retry-after": wait };
  return new Response(xhr.responseText || null, { status: xhr.status, headers });
}
