// Runs one test file in this page.
const { mocha } = globalThis;

const written = (error) => [error?.message ?? String(error), error?.stack].filter(Boolean).join("\n");

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
