// Describes missing tools: the list before an installation, and the reasons after it.
import { onDebian } from "./debian.mjs";
import { needs, uses } from "./tools.mjs";

/** The command that installs a tool; `undefined` if set-up cannot install it here. */
export function commandOf({ command, cargo, debian, python, install }) {
  if (install) return command;
  if (cargo) return `cargo install ${cargo.crate} --version ${cargo.version} --locked`;
  if (python) return "pip install";
  return debian && onDebian() ? `apt-get install ${debian.join(" ")}` : undefined;
}

/** The list before an installation: each tool with its cost, its command and the suites that need it. */
export function describePlan(missing, suites, refused) {
  const lines = missing.map((tool) => {
    const command = commandOf(tool);
    const how = command ? `${tool.cost}, \`${command}\`` : "cannot be installed by set-up";
    return `  ${tool.name}: ${how}\n    for ${neededBy(tool, suites)}`;
  });
  const first = refused
    ? "these tools are missing, and REROOM_INSTALL=0 forbids installing them:"
    : "these tools are missing and are installed now. Set REROOM_INSTALL=0 to skip the suites that need them instead:";
  return [first, ...lines].join("\n");
}

function neededBy(tool, suites) {
  const all = suites.filter((suite) => needs(suite, tool));
  const some = suites.filter((suite) => !needs(suite, tool) && uses(suite, tool));
  return [...all, ...some.map((suite) => `some tests of ${suite}`)].join(", ");
}

/** Why a tool is missing, and what to do: one or two sentences. */
export function explainMissing(tool, failure) {
  if (failure) return `${tool.name} could not be installed: ${failure}.`;
  const command = commandOf(tool);
  const variables = Object.keys(tool.programs ?? {});
  const name = variables.length > 0 ? `, or name it in ${variables.join(" and ")}` : "";
  return `${tool.name} is missing. ${command ? `Install it with \`${command}\`` : (tool.advice ?? "Install it")}${name}.`;
}

/** Why suites cannot run, and which tools the others are without, given the reasons by missing tool. */
export function affectedSuites(suites, reasons) {
  const skipped = {};
  const limited = {};
  for (const suite of suites) {
    const missing = [...reasons.keys()].filter((tool) => uses(suite, tool));
    const needed = missing.find((tool) => needs(suite, tool));
    if (needed) skipped[suite] = reasons.get(needed);
    else if (missing.length > 0) limited[suite] = missing.map(({ name }) => name).join(" and ");
  }
  return { skipped, limited };
}
