// Removes the indentation and the CSS comments from the templates of the elements, which no minifier does. Lines stay, so that
// source maps fit. `node scripts/templates.mjs FOLDER`
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

const tags = ["css", "html", "svg"];

/** The static parts of all templates with these tags. */
function findParts(node, parts = []) {
  if (ts.isTaggedTemplateExpression(node) && tags.includes(node.tag.getText())) {
    const isCss = node.tag.getText() === "css";
    const { template } = node;
    const literals = ts.isNoSubstitutionTemplateLiteral(template)
      ? [template]
      : [template.head, ...template.templateSpans.map(({ literal }) => literal)];
    parts.push(...literals.map((literal) => ({ literal, isCss })));
  }
  ts.forEachChild(node, (child) => void findParts(child, parts));
  return parts;
}

function shorten(text, isCss) {
  const plain = isCss ? text.replace(/\/\*[^]*?\*\//g, (comment) => comment.replace(/[^\n]/g, "")) : text;
  return plain.replace(/\n[ \t]+/g, "\n");
}

function shortenTemplates(text) {
  // From the last to the first, so that the positions before stay valid.
  const parts = findParts(ts.createSourceFile("module.js", text, ts.ScriptTarget.Latest, true)).sort(
    (one, other) => other.literal.getStart() - one.literal.getStart(),
  );
  return parts.reduce(
    (made, { literal, isCss }) =>
      made.slice(0, literal.getStart()) + shorten(literal.getText(), isCss) + made.slice(literal.end),
    text,
  );
}

const [, , folder] = process.argv;
for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".js")) continue;
  const path = join(folder, name);
  const text = readFileSync(path, "utf8");
  const short = shortenTemplates(text);
  if (short !== text) writeFileSync(path, short);
}
