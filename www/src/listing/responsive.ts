// Smaller versions of the sample photos. Results of the service have only one size.

/** Returns a version of the photo for the width of a card, and the photo itself if there is none. */
export const smaller = (url: string) => url.replace(/\/samples\/([\w-]+)\.jpg$/, "/samples/1280/$1.webp");
