// Photos that are cropped.
import type { CropBox, Photo } from "../../studio/index.js";

/** A photo that was cropped. */
export type CroppedPhoto = Photo & { readonly kept: CropBox; readonly original: Blob };

/** Whether the photo has a crop that can be moved. */
export const isCropped = (photo: Photo | undefined): photo is CroppedPhoto =>
  photo?.kept !== undefined && photo.original !== undefined && photo.resultId === undefined;

/** Whether the crop moves up and down. Otherwise, it moves to the left and right. */
export const isVertical = ({ kept }: CroppedPhoto): boolean => kept.height < kept.width;

/** Formats a share from 0 to 1 as a percentage. */
export const formatShare = (share: number, language: string): string =>
  new Intl.NumberFormat(language, { style: "percent" }).format(share);

/** Whether the photo has a crop that can be shown and moved. */
export const canMoveCrop = (
  lazy: { readonly frame: { urlOf(photo: CroppedPhoto): string } } | undefined,
  photo: Photo | undefined,
): photo is CroppedPhoto => isCropped(photo) && photo.issues.length === 0 && !!lazy?.frame.urlOf(photo);
