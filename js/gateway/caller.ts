/** Who sent a request. */
export interface Caller {
  /** Identifies the request in events and logs. */
  requestId: string;
  /** The user, if `authorize` returned one. */
  user?: string;
}
