// Calls the site's `authorize` function and checks its decision.
import type { Caller } from "./caller.js";
import { HttpError } from "./http/http-error.js";
import { isRecord } from "./is-record.js";
import { readQuota, TOOL_NAMES } from "./options/limits.js";
import { checkOptionNames } from "./options/option-names.js";
import type { OptionNames } from "./options/option-names.js";
import type { Settings } from "./options/read-options.js";
import { withTimeout } from "./timeout.js";
import type { Decision, Quota, UserDecision } from "./types.js";

const DECISION_NAMES: OptionNames<UserDecision> = {
  user: true,
  group: true,
  limits: true,
  groupLimits: true,
  tools: true,
};

const MAX_NAME_LENGTH = 256;

/** The caller of an allowed request, or a `Response` to send instead. Throws an `HttpError` if the request is rejected. */
export async function authorizeRequest(
  { authorize, timeouts, emit }: Settings,
  request: Request,
  requestId: string,
): Promise<Response | Caller> {
  try {
    const decision = await withTimeout(Promise.resolve(authorize(request)), timeouts.authorizeMs);
    if (decision instanceof Response) return decision;
    const allowed = checkDecision(decision);
    if (allowed) return { requestId, ...allowed };
  } catch (error) {
    emit({ type: "failed", component: "authorize", error });
    throw new HttpError(500, "Internal gateway error. Check the server logs.");
  }
  throw new HttpError(401, "Unauthorized");
}

/** The caller, or `undefined` if the request is rejected. Throws a `TypeError` if the decision is malformed. */
function checkDecision(decision: Exclude<Decision, Response>): Omit<Caller, "requestId"> | undefined {
  try {
    return readDecision(decision);
  } catch (error) {
    throw new TypeError(`authorize returned an invalid decision. ${(error as Error).message}`, { cause: error });
  }
}

function readDecision(decision: Exclude<Decision, Response>): Omit<Caller, "requestId"> | undefined {
  if (decision === true) return {};
  if (!isRecord(decision)) return undefined;
  checkOptionNames("", decision, DECISION_NAMES);
  const { user, group, limits, groupLimits, tools } = decision;
  // Nobody is signed in.
  if (user === undefined || user === null || user === "") return undefined;
  const caller: Omit<Caller, "requestId"> = { user: checkName("user", user) };
  if (group !== undefined) caller.group = checkName("group", group);
  if (limits !== undefined) caller.limits = readQuota("limits", limits as Quota);
  if (groupLimits !== undefined) {
    if (group === undefined) throw new TypeError('"groupLimits" has no effect without "group".');
    caller.groupLimits = readQuota("groupLimits", groupLimits as Quota);
  }
  if (tools !== undefined) caller.tools = checkTools(tools);
  return caller;
}

/** Two names must never become the same text in the store or in a signature. */
function checkName(property: string, name: unknown): string {
  const help = `Use a string of 1 to ${MAX_NAME_LENGTH} characters, such as a database id.`;
  if (typeof name !== "string") throw new TypeError(`"${property}" is not a string. ${help}`);
  if (name === "") throw new TypeError(`"${property}" is empty. ${help}`);
  if (name.length > MAX_NAME_LENGTH) throw new TypeError(`"${property}" is too long. ${help}`);
  // Lone surrogates all become the same replacement character in UTF-8.
  if (/[\p{Cc}\p{Cs}]/u.test(name))
    throw new TypeError(`"${property}" contains a control character or half of a surrogate pair. ${help}`);
  return name;
}

function checkTools(tools: unknown): string[] {
  if (!Array.isArray(tools)) throw new TypeError('"tools" is not an array.');
  const names = tools.map(String);
  checkOptionNames("tools", Object.fromEntries(names.map((name) => [name, true])), TOOL_NAMES);
  return names;
}
