// Installs tools concurrently.
import { installCargoTool } from "./cargo-tools.mjs";
import { installDebian, onDebian } from "./debian.mjs";
import { log } from "./log.mjs";
import { installPythonPackages } from "./python.mjs";

/** Installs tools; resolves to the errors by tool. */
export async function installTools(missing) {
  const failures = new Map();
  const install = async (tool, work) => {
    const start = Date.now();
    try {
      await work();
      log(`ready: ${tool.name} (${Math.round((Date.now() - start) / 1000)} s)`);
    } catch (error) {
      failures.set(tool, error.message);
    }
  };
  const each = async (tools, work) => {
    for (const tool of tools) await install(tool, () => work(tool));
  };
  const own = missing.filter((tool) => tool.install);
  const rust = own.filter(({ command }) => command === "rustup");
  await Promise.all([
    ...own.filter((tool) => !rust.includes(tool)).map((tool) => install(tool, tool.install)),
    // Cargo's tools need the toolchain.
    each(rust, (tool) => tool.install()).then(() =>
      Promise.all(
        missing.filter(({ cargo }) => cargo).map((tool) => install(tool, () => installCargoTool(tool.cargo))),
      ),
    ),
    each(onDebian() ? missing.filter(({ debian }) => debian) : [], ({ debian }) => installDebian(debian)),
    ...missing.filter(({ python }) => python).map((tool) => install(tool, () => installPythonPackages(tool))),
  ]);
  return failures;
}
