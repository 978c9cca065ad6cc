// Programs that cargo installs, in a cache of their own: a user's own versions stay as they are.
import { homedir } from "node:os";
import { join } from "node:path";
import { nativeEnvironment, runAsync } from "../run.mjs";
import { nativeVariables } from "./toolchain.mjs";

/** Where set-up keeps its tools. */
export const cache =
  process.env.REROOM_TOOLS ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "reroom");
/** What a program's file ends with. */
export const suffix = process.platform === "win32" ? ".exe" : "";

/** The folder of a crate's programs. */
export const cargoFolder = ({ crate, version }) => join(cache, `${crate}-${version}`);

/** Settings that build a tool in half the time; none of them is busy for long. */
const quickly = {
  CARGO_PROFILE_RELEASE_OPT_LEVEL: "1",
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS: "16",
  CARGO_PROFILE_RELEASE_LTO: "off",
  CARGO_PROFILE_RELEASE_DEBUG: "false",
};

/** Installs a crate's programs into its folder. */
export async function installCargoTool({ crate, version }) {
  const args = [
    "install",
    crate,
    "--version",
    version,
    "--locked",
    "--root",
    cargoFolder({ crate, version }),
    "--quiet",
  ];
  // A folder may have another toolchain for wasm: it would build these tools with a linker of its own.
  const env = { ...nativeEnvironment(), ...nativeVariables(), ...quickly };
  await runAsync("cargo", args, { env });
}
