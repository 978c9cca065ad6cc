// Saving a finished picture.

/** Saves a picture to a file, or opens it where its server does not let a page read it. */
export async function save(url: string, name: string): Promise<void> {
  const blob = await fetch(url).then(
    (response) => (response.ok ? response.blob() : undefined),
    () => undefined,
  );
  if (!blob) {
    window.open(url, "_blank", "noopener");
    return;
  }
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = `${name}.${blob.type === "image/png" ? "png" : "jpg"}`;
  link.click();
  // The download has its own hold on the bytes once it has begun.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}
