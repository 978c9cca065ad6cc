// Installs programs with cargo into set-up's cache, apart from the user's own versions.
import { homedir } from "node:os";
import { join } from "node:path";
import { nativeEnvironment, runAsync } from "../run.mjs";
import { nativeVariables } from "./toolchain.mjs";

/** Where set-up keeps its tools. */
export const cache =
  process.env.REROOM_TOOLS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "reroom");
/** The folder of a crate's programs. */
export const cargoFolder = ({ crate, version }) => join(cache, `${crate}-${version}`);

/** Settings for a short build: these tools need little speed. */
const quickly = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "0",
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_DEBUG: "false",
  CARGO_PROFILE_RELEASE_STRIP: "true",
};

/** Installs a crate's programs into its folder: all of them, or only `binaries`. `optimize` lists crates whose speed counts. */
export async function installCargoTool({ crate, version, binaries = [], defaultFeatures = true, optimize = [] }) {
  const args = [
    ...["install", crate, "--version", version, "--root", cargoFolder({ crate, version }), "--quiet"],
    ...binaries.flatMap((name) => ["--bin", name]),
    ...(defaultFeatures ? [] : ["--no-default-features"]),
    ...optimize.flatMap((name) => ["--config", `profile.release.package.${name}.opt-level=1`]),
  ];
  // The toolchain for wasm may be Debian's, which would use another linker.
  const env = { ...nativeEnvironment(), ...nativeVariables(), ...quickly };
  try {
    await runAsync("cargo", [...args, "--locked"], { env });
  } catch {
    // A crate's lock file may name versions that the registry does not have.
    await runAsync("cargo", args, { env });
  }
}
