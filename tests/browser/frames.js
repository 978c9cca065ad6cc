// Large canvases, and a count of how often one was read by way of a VideoFrame.

/** A canvas of greys, opaque or not, as smooth as a brush leaves them. */
export function large(settings, opaque) {
  const canvas = new OffscreenCanvas(1200, 700);
  const context = canvas.getContext("2d", settings);
  if (opaque) context.fillRect(0, 0, 1200, 700);
  const slope = context.createRadialGradient(500, 300, 20, 500, 300, 600);
  slope.addColorStop(0, "rgba(255, 240, 250, 1)");
  slope.addColorStop(1, "rgba(255, 240, 250, 0)");
  context.fillStyle = slope;
  context.fillRect(0, 0, 1200, 700);
  return canvas;
}

export const pixelsOf = (canvas) => canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);

/**
 * Stands a class of its own in for `VideoFrame`; `use` is called, and the number of frames that came of it returned.
 * Nothing, where the browser has none.
 */
export async function framesOf(use, kind) {
  const own = globalThis.VideoFrame;
  if (!own) return void (await use());
  let frames = 0;
  let closed = 0;
  const stand = {
    counted: class extends own {
      constructor(...args) {
        super(...args);
        frames += 1;
      }
      close() {
        closed += 1;
        super.close();
      }
    },
    refusing: class {
      constructor() {
        throw new TypeError("no frames here");
      }
    },
    planar: class extends own {
      get format() {
        return "I420";
      }
    },
    failing: class extends own {
      copyTo() {
        return Promise.reject(new Error("no memory"));
      }
    },
  };
  globalThis.VideoFrame = stand[kind];
  try {
    await use();
  } finally {
    globalThis.VideoFrame = own;
  }
  if (closed !== frames) throw new Error(`${frames - closed} frames are still open`);
  return frames;
}
