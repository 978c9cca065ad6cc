// What is changed about the glue of wasm-bindgen. Importing it must need nothing of the platform, since test environments
// such as Jest's jsdom have no TextDecoder, and since a page that is rendered on a server may never load the wasm. And the
// facade downloads the wasm, so the glue only starts it.

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

const cachedView =
  /^let (cached\w+Memory0) = null;\nfunction (\w+)\(\) \{\n[^]*?\1 = (new \w+\(wasm\.memory\.buffer\));\n[^]*?\n\}\n/gm;

/** The glue that creates a view of the memory whenever it needs one. Keeping views is faster by less than a microsecond, and larger. */
export function withNewViews(glue) {
  const views = Array.from(glue.matchAll(cachedView), ([, name]) => name);
  if (views.length === 0) throw new Error("The glue of wasm-bindgen views the memory in another way.");
  const changed = glue.replace(cachedView, (_, __, name, view) => `const ${name} = () => ${view};\n`);
  return changed.replace(new RegExp(`^ *(?:${views.join("|")}) = null;\n`, "gm"), "");
}

/**
 * The glue without `Symbol.dispose` and finalizers for these classes, which only the package's own scripts use. They call `free()` in any
 * case.
 */
export function withoutCleanup(glue, classes) {
  return classes.reduce((text, name) => {
    const parts = [
      `^if \\(Symbol\\.dispose\\) ${name}\\.prototype.*\n`,
      `^const ${name}Finalization = [^;]*;\n`,
      `^ *${name}Finalization\\.(?:un)?register\\(.*\n`,
    ];
    return parts.reduce((rest, part) => {
      const other = rest.replace(new RegExp(part, "gm"), "");
      if (other === rest) throw new Error(`The glue of wasm-bindgen cleans up ${name} in another way.`);
      return other;
    }, text);
  }, glue);
}

const loaders = /^async function __wbg_load\([^]*/m;
const init = `async function init(source) {
  if (wasm !== undefined) return wasm;
  const stream = typeof Response === "function" && source instanceof Response;
  const start = stream ? WebAssembly.instantiateStreaming : WebAssembly.instantiate;
  const started = await start(source, __wbg_get_imports());
  return __wbg_finalize_init(started.instance ?? started);
}
export { init as default };
`;

/** The glue whose \`init\` starts a new instance of the wasm each time. */
export function withManyInstances(glue) {
  const once = /^ *if \(wasm !== undefined\) return wasm;\n/m;
  if (!once.test(glue)) throw new Error("The glue does not keep its instance.");
  return glue.replace(once, "");
}

/** The glue with an \`init\` that starts the wasm from a response, bytes or a compiled module. */
export function withShortInit(glue) {
  if (!loaders.test(glue)) throw new Error("The glue of wasm-bindgen loads the wasm in another way.");
  return glue.replace(loaders, () => init);
}

const loaderTypes = /^export type SyncInitInput[^]*/m;
const initTypes = `/** Compiles and starts the wasm. A response must have its media type. */
export default function init(source: Response | BufferSource | WebAssembly.Module): Promise<InitOutput>;
`;

/** The declarations of that glue, without the exports that only the glue uses. */
export function withShortInitTypes(types) {
  if (!loaderTypes.test(types)) throw new Error("wasm-bindgen declares the loading of the wasm in another way.");
  return types
    .replace(loaderTypes, () => initTypes)
    .replace(/(?<=^export interface InitOutput \{\n +readonly memory: .*\n)[^}]*/m, "");
}

const catcher = /^function handleError\(f, args\) \{\n[^]*?\n\}\n/m;
const caught =
  /^( +\w+): function\(\) \{ return handleError\(function (\(.*?\)) \{\n([^]*?\n {8})\}, arguments\); \},$/gm;
const imported = /^( {8}\w+): function(\(.*?\)) \{\n/gm;
const returnedString =
  /(?:const|var) ptr1 = (?:isLikeNone\(ret\) \? 0 : )?passStringToWasm0\((\w+), .*\);\n.*WASM_VECTOR_LEN;\n.* len1, true\);\n.* ptr1, true\);\n/g;
const passedString = /^function passStringToWasm0\([^]*?\n\}\n/m;

/**
 * The glue with short forms for what the wasm imports: arrow functions, one function for those that throw, one for those that return a
 * string, and strings that are always encoded by the platform.
 */
export function withShortImports(glue) {
  const changed = glue
    .replace(catcher, () => catchExceptions)
    .replace(caught, "$1: catchExceptions($2 => {\n$3}),")
    .replace(imported, "$1: $2 => {\n")
    .replace(returnedString, "returnString(arg0, $1);\n")
    .replace(passedString, () => passString);
  if (/handleError|: function|ptr1 = .*passString/.test(changed))
    throw new Error("The glue of wasm-bindgen imports functions in another way.");
  return changed;
}

const catchExceptions = `const catchExceptions = (call) => (...args) => {
  try {
    return call(...args);
  } catch (error) {
    wasm.__wbindgen_exn_store(addToExternrefTable0(error));
  }
};
`;

const passString = `function passStringToWasm0(text) {
  const bytes = cachedTextEncoder.encode(text);
  const start = wasm.__wbindgen_malloc(bytes.length, 1) >>> 0;
  getUint8ArrayMemory0().set(bytes, start);
  WASM_VECTOR_LEN = bytes.length;
  return start;
}

function returnString(target, text) {
  const start = text == null ? 0 : passStringToWasm0(text);
  const view = getDataViewMemory0();
  view.setInt32(target >>> 0, start, true);
  view.setInt32((target >>> 0) + 4, WASM_VECTOR_LEN, true);
}
`;

/** The types of arrays that the wasm takes and returns, by wasm-bindgen's names for them. */
const arrayTypes = { 8: "Uint8", 32: "Uint32", F32: "Float32", F64: "Float64", U8: "Uint8", U32: "Uint32" };

const converted = /^ +const (val\d) = \+(\w+);\n([^]*?^ {4}\}\n)/m;
const guarded = /^ +let (?:\w{3}\d(?:, )?)+;\n +try \{\n([^]*?)^ +\} catch \(e\) \{\n[^]*?throw e;\n +\}\n/gm;
const passed =
  /^ +(?:const )?(ptr\d) = passArray(\w+)ToWasm0\((\w+), wasm\.__wbindgen_malloc\);\n +(?:const )?(len\d) = WASM_VECTOR_LEN;\n([^]*?)\1, \4/m;
const returned =
  /const ptr1 = passArray(\w+)ToWasm0\((\w+), .*\);\n.*WASM_VECTOR_LEN;\n.* len1, true\);\n.* ptr1, true\);\n/g;
const takenString =
  /^ +let (deferred\d)_0;\n +let \1_1;\n +try \{\n +const ret = (.*);\n +var ptr[^]*?\} finally \{\n.*\1_1, 1\);\n +\}\n/gm;
const takenArray =
  /const ret = (.*);\n +var (v\d) = getArray(\w+)FromWasm0\(ret\[0\], ret\[1\]\)\.slice\(\);\n.*\n +return \2;\n/g;
const thrown = /const ret = (.*);\n +if \(ret\[1\]\) \{\n.*\(ret\[0\]\);\n +\}\n/g;
const helper = /^function passArray\w+\([^]*?^\}\n/gm;
const shortNames = { __wbg_ptr: "_pointer", __wrap: "_wrap", __destroy_into_raw: "_take" };

/**
 * The glue with short forms for calls that take or return arrays, return strings, or throw. One function for all types of arrays takes the
 * place of one for each. If the memory cannot hold an argument, the wasm stops, so the arguments before it are not given back.
 */
export function withShortCalls(glue) {
  let changed = glue.replace(helper, "").replace(guarded, "$1");
  const replaceEach = (pattern, replacement) => {
    while (pattern.test(changed)) changed = changed.replace(pattern, replacement);
  };
  // WebAssembly converts numbers, too.
  replaceEach(converted, (_, name, value, rest) => rest.replaceAll(new RegExp(`\\b${name}\\b`, "g"), value));
  replaceEach(passed, (_, __, type, value, ___, rest) => `${rest}...passArray(${arrayTypes[type]}Array, ${value})`);
  changed = changed
    .replace(returned, (_, type, value) => `returnArray(arg0, passArray(${arrayTypes[type]}Array, ${value}));\n`)
    .replace(takenString, "return takeString($2);\n")
    .replace(takenArray, (_, call, __, type) => `return takeArray(${arrayTypes[type]}Array, ${call});\n`)
    .replace(thrown, "throwError($1);\n");
  if (/passArray\w+ToWasm|deferred|v1 = |catch \(e\)|ret\[1\]\) \{/.test(changed))
    throw new Error("The glue of wasm-bindgen calls the wasm in another way.");
  return changed.replaceAll(/\b(?:__wbg_ptr|__wrap|__destroy_into_raw)\b/g, (name) => shortNames[name]) + shortCalls;
}

const shortCalls = `
function passArray(Type, array) {
  const { length } = array;
  const size = Type.BYTES_PER_ELEMENT;
  const start = wasm.__wbindgen_malloc(length * size, size) >>> 0;
  new Type(wasm.memory.buffer, start).set(array);
  return [start, length];
}

function returnArray(target, [start, length]) {
  const view = getDataViewMemory0();
  view.setInt32(target >>> 0, start, true);
  view.setInt32((target >>> 0) + 4, length, true);
}

function takeArray(Type, [start, length]) {
  const size = Type.BYTES_PER_ELEMENT;
  const array = new Type(wasm.memory.buffer, start >>> 0, length).slice();
  wasm.__wbindgen_free(start, length * size, size);
  return array;
}

function takeString([start, length, ...thrown]) {
  throwError(thrown);
  const text = getStringFromWasm0(start, length);
  wasm.__wbindgen_free(start, length, 1);
  return text;
}

function throwError([error, hasThrown]) {
  if (hasThrown) throw takeFromExternrefTable0(error);
}
`;

const globals = /(_static_accessor_(?:GLOBAL|SELF|WINDOW)(_THIS)?_[\da-f]+: \(\) => \{\n)[^]*?(?=^ +\},\n)/gm;

/** The glue that finds the global object by the name that it has everywhere. */
export function withGlobalThis(glue) {
  const changed = glue.replace(
    globals,
    (_, start, isThis) => `${start}return ${isThis ? "addToExternrefTable0(globalThis)" : 0};\n`,
  );
  if (changed === glue) throw new Error("The glue of wasm-bindgen finds the global object in another way.");
  return changed;
}
