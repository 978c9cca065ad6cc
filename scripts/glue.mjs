// What is changed about the glue of wasm-bindgen: importing it must need nothing of the platform, since test environments
// such as Jest's jsdom have no TextDecoder, and since a page that is rendered on a server may never load the wasm.

const made = /^let cachedTextDecoder = (new TextDecoder\([^)]*\));\ncachedTextDecoder\.decode\(\);\n/m;
const encoder =
  /^const cachedTextEncoder = new TextEncoder\(\);\n\nif \(!\('encodeInto' in cachedTextEncoder\)\) \{\n[^]*?\n\}\n/m;
const started = /^function __wbg_finalize_init\(.*\) \{\n/m;

/** The glue with its decoder and encoder of text made when the wasm starts, and by Node where the environment hides them. */
export function withLateText(glue) {
  // A wasm that takes no text has no encoder.
  const encodes = encoder.test(glue);
  const startEncoder = encodes ? `    cachedTextEncoder = new (platform("TextEncoder"))();\n` : "";
  const changes = [
    [made, encodes ? "let cachedTextDecoder, cachedTextEncoder;\n" : "let cachedTextDecoder;\n"],
    ...(encodes ? [[encoder, ""]] : []),
    [started, (start) => `${start}    cachedTextDecoder = textDecoder();\n${startEncoder}`],
    [
      /cachedTextDecoder = new TextDecoder\(.*\);\n *cachedTextDecoder\.decode\(\);\n/,
      "cachedTextDecoder = textDecoder();\n",
    ],
  ];
  const changed = changes.reduce((text, [pattern, replacement]) => {
    const other = text.replace(pattern, replacement);
    if (other === text) throw new Error(`The glue of wasm-bindgen has nothing like ${pattern}.`);
    return other;
  }, glue);
  const [, constructed] = made.exec(glue);
  return `${changed}
const platform = (name) => globalThis[name] ?? globalThis.process.getBuiltinModule("node:util")[name];
const textDecoder = () => ${constructed.replace("TextDecoder", '(platform("TextDecoder"))')};
`;
}
