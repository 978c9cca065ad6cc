// Reference images.

/** A reference image for virtual staging. */
export interface Reference {
  /** Its URL, or an object URL for a file. */
  readonly url: string;
  /** The file name. */
  readonly name: string;
}

/** Uploads a reference image to your storage, and resolves to a URL that the service can load. */
export interface HostImage {
  /** The image is a JPEG or PNG. Stop the upload if the signal is aborted. A rejection ends the attempt before anything is bought. */
  (image: Blob, options: { readonly signal: AbortSignal }): Promise<string>;
  /** Resolves to whether images can be uploaded. Called when the field is first shown. Default: they can. */
  readonly isAvailable?: () => Promise<boolean>;
}
