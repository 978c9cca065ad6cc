// Waits for the element of the page to have looked at its photo.
globalThis.outcome = new Promise((resolve) => {
  document.querySelector("reroom-studio").addEventListener("reroom-photo", ({ detail }) => resolve(detail.ok));
});
