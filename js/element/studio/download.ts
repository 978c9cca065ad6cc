// Saving a finished picture.
import { markAsAltered } from "../export/lazy.js";

/**
 * Saves a picture to a file whose metadata, and whose name, say that it was altered; or opens it where its server does
 * not let a page read it.
 */
export async function save(url: string, name: string): Promise<void> {
  const blob = await read(url).catch(() => undefined);
  if (!blob) {
    window.open(url, "_blank", "noopener");
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name}-altered.${blob.type === "image/png" ? "png" : "jpg"}`;
  link.click();
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}

async function read(url: string): Promise<Blob | undefined> {
  const response = await fetch(url);
  return response.ok ? markAsAltered(await response.blob()) : undefined;
}
