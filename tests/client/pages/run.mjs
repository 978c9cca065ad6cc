// Runs one test file in this page.
const { mocha } = globalThis;

/** An error with its stack and its causes. */
function written(error) {
  const lines = [error?.message ?? String(error), error?.stack];
  if (error?.cause !== undefined) lines.push(`caused by: ${written(error.cause)}`);
  return lines.filter(Boolean).join("\n");
}

// A machine without a network still reaches 127.0.0.1, but the client waits while the browser reports that it is offline.
Object.defineProperty(navigator, "onLine", { configurable: true, get: () => true });

/** Resolves to `[{ name, error? }]`, one entry for each test that ran and for each hook that failed. */
export async function run(path) {
  mocha.setup({ ui: "bdd", timeout: 120_000, reporter: class {} });
  await import(path);
  const results = [];
  await new Promise((done) => {
    const runner = mocha.run(done);
    runner.on("pass", ({ title }) => results.push({ name: title }));
    runner.on("fail", ({ title }, error) => results.push({ name: title, error: written(error) }));
  });
  return results;
}
