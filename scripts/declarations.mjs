// What is changed about declarations, so that they compile for whoever checks them too (`skipLibCheck: false`), with any
// `lib` and under `exactOptionalPropertyTypes`. In a process of its own: TypeScript may not have been installed when the
// build was loaded. `node scripts/declarations.mjs FOLDER…`
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";

/** Classes of the platform that a project may have no types of: those of pages in one for Node, for instance. */
const platformClasses = ["HTMLImageElement", "HTMLCanvasElement", "OffscreenCanvas", "ImageBitmap", "ImageData"];

/** Types that `| undefined` would become a part of. */
const open = [ts.SyntaxKind.FunctionType, ts.SyntaxKind.ConstructorType, ts.SyntaxKind.ConditionalType];

/** The text with `| undefined` at every optional property: an option that is `undefined` is an absent one. */
function withUndefined(text) {
  const edits = [];
  const visit = (node) => {
    const isProperty = ts.isPropertySignature(node) || ts.isPropertyDeclaration(node) || ts.isMappedTypeNode(node);
    const optional = isProperty && node.questionToken;
    if (optional && node.type && !/\bundefined$/.test(node.type.getText())) {
      if (open.includes(node.type.kind)) edits.push([node.type.getStart(), "("], [node.type.end, ")"]);
      edits.push([node.type.end, " | undefined"]);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile("module.d.ts", text, ts.ScriptTarget.Latest, true));
  // From the last place to the first, so that each is where it was; of two at one place, the later one goes in first.
  const ordered = edits.toReversed().sort(([a], [b]) => b - a);
  return ordered.reduce((made, [at, part]) => made.slice(0, at) + part + made.slice(at), text);
}

/** The text with the classes of the platform as the project knows them: `never` where its `lib` has none. */
function withPlatformClasses(text) {
  const used = platformClasses.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
  const aliases = used.map((name) => `type ${name} = ${known(`{ ${name}: { prototype: infer Class } }`)};`);
  const parts = new Set([...text.matchAll(inWebAssembly)].map(([, name]) => name));
  for (const name of parts)
    aliases.push(`type Wasm${name} = ${known(`{ WebAssembly: { ${name}: { prototype: infer Class } } }`)};`);
  if (aliases.length === 0) return text;
  const plain = text
    .replaceAll(inWebAssembly, "Wasm$1")
    .replaceAll(/\bBufferSource\b/g, "ArrayBufferView | ArrayBuffer")
    // Not the package's own `RequestInfo`, which the declarations of the client hold as well.
    .replace("InitInput = RequestInfo |", "InitInput = string | Request |");
  // The last line keeps the aliases from being exported.
  return `${plain}\n${aliases.join("\n")}\nexport {};\n`;
}

/** Types of WebAssembly, but where a comment names one. */
const inWebAssembly = /(?<!`)\bWebAssembly\.([A-Z]\w+)/g;

const known = (shape) => `typeof globalThis extends ${shape} ? Class : never`;

/** The text with `[Symbol.dispose]` as a member only where the project's `lib` has that symbol. */
function withDisposal(text) {
  const classes = [...text.matchAll(/^export class (\w+) [^]*?^\}/gm)].filter(([body]) =>
    body.includes("[Symbol.dispose]"),
  );
  if (classes.length === 0) return text;
  const members =
    / *\/\*\*(?:(?!\*\/)[^])*\*\/\n *\[Symbol\.dispose\]\(\): void;\n| *\[Symbol\.dispose\]\(\): void;\n/g;
  const merged = classes.map(([, name]) => `export interface ${name} extends Disposal {}`);
  return `${text.replaceAll(members, "")}
/** What \`using\` needs, where the project's \`lib\` knows it. */
type Disposal = SymbolConstructor extends { readonly dispose: infer Dispose extends symbol }
  ? { [Key in Dispose]: () => void }
  : {};
${merged.join("\n")}
export {};
`;
}

/** The text with views of bytes as TypeScript before 5.7 knows them, without the kind of their buffer. */
const withoutBufferKinds = (text) => text.replaceAll(/\b(\w+Array|DataView)<ArrayBuffer(?:Like)?>/g, "$1");

for (const folder of process.argv.slice(2))
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    if (!name.endsWith(".d.ts") || name.endsWith(".wasm.d.ts")) continue;
    const path = join(folder, name);
    const text = readFileSync(path, "utf8");
    const fromWasm = /wasm-bindgen|InitInput|ImageBitmap/.test(text) && !text.endsWith("export {};\n");
    const plain = withoutBufferKinds(fromWasm ? withPlatformClasses(withDisposal(text)) : text);
    writeFileSync(path, withUndefined(plain));
  }
