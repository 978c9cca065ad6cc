// What set-up prints.

/** Prints a line of set-up. */
export const log = (text) => console.log(`set-up: ${text}`);
