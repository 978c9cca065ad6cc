// Installs tools concurrently.
import { nativeEnvironment } from "../run.mjs";
import { compile, wasmIsStale } from "../wasm.mjs";
import { installCargoTool } from "./cargo-tools.mjs";
import { installDebian, onDebian } from "./debian.mjs";
import { log } from "./log.mjs";
import { installPythonPackages } from "./python.mjs";
import { toolchainVariables } from "./toolchain.mjs";

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
      Promise.all([
        ...missing.filter(({ cargo }) => cargo).map((tool) => install(tool, () => installCargoTool(tool.cargo))),
        compileEarly(missing),
      ]),
    ),
    each(onDebian() ? missing.filter(({ debian }) => debian) : [], ({ debian }) => installDebian(debian)),
    ...missing.filter(({ python }) => python).map((tool) => install(tool, () => installPythonPackages(tool))),
  ]);
  return failures;
}

/** Compiles the wasm while the tools that pack it are built. The build compiles again and reports it if this fails. */
async function compileEarly(missing) {
  if (!missing.some(({ name }) => name === "wasm-pack" || name === "wasm-bindgen") || !wasmIsStale()) return;
  await compile({ ...nativeEnvironment(), ...toolchainVariables().variables }).catch(() => {});
}
