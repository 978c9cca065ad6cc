// The number of new results in the title of the page, such as "(1) Listing".

/** The number of new results of each studio on the page. */
const counts = new Map<object, number>();
/** The title that was set here, and the page's own. */
let set = { title: "", original: "" };

/** Shows the number of new results of a studio. Keeps a title that the page sets in the meantime. */
export function countInTitle(studio: object, count: number): void {
  counts.set(studio, count);
  if (count === 0) counts.delete(studio);
  const sum = [...counts.values()].reduce((total, each) => total + each, 0);
  const original = document.title === set.title ? set.original : document.title;
  set = { title: sum > 0 ? `(${sum}) ${original}` : original, original };
  if (document.title !== set.title) document.title = set.title;
}
