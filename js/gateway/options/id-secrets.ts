// Checks `idSecret`, which signs the ids and file names that users get.
import { isSecret } from "../secrets/redact.js";

const MIN_SECRET_BYTES = 32;

/** A user can test guesses of the key against a signature without sending a request, so a shorter key must not sign. */
const MIN_KEY_LENGTH = 24;

const HELP = 'Set it to at least 32 random characters, such as the output of "openssl rand -base64 32".';

const TEMPORARY =
  "Without idSecret, users' ids become invalid when this process ends, because apiKey is a function or has fewer than " +
  `${MIN_KEY_LENGTH} characters.`;

/** Returns the secrets. The first one signs, and all verify. */
export type GetIdSecrets = () => readonly string[];

export function readIdSecrets(idSecret: string | string[] | undefined, apiKey: unknown): GetIdSecrets {
  if (idSecret === undefined) return readDefault(apiKey);
  const secrets = Array.isArray(idSecret) ? [...idSecret] : [idSecret];
  if (secrets.length === 0) throw new TypeError(`idSecret is an empty list. ${HELP}`);
  for (const secret of secrets as unknown[]) {
    if (typeof secret !== "string") throw new TypeError(`idSecret is not a string. ${HELP}`);
    if (secret === "") throw new TypeError(`idSecret is empty. ${HELP}`);
    if (new TextEncoder().encode(secret).byteLength < MIN_SECRET_BYTES)
      throw new TypeError(`idSecret is shorter than ${MIN_SECRET_BYTES} bytes, so it could be guessed. ${HELP}`);
  }
  return () => secrets;
}

function readDefault(apiKey: unknown): GetIdSecrets {
  if (typeof apiKey !== "string" || apiKey.length < MIN_KEY_LENGTH) {
    if (typeof apiKey !== "string" || isSecret(apiKey)) console.warn(`reroom gateway: ${TEMPORARY} ${HELP}`);
    return getTemporarySecrets;
  }
  const secrets = [`ids of ${apiKey}`];
  return () => secrets;
}

let temporarySecrets: string[] | undefined;

/** Random, for as long as the process runs. Created with the first request, because Cloudflare Workers have no random numbers before it. */
function getTemporarySecrets(): readonly string[] {
  return (temporarySecrets ??= [crypto.randomUUID() + crypto.randomUUID()]);
}
