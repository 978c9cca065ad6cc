// Short names for what the wasm imports from its glue. wasm-bindgen's end in a hash each, which does not compress, and
// stand in both files; nobody reads them.

const importSection = 2;
const functionImport = 0;
/** The module of what the glue defines itself; what it hands on from another keeps the name it has there. */
const glueModule = "./reroom_bg.js";

/** The wasm (bytes) and the glue (text) with short names for every function that one imports from the other. */
export function shortenImports(wasm, glue) {
  const { start, end, body } = section(wasm, importSection);
  const read = reader(wasm, body);
  const count = read.number();
  const entries = [leb(count)];
  let shortened = glue;
  for (let index = 0; index < count; index++) {
    const module = read.bytes();
    const name = read.bytes().toString();
    if (read.number() !== functionImport) throw new Error(`The wasm imports ${name}, which is no function.`);
    const own = module.toString() === glueModule;
    const short = own ? `_${index.toString(36)}` : name;
    if (own) shortened = renamed(shortened, name, short);
    entries.push(
      leb(module.length),
      module,
      leb(short.length),
      Buffer.from(short),
      leb(functionImport),
      leb(read.number()),
    );
  }
  const content = Buffer.concat(entries);
  const parts = [
    wasm.subarray(0, start),
    Buffer.from([importSection]),
    leb(content.length),
    content,
    wasm.subarray(end),
  ];
  return { wasm: Buffer.concat(parts), glue: shortened };
}

/** The glue with another name for one of its functions. */
function renamed(glue, name, short) {
  const text = glue.replace(new RegExp(`(?<=^\\s*)${name}(?=: )`, "m"), short);
  if (text === glue) throw new Error(`The glue does not define ${name}, which the wasm imports.`);
  return text;
}

/** Where a section is: its start, its content and its end. */
function section(wasm, wanted) {
  const header = 8;
  for (let start = header; start < wasm.length;) {
    const read = reader(wasm, start + 1);
    const size = read.number();
    const body = read.position();
    if (wasm[start] === wanted) return { start, body, end: body + size };
    start = body + size;
  }
  throw new Error("The wasm has no imports.");
}

function reader(bytes, from) {
  let at = from;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value;
    }
  };
  const string = () => {
    const length = number();
    at += length;
    return bytes.subarray(at - length, at);
  };
  return { number, bytes: string, position: () => at };
}

/** A number as wasm writes it, seven bits a byte. */
function leb(value) {
  const bytes = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}
