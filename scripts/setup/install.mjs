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
  const install = async (tool) => {
    const work = installerOf(tool);
    if (!work) return;
    const start = Date.now();
    try {
      await work();
      log(`ready: ${tool.name} (${Math.round((Date.now() - start) / 1000)} s)`);
    } catch (error) {
      failures.set(tool, error.message);
    }
  };
  const compilers = Promise.all(missing.filter(({ compiler }) => compiler).map(install));
  const others = missing.filter(({ compiler }) => !compiler);
  await Promise.all([
    ...others.map((tool) => (tool.cargo ? compilers.then(() => install(tool)) : install(tool))),
    compilers.then(() => compileEarly(missing)),
  ]);
  return failures;
}

/** What installs a tool; `undefined` if set-up cannot install it here. */
function installerOf(tool) {
  const { install, cargo, python, debian } = tool;
  if (install) return install;
  if (cargo) return () => installCargoTool(cargo);
  if (python) return () => installPythonPackages(tool);
  return debian && onDebian() ? () => installDebian(debian) : undefined;
}

/** Compiles the wasm while the tools that pack it are built. The build compiles again and reports it if this fails. */
async function compileEarly(missing) {
  if (!missing.some(({ name }) => name === "wasm-pack" || name === "wasm-bindgen") || !wasmIsStale()) return;
  await compile({ ...nativeEnvironment(), ...toolchainVariables().variables }).catch(() => {});
}
