// Tells public hosts from hosts of a private network. Expects the `hostname` of a URL: the URL parser turns every spelling of
// an IPv4 address, such as a decimal number, into four numbers, and names into lower case.

/** Whether a host is reachable from the internet, judged by its name or address only. Names are not resolved. */
export function isPublicHost(hostname: string): boolean {
  const host = removeTrailingDots(hostname);
  if (host.startsWith("[")) return isPublicIpv6(host);
  const address = parseIpv4(host);
  if (address) return !PRIVATE_IPV4.some((range) => contains(range, address));
  return host.includes(".") && !PRIVATE_NAMES.test(host);
}

/** Whether a host is this computer. */
export function isLoopbackHost(hostname: string): boolean {
  const host = removeTrailingDots(hostname);
  return host === "[::1]" || parseIpv4(host)?.[0] === 127 || /(?:^|\.)localhost$/.test(host);
}

const removeTrailingDots = (host: string): string => host.replace(/\.+$/, "");

/** Names that are reserved for private networks, or commonly used in them. */
const PRIVATE_NAMES =
  /\.(?:localhost|localdomain|local|internal|intranet|private|corp|home|lan|domain|workgroup|test|invalid|onion|arpa)$/;

/** A range of addresses: the first address, and the number of bits that all its addresses share. */
type Range = [first: string, bits: number];

/** Every range that is not globally reachable (RFC 6890 and IANA's registry), and Azure's metadata address. */
const PRIVATE_IPV4: Range[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["168.63.129.16", 32],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
];

function parseIpv4(host: string): number[] | undefined {
  return /^\d{1,3}(?:\.\d{1,3}){3}$/.test(host) ? host.split(".").map(Number) : undefined;
}

function contains([first, bits]: Range, address: number[]): boolean {
  const toNumber = (bytes: number[]): number => bytes.reduce((number, byte) => number * 256 + byte, 0);
  const size = 2 ** (32 - bits);
  return Math.floor(toNumber(address) / size) === Math.floor(toNumber(first.split(".").map(Number)) / size);
}

/**
 * Only global unicast addresses (2000::/3) are public, without those that contain an IPv4 address (Teredo and 6to4) and those
 * for documentation. IPv4-mapped addresses are outside of that range.
 */
function isPublicIpv6(host: string): boolean {
  const [first = 0, second = 0] = host
    .slice(1)
    .split(":")
    .map((group) => parseInt(group || "0", 16));
  if (first < 0x2000 || first > 0x3fff) return false;
  const isSpecial = first === 0x2001 && (second < 0x200 || second === 0xdb8);
  return !isSpecial && first !== 0x2002 && !(first === 0x3fff && second < 0x1000);
}
