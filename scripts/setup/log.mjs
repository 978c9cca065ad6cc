/** Prints a message of set-up. */
export const log = (text) => console.log(`set-up: ${text}`);
