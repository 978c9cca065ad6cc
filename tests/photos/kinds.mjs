// The kinds of files that cameras, phones and programs write, made from a sample, with the expected result of each.
import { readFileSync } from "node:fs";
import sharp from "sharp";
import { END, jpeg, parts, segment, tables } from "./jpeg.mjs";
import { chunk, chunks, png } from "./png.mjs";
import { exif, tiff } from "./exif.mjs";

const sample = readFileSync(new URL("../../www/public/samples/living-room-empty.jpg", import.meta.url));
const resized = sharp(sample).resize(800, 600);

/** A video, as motion photos have it after the image. */
const film = Buffer.concat([Buffer.from("\0\0\0\x18ftypmp42\0\0\0\0mp42isom"), Buffer.alloc(20_000, 0x42), END]);
const named = (name, rest) => Buffer.concat([Buffer.from(name, "latin1"), rest]);
const xmp = segment(0xe1, Buffer.from("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"));
/** The first two boxes of a C2PA manifest store, which identify it, and filler. */
const manifest = Buffer.concat([
  Buffer.from(
    "00003200" + "6a756d62" + "0000001e" + "6a756d64" + "63327061" + "00110010800000aa00389b71" + "03",
    "hex",
  ),
  Buffer.from("c2pa\0"),
]);
const signed = (part, size) =>
  segment(0xeb, Buffer.concat([Buffer.from([0x4a, 0x50, 2, 0x11, 0, 0, 0, part]), manifest, Buffer.alloc(size, 0x37)]));

/**
 * The files: `name`, `bytes` and the expected `changes` of `prepareImage`, or the code of the `issue` that it rejects with.
 * `kept`: the bytes of the result, if it is not re-encoded. `size`: as displayed. `decoderDecides`: rejected only by engines
 * that cannot decode it.
 */
export async function kinds() {
  const files = [...jpegs(await resized.clone().jpeg({ progressive: false }).toBuffer(), "baseline")];
  files.push(...jpegs(await resized.clone().jpeg({ progressive: true }).toBuffer(), "progressive"));
  files.push(...pngs(chunks(await resized.clone().png().toBuffer()), "true colour"));
  files.push(...pngs(chunks(await resized.clone().png({ palette: true }).toBuffer()), "palette"));
  return files;
}

function jpegs(original, coding) {
  const { segments, scan } = parts(original);
  const plain = tables(segments);
  const clean = jpeg(plain, scan);
  const of = (name, bytes, changes, more) => ({
    name: `${coding} JPEG, ${name}`,
    bytes,
    changes,
    size: [800, 600],
    ...more,
  });
  const stripped = (name, bytes) => of(name, bytes, "metadata-removed", { kept: clean });
  const half = scan.subarray(0, scan.length / 2);
  return [
    of("as it is", clean, "", { kept: clean }),
    stripped("Exif first and no JFIF", jpeg([exif(1), ...plain], scan)),
    stripped("a comment of length 0", jpeg([segment(0xfe, Buffer.alloc(0), 0), ...plain], scan)),
    stripped("an application segment of length 1", jpeg([segment(0xe5, Buffer.alloc(0), 1), ...plain], scan)),
    stripped(
      "a second picture listed and behind it",
      Buffer.concat([jpeg([segment(0xe2, Buffer.from("MPF\0MM\0*")), ...plain], scan), clean]),
    ),
    stripped("a video behind it", Buffer.concat([clean, film])),
    stripped("no end marker", jpeg(plain, scan, Buffer.alloc(0))),
    stripped("no end marker, then a video", jpeg(plain, scan, film)),
    stripped("no end marker, then another picture", Buffer.concat([jpeg(plain, scan, Buffer.alloc(0)), clean])),
    of(
      "eighty segments of a manifest",
      jpeg([...Array.from({ length: 80 }, (_, index) => signed(index + 1, 65_000)), ...plain], scan),
      "metadata-removed credentials-removed",
      { kept: clean, credentials: "c2pa" },
    ),
    of(
      "fill bytes before markers",
      jpeg(
        plain.flatMap((one) => [Buffer.alloc(3, 0xff), one]),
        scan,
      ),
      "",
      {},
    ),
    of("two Exif blocks, the first upright", jpeg([exif(1), exif(6), ...plain], scan), "metadata-removed", {
      kept: clean,
    }),
    of(
      "two Exif blocks, the first upside down",
      jpeg([exif(3), exif(1), ...plain], scan),
      "oriented reencoded metadata-removed",
      { turn: 3 },
    ),
    of("XMP before Exif", jpeg([xmp, exif(3), ...plain], scan), "oriented reencoded metadata-removed", { turn: 3 }),
    of("half of it", jpeg(plain, half, Buffer.alloc(0)), undefined, { issue: "truncated" }),
    of("half of it, then a video", jpeg(plain, half, film), undefined, { issue: "truncated" }),
    of("half of it, then zeros", jpeg(plain, half, Buffer.alloc(30_000)), undefined, { issue: "truncated" }),
    of("a marker that no decoder knows", jpeg([segment(0xc8, Buffer.from([0, 8])), ...plain], scan), undefined, {
      issue: "corrupt",
    }),
  ];
}

function pngs(list, colours) {
  const pick = (name) => list.filter((one) => one.name === name).map((one) => one.bytes);
  const [header, palette, [end]] = [pick("IHDR"), pick("PLTE"), pick("IEND")];
  const data = Buffer.concat(list.filter((one) => one.name === "IDAT").map((one) => one.data));
  const whole = chunk("IDAT", data);
  const halves = [data.subarray(0, data.length / 2), data.subarray(data.length / 2)].map((one) => chunk("IDAT", one));
  const clean = png(...header, ...palette, whole, end);
  const text = named("Comment\0", Buffer.from("at home"));
  const of = (name, bytes, changes, more) => ({
    name: `${colours} PNG, ${name}`,
    bytes,
    changes,
    size: [800, 600],
    ...more,
  });
  const with_ = (...front) => png(...header, ...front, ...palette, whole, end);
  const stripped = (name, bytes) => of(name, bytes, "metadata-removed", { kept: clean });
  const rejected = (name, bytes, issue = "corrupt") => of(name, bytes, undefined, { issue });
  return [
    of("as it is", clean, "", { kept: clean }),
    stripped("a comment", with_(chunk("tEXt", text))),
    stripped("a comment with a wrong checksum", with_(chunk("iTXt", text, { wrong: true }))),
    stripped("a profile with a wrong checksum", with_(chunk("iCCP", text, { wrong: true }))),
    stripped("a chunk with an impossible name", with_(chunk("s\x01IT", Buffer.from([1])))),
    stripped("an orientation with a wrong checksum", with_(chunk("eXIf", tiff(3), { wrong: true }))),
    stripped(
      "an end with a wrong checksum",
      png(...header, ...palette, whole, chunk("IEND", Buffer.alloc(0), { wrong: true })),
    ),
    stripped("something behind its end", Buffer.concat([clean, film])),
    of("a manifest", with_(chunk("caBX", manifest)), "metadata-removed credentials-removed", {
      kept: clean,
      credentials: "c2pa",
    }),
    of("upside down", with_(chunk("eXIf", tiff(3))), "oriented reencoded metadata-removed", { turn: 3 }),
    of(
      "two orientations",
      with_(chunk("eXIf", tiff(3)), chunk("eXIf", tiff(1))),
      "oriented reencoded metadata-removed",
      { turn: 3 },
    ),
    rejected("its data apart", png(...header, ...palette, halves[0], chunk("tEXt", text), halves[1], end)),
    rejected("two headers", png(...header, ...header, ...palette, whole, end)),
    rejected(
      "two palettes",
      png(...header, ...[chunk("PLTE", Buffer.alloc(48)), chunk("PLTE", Buffer.alloc(48))], whole, end),
    ),
    rejected("no end", png(...header, ...palette, whole), "truncated"),
    // Only decoding detects these. WebKit and Firefox display one or the other.
    of("a wrong checksum of its data", png(...header, ...palette, chunk("IDAT", data, { wrong: true }), end), "", {
      kept: png(...header, ...palette, chunk("IDAT", data, { wrong: true }), end),
      decoderDecides: true,
    }),
    of("half of its data", png(...header, ...palette, halves[0], end), "", {
      kept: png(...header, ...palette, halves[0], end),
      decoderDecides: true,
    }),
  ];
}
