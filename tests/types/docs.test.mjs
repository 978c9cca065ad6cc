// Every export of every entry point, and each of its methods, options, and fields, has docs that editors show on hover.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Internal types that wasm-bindgen and the build generate. */
const generated = [
  ...["InitInput", "InitOutput"],
  ...["HTMLImageElement", "HTMLCanvasElement", "OffscreenCanvas", "ImageBitmap", "ImageData", "Disposal"],
];

/** Lists of translatable texts, which need no docs because the English texts explain them. */
const words = /Texts$/;

/** Lists the exports and members without docs, as `file: Name.member`. */
function undocumented(entries) {
  const program = ts.createProgram(entries, { module: ts.ModuleKind.NodeNext, skipLibCheck: true, types: [] });
  const checker = program.getTypeChecker();
  const found = new Set();
  const seen = new Set();

  const isOurs = (node) => node.getSourceFile().fileName.startsWith(root) && !isForeign(node);
  const isForeign = (node) => node.getSourceFile().fileName.includes("/node_modules/");
  // Includes inherited docs.
  const hasDocs = (node) => checker.getSymbolAtLocation(node.name).getDocumentationComment(checker).length > 0;
  const complain = (node, name) => found.add(`${node.getSourceFile().fileName.slice(root.length)}: ${name}`);

  /** Checks the members of a type and of the types that it refers to. */
  function visit(symbol, name) {
    if (seen.has(symbol) || words.test(name)) return;
    seen.add(symbol);
    for (const declaration of (symbol.declarations ?? []).filter(isOurs)) members(declaration, name);
  }

  function members(node, name) {
    ts.forEachChild(node, (child) => {
      if (ts.isTypeElement(child) || ts.isClassElement(child)) {
        if (isHidden(child)) return;
        const member = `${name}.${child.name?.getText() ?? "new"}`;
        if (!isUnnamed(child) && !hasDocs(child)) complain(child, member);
        types(child);
        return;
      }
      if (ts.isTypeReferenceNode(child) || ts.isExpressionWithTypeArguments(child)) reference(child);
      members(child, name);
    });
  }

  /** Checks the types that a member refers to. The member's own docs cover its inline fields. */
  function types(node) {
    ts.forEachChild(node, (child) => {
      if (ts.isTypeReferenceNode(child)) reference(child);
      types(child);
    });
  }

  function reference(node) {
    const named = checker.getSymbolAtLocation(node.typeName ?? node.expression);
    if (!named) return;
    const symbol = named.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(named) : named;
    if (!generated.includes(symbol.name)) visit(symbol, symbol.name);
  }

  for (const entry of entries) {
    const module = checker.getSymbolAtLocation(program.getSourceFile(entry));
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
      if (generated.includes(exported.name)) continue;
      const [declaration] = symbol.declarations ?? [];
      if (symbol.getDocumentationComment(checker).length === 0) complain(declaration, exported.name);
      visit(symbol, exported.name);
    }
  }
  return [...found];
}

/** Whether a member is private, or an option of type `never`. */
const isHidden = (member) =>
  (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0 ||
  (member.name && ts.isPrivateIdentifier(member.name)) ||
  /^never(?: \| undefined)?$/.test(member.type?.getText() ?? "");

const isUnnamed = (member) => member.name === undefined || ts.isIndexSignatureDeclaration(member);

const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const entries = Object.values(exports)
  .map(({ types }) => types)
  .filter((types) => types && !types.includes("*"))
  .map((types) => join(root, types));

test("every export and member has docs", () => {
  assert.ok(entries.length >= 4);
  assert.equal(undocumented(entries).join("\n"), "");
});
