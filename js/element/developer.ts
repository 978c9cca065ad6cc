// What is told to whoever builds the page, in the console, and never to a visitor.
import type { Sentences } from "./warnings.js";

/** Warns once of something that an element was given and does not understand. The words are loaded when they are needed. */
export function warn<K extends keyof Sentences>(element: string, what: K, ...about: Parameters<Sentences[K]>): void {
  void import("./warnings.js").then(
    ({ say }) => {
      say(element, what, about);
    },
    () => undefined,
  );
}

/** Reports a failure that a visitor can do nothing about, with its cause. */
export function report(element: string, error: Error): void {
  console.error(`<${element}> ${error.message}`, error);
}
