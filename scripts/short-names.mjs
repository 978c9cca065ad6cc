// Short names for what the wasm imports from its glue, and for the closures that the glue calls. wasm-bindgen's have a
// hash each, which does not compress, and stand in both files; nobody reads them.

const [importSection, exportSection] = [2, 7];
const functionImport = 0;

/** What the wasm calls the glue. Modules of other names are imported as they are, by the names that they export. */
const glueModule = /^\.\/(reroom|imaging)_bg\.js$/;

/** What wasm-bindgen calls the functions that run closures. */
const closure = /^wasm_bindgen_.*invoke/;

/** The wasm (bytes) and the glue (text) with short names for every function that one imports from the other. */
export function shortenImports(wasm, glue) {
  const { read, count, replaced } = section(wasm, importSection);
  const entries = [leb(count)];
  let shortened = glue;
  for (let index = 0; index < count; index++) {
    const module = read.text();
    let name = read.text();
    if (read.number() !== functionImport) throw new Error(`The wasm imports ${name}, which is no function.`);
    const type = read.number();
    if (glueModule.test(module)) {
      const short = `_${index.toString(36)}`;
      shortened = renamed(shortened, name, short);
      name = short;
    }
    entries.push(text(module), text(name), leb(functionImport), leb(type));
  }
  return { wasm: replaced(entries), glue: shortened };
}

/** The wasm and the glue with short names for the closures that the one exports to the other. */
export function shortenClosures(wasm, glue) {
  const { read, count, replaced } = section(wasm, exportSection);
  const entries = [leb(count)];
  let shortened = glue;
  for (let index = 0; index < count; index++) {
    let name = read.text();
    if (closure.test(name)) {
      const short = `_${index.toString(36)}`;
      const other = shortened.replaceAll(`wasm.${name}(`, `wasm.${short}(`);
      if (other === shortened) throw new Error(`The glue does not call ${name}, which the wasm exports.`);
      shortened = other;
      name = short;
    }
    entries.push(text(name), leb(read.number()), leb(read.number()));
  }
  return { wasm: replaced(entries), glue: shortened };
}

/** The glue with another name for one of the functions that it lists. */
function renamed(glue, name, short) {
  const other = glue.replace(new RegExp(`(?<=^\\s*)${name}(?=: )`, "m"), short);
  if (other === glue) throw new Error(`The glue does not define ${name}, which the wasm imports.`);
  return other;
}

/** A section that lists things: a reader at the first, their count, and the wasm with other bytes for count and list. */
function section(wasm, wanted) {
  const header = 8;
  for (let start = header; start < wasm.length;) {
    const read = reader(wasm, start + 1);
    const size = read.number();
    const end = read.position() + size;
    const replaced = (parts) => {
      const body = Buffer.concat(parts);
      return Buffer.concat([wasm.subarray(0, start), Buffer.of(wanted), leb(body.length), body, wasm.subarray(end)]);
    };
    if (wasm[start] === wanted) return { read, count: read.number(), replaced };
    start = end;
  }
  throw new Error(`The wasm has no section ${wanted}.`);
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
    return bytes.subarray(at - length, at).toString();
  };
  return { number, text: string, position: () => at };
}

/** A number as wasm writes it, seven bits a byte. */
function leb(value) {
  const bytes = [];
  for (; value > 0x7f; value >>>= 7) bytes.push((value & 0x7f) | 0x80);
  return Buffer.from([...bytes, value]);
}

/** A text as wasm writes it. */
function text(value) {
  const bytes = Buffer.from(value);
  return Buffer.concat([leb(bytes.length), bytes]);
}
