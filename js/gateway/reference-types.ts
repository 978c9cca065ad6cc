// Types of `references`.

/** Options of `references`. */
export interface ReferenceOptions {
  /**
   * The gateway's public URL with its base path, such as `"https://www.example/reroom"`. The service loads the images from
   * there. Default: `publicOrigin` followed by `basePath`.
   */
  publicUrl?: string;
  /** How long an image is available, in milliseconds, of at most a day. Default: an hour. */
  keepMs?: number;
  /** The largest image, in bytes, of at most 5 MiB. Default: 2 MiB. */
  maxBytes?: number;
  /** The most bytes that one user's images may take up at a time. Default: 32 MiB. */
  maxBytesPerUser?: number;
  /** The most bytes that all images may take up at a time. In the store, they need a third more. Default: 128 MiB. */
  maxTotalBytes?: number;
}
