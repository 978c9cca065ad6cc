// The worker that decodes a photo. It is started for one photo: the end of a worker also ends a decoder that hangs, and gives its
// memory back.
import { decode } from "./decode.js";

globalThis.onmessage = async ({ data: { module, photo } }) => {
  try {
    const bitmap = await decode(module, photo, () => undefined);
    postMessage({ bitmap }, [bitmap]);
  } catch (error) {
    postMessage({ error: String(error) });
  }
};
postMessage("ready");
