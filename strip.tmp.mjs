import ts from "typescript"; import { readFileSync, writeFileSync, readdirSync } from "node:fs"; import { join } from "node:path";
const folder = process.argv[2];
for (const name of readdirSync(folder, { recursive: true })) {
  if (!name.endsWith(".js") || name.endsWith("reroom-element.js")) continue;
  const path = join(folder, name); const text = readFileSync(path, "utf8");
  const edits = [];
  const visit = (node) => {
    if (ts.isTaggedTemplateExpression(node) && ["css", "html", "svg"].includes(node.tag.getText())) {
      const css = node.tag.getText() === "css";
      const t = node.template; const parts = ts.isNoSubstitutionTemplateLiteral(t) ? [t] : [t.head, ...t.templateSpans.map((s) => s.literal)];
      for (const p of parts) { const raw = p.getText(); let next = raw.replace(/\n[ \t]+/g, "\n"); if (css) next = next.replace(/\/\*[^]*?\*\//g, (c) => c.replace(/[^\n]/g, "")); edits.push([p.getStart(), p.end, next]); }
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true));
  let out = text; for (const [a, b, n] of edits.sort((x, y) => y[0] - x[0])) out = out.slice(0, a) + n + out.slice(b);
  writeFileSync(path, out);
}
