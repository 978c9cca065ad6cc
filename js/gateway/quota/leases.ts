// Names the leases of slots.

const RENDER_PREFIX = "render:";

/** The lease of a submitted render. */
export const getRenderLease = (renderId: string): string => RENDER_PREFIX + renderId;

/** The ids of renders that hold a slot. Skips requests that have no response yet. */
export const findRenderIds = (leases: string[]): string[] =>
  leases.filter((lease) => lease.startsWith(RENDER_PREFIX)).map((lease) => lease.slice(RENDER_PREFIX.length));

/** A new lease for a request that has no render id yet. */
export const createRequestLease = (): string => `request:${crypto.randomUUID()}`;
