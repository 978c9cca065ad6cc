// What set-up is about to do, and why a tool is missing, in words.
import { onDebian } from "./debian.mjs";

/** The command that installs a tool; `undefined` if set-up cannot install it here. */
export function commandOf({ command, cargo, debian, python, install }) {
  if (install) return command;
  if (cargo) return `cargo install ${cargo.crate}`;
  if (python) return "pip install";
  return debian && onDebian() ? `apt-get install ${debian.join(" ")}` : undefined;
}

/** The list that comes first: each tool with what needs it, what it costs and what installs it. */
export function describePlan(missing, refused) {
  const rows = missing.map((tool) => [tool.name, neededBy(tool), tool.cost ?? "", commandOf(tool) ?? "not installed here"]);
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  const lines = rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join("  ")}`.trimEnd());
  const first = refused
    ? "These tools are missing, and REROOM_INSTALL=0 forbids installing them:"
    : "These tools are missing and are installed now. Set REROOM_INSTALL=0 to skip the suites that need them instead:";
  return [first, ...lines].join("\n");
}

function neededBy({ suites, partly = [] }) {
  if (suites === "all") return "everything";
  if (suites === "built") return "every build";
  const some = partly.map((suite) => `some of ${suite}`);
  return [...(suites ?? []), ...some].join(", ");
}

/** Why a tool is missing, and what to do: one or two sentences. */
export function explainMissing(tool, failure) {
  if (failure) return `${tool.name} could not be installed: ${failure}.`;
  const command = commandOf(tool);
  const variables = Object.keys(tool.programs ?? {});
  const name = variables.length > 0 ? `, or name it in ${variables.join(" and ")}` : "";
  return `${tool.name} is missing. ${command ? `Install it with \`${command}\`` : (tool.advice ?? "Install it")}${name}.`;
}
