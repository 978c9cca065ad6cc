// The server of `../http.mjs`, which runs outside of the page.
export const startServer = async () => ({ origin: globalThis.serviceOrigin, stop() {} });
