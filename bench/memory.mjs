// How much memory the pages of a browser take. Linux only.
import { readFileSync } from "node:fs";

/** Watches all pages. Returns a function that stops it and returns the most bytes that one of them took in addition. */
export async function watchMemory(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  const pages = processInfo.filter(({ type }) => type === "renderer");
  const read = () =>
    pages.map(({ id }) => 1024 * Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, "utf8"))[1]));
  const before = read();
  let most = 0;
  const timer = setInterval(() => {
    most = Math.max(most, ...read().map((bytes, page) => bytes - before[page]));
  }, 20);
  return () => {
    clearInterval(timer);
    return most;
  };
}
