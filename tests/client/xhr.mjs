// A fake XMLHttpRequest, and uploads over it.
import { clientWith, fileName, photo } from "./support.mjs";
import { scope, until } from "./service.mjs";

/** The service's response to an upload. */
export const done = { success: true, fileName };

/** Uploads over a fake XMLHttpRequest; `sent` has those that were sent, the newest last. */
export function fakeUploads() {
  const sent = [];
  const own = Object.getOwnPropertyDescriptor(globalThis, "XMLHttpRequest");
  class Xhr {
    upload = {};
    headers = {};
    answered = "";
    open(method, url) {
      Object.assign(this, { method, url });
    }
    setRequestHeader(name, value) {
      this.headers[name] = value;
    }
    getAllResponseHeaders() {
      return this.answered;
    }
    send(body) {
      this.body = body;
      sent.push(this);
    }
    abort() {
      this.aborted = true;
      this.onabort();
    }
    /** Reports this many bytes as sent. */
    tell(loaded) {
      this.upload.onprogress?.({ loaded, total: photo.length });
    }
    answer(status, body, headers = "") {
      Object.assign(this, { status, responseText: JSON.stringify(body), answered: headers });
      this.onload();
    }
  }
  /** Starts an upload of the photo; resolves once it is sent. `told` has its progress. */
  async function uploading(options = {}, clientOptions = {}) {
    const client = clientWith({ ...scope(), ...clientOptions });
    const told = [];
    const image = new Blob([photo]);
    const upload = client.upload(image, { onProgress: (progress) => told.push(progress), ...options });
    upload.catch(() => {});
    await until(() => sent.length === 1);
    return { client, image, upload, told, xhr: sent[0] };
  }
  const install = () => {
    sent.length = 0;
    globalThis.XMLHttpRequest = Xhr;
  };
  const remove = () => {
    if (own) Object.defineProperty(globalThis, "XMLHttpRequest", own);
    else delete globalThis.XMLHttpRequest;
  };
  return { sent, uploading, install, remove };
}
