// Checks `references`, which stores reference images for the service.
import { isPublicHost } from "../http/public-host.js";
import type { GatewayOptions, ReferenceOptions } from "../types.js";
import { checkInteger } from "./limits.js";
import { checkOptionNames } from "./option-names.js";
import type { OptionNames } from "./option-names.js";
import { readPublicUrl } from "./urls.js";

/** Checked options with defaults. */
export type ReferenceSettings = Required<ReferenceOptions>;

const NAMES: OptionNames<ReferenceOptions> = {
  publicUrl: true,
  keepMs: true,
  maxBytes: true,
  maxBytesPerUser: true,
  maxTotalBytes: true,
};

const MEBIBYTE = 1024 * 1024;
const HOUR_MS = 60 * 60 * 1000;

/** Four copies must fit into the memory of one user's large requests: the bytes, their text, and the store's copies. */
const MAX_BYTES = 5 * MEBIBYTE;
const MAX_KEEP_MS = 24 * HOUR_MS;

/** Returns `undefined` without the option. The URL never comes from a request, whose `Host` header can be forged. */
export function readReferences(
  { references, publicOrigin, basePath = "" }: GatewayOptions,
  upstream: string,
): ReferenceSettings | undefined {
  if (references === undefined) return undefined;
  checkOptionNames("references", references, NAMES);
  const { publicUrl = publicOrigin && publicOrigin + basePath, ...limits } = references;
  if (publicUrl === undefined)
    throw new TypeError(
      'references needs the URL where the service can reach this gateway. Set publicOrigin or references.publicUrl, such as "https://www.example/reroom".',
    );
  const settings = {
    publicUrl: readPublicUrl("references.publicUrl", publicUrl),
    keepMs: HOUR_MS,
    maxBytes: 2 * MEBIBYTE,
    maxBytesPerUser: 32 * MEBIBYTE,
    maxTotalBytes: 128 * MEBIBYTE,
    ...Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined)),
  };
  checkMax("keepMs", settings.keepMs, MAX_KEEP_MS);
  checkMax("maxBytes", settings.maxBytes, MAX_BYTES);
  checkInteger("references.maxBytesPerUser", settings.maxBytesPerUser, settings.maxBytes, false);
  checkInteger("references.maxTotalBytes", settings.maxTotalBytes, settings.maxBytes, false);
  const { hostname, protocol } = new URL(settings.publicUrl);
  // A sandbox on this machine can reach private hosts.
  if ((!isPublicHost(hostname) || protocol === "http:") && upstream.startsWith("https:"))
    throw new TypeError(
      `references.publicUrl is "${settings.publicUrl}", which the service cannot load images from. Use a public https URL.`,
    );
  return settings;
}

function checkMax(name: keyof ReferenceOptions, value: number, max: number): void {
  checkInteger(`references.${name}`, value, 1, false);
  if (value > max) throw new TypeError(`references.${name} is too large. Use at most ${max}.`);
}
