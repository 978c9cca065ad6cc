// Finds circles of imports.

/** The circles, as lists of imports. Every file of a circle is in at least one of them. */
export function circles(imports) {
  const next = new Map();
  for (const each of imports) next.set(each.from, [...(next.get(each.from) ?? []), each]);
  const found = [];
  const covered = new Set();
  for (const file of [...next.keys()].sort()) {
    if (covered.has(file)) continue;
    const circle = shortestPath(next, file, file);
    if (!circle) continue;
    found.push(circle);
    for (const { from } of circle) covered.add(from);
  }
  return found;
}

/** The shortest list of imports from one file to another (breadth-first search). */
function shortestPath(next, start, end) {
  const seen = new Set();
  let paths = [[start, []]];
  while (paths.length > 0) {
    const longer = [];
    for (const [file, path] of paths)
      for (const step of next.get(file) ?? []) {
        if (step.to === end) return [...path, step];
        if (seen.has(step.to)) continue;
        seen.add(step.to);
        longer.push([step.to, [...path, step]]);
      }
    paths = longer;
  }
  return undefined;
}
