"""Encodes HEIC photos of every kind with libheif, and decodes them with it: `generate.py FOLDER [FILE…]`.

Writes FOLDER/NAME.heic, its pixels as displayed in sRGB (FOLDER/NAME.heic.rgba), and FOLDER/index.json, which lists all files.
Further files are only decoded. A file that libheif cannot decode has `"width": 0`.
`generate.py --large WIDTH HEIGHT FILE` writes one large photo as phones store it: in tiles, lying on its side.
"""

import io
import json
import sys
from functools import partial
from pathlib import Path

import numpy
import pillow_heif
from PIL import Image, ImageCms

pillow_heif.register_heif_opener()


def photo(width, height, seed=1):
    """A picture with gradients, edges, texture and noise."""
    random = numpy.random.default_rng(seed)
    y, x = numpy.mgrid[0:height, 0:width].astype(numpy.float32)
    red = 128 + 100 * numpy.sin(x / 37) * numpy.cos(y / 53)
    green = 255 * x / width
    blue = 255 * y / height
    picture = numpy.stack([red, green, blue], axis=-1)
    for _ in range(12):
        center = random.uniform([0, 0], [width, height])
        radius = random.uniform(0.03, 0.15) * max(width, height)
        inside = (x - center[0]) ** 2 + (y - center[1]) ** 2 < radius**2
        picture[inside] = random.uniform(0, 255, 3)
    picture += random.normal(0, 4, picture.shape)
    return numpy.clip(picture, 0, 255)


def image(width, height, mode="RGB", seed=1):
    rgb = Image.fromarray(photo(width, height, seed).astype(numpy.uint8))
    if mode == "RGBA":
        ramp = numpy.linspace(0, 255, width * height).reshape(height, width).astype(numpy.uint8)
        rgb.putalpha(Image.fromarray(ramp))
        return rgb
    return rgb.convert(mode)


def deep(width, height, bits):
    """An image of more than 8 bits."""
    levels = numpy.round(photo(width, height) / 255 * (2**bits - 1)).astype(numpy.uint16) << (16 - bits)
    return pillow_heif.from_bytes("RGB;16", (width, height), levels.tobytes())


def smooth(width, height):
    """A picture that compresses to a few kilobytes, and has saturated colors."""
    y, x = numpy.mgrid[0:height, 0:width].astype(numpy.float32)
    waves = [numpy.sin(x / 90), numpy.cos(y / 70), numpy.sin((x + y) / 110)]
    return Image.fromarray(numpy.stack([128 + 127 * wave for wave in waves], axis=-1).astype(numpy.uint8))


def profile(red, green, blue, gamma=2.2):
    """An ICC profile with these primaries, the white of D65, and this kind of curve."""
    white = (0.3127, 0.329)

    def xyz(point):
        return numpy.array([point[0] / point[1], 1, (1 - point[0] - point[1]) / point[1]])

    primaries = numpy.stack([xyz(red), xyz(green), xyz(blue)], axis=1)
    to_xyz = primaries * numpy.linalg.solve(primaries, xyz(white))
    bradford = numpy.array([[0.8951, 0.2664, -0.1614], [-0.7502, 1.7135, 0.0367], [0.0389, -0.0685, 1.0296]])
    d50 = numpy.array([0.9642, 1, 0.8249])
    scale = numpy.diag((bradford @ d50) / (bradford @ xyz(white)))
    colorants = numpy.linalg.inv(bradford) @ scale @ bradford @ to_xyz

    def fixed(values):
        return b"".join(round(value * 65536).to_bytes(4, "big", signed=True) for value in values)

    if gamma == "parametric":
        curve = b"para\0\0\0\0\0\x03\0\0" + fixed([2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045])
    elif gamma == "table":
        points = [round(65535 * (at / 1023) ** 1.8) for at in range(1024)]
        curve = b"curv\0\0\0\0" + len(points).to_bytes(4, "big") + b"".join(p.to_bytes(2, "big") for p in points)
    else:
        curve = b"curv\0\0\0\0\0\0\0\x01" + round(gamma * 256).to_bytes(2, "big") + b"\0\0"
    tags = {b"wtpt": b"XYZ \0\0\0\0" + fixed(d50)}
    for at, name in enumerate([b"rXYZ", b"gXYZ", b"bXYZ"]):
        tags[name] = b"XYZ \0\0\0\0" + fixed(colorants[:, at])
    for name in [b"rTRC", b"gTRC", b"bTRC"]:
        tags[name] = curve
    offset = 132 + 12 * len(tags)
    table, data = len(tags).to_bytes(4, "big"), b""
    for name, content in tags.items():
        table += name + (offset + len(data)).to_bytes(4, "big") + len(content).to_bytes(4, "big")
        data += content + b"\0" * (-len(content) % 4)
    size = 128 + len(table) + len(data)
    header = size.to_bytes(4, "big") + b"\0\0\0\0\x02\x10\0\0mntrRGB XYZ " + b"\0" * 12 + b"acsp" + b"\0" * 28
    header += fixed(d50) + b"\0" * 48
    return header + table + data


P3 = profile((0.68, 0.32), (0.265, 0.69), (0.15, 0.06), "parametric")
ADOBE = profile((0.64, 0.33), (0.21, 0.71), (0.15, 0.06), 563 / 256)
WIDE = profile((0.7347, 0.2653), (0.1596, 0.8404), (0.0366, 0.0001), "table")


def oriented(orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    return {"exif": exif.tobytes()}


def kinds():
    """The name, the image and the options of each file."""
    yield "plain", image(640, 480), {}
    yield "odd-size", image(333, 217), {}
    yield "tiny", image(9, 7), {}
    yield "444", image(320, 240), {"chroma": "444"}
    yield "422", image(320, 240), {"chroma": "422"}
    yield "422-odd", image(321, 241), {"chroma": "422"}
    # As Canon stores its .hif photos.
    yield "10-bit-422", deep(320, 240, 10), {"chroma": "422"}
    yield "gray", image(320, 240, "L"), {}
    yield "alpha", image(320, 240, "RGBA"), {}
    yield "alpha-grid", image(700, 520, "RGBA"), {"tile_size": 256}
    yield "10-bit", deep(320, 240, 10), {}
    yield "12-bit", deep(320, 240, 12), {"bit_depth": 12}
    yield "10-bit-444", deep(320, 240, 10), {"chroma": "444"}
    yield "lossless", image(320, 240), {"quality": -1, "chroma": "444", "matrix_coefficients": 0}
    yield "quality-20", image(640, 480), {"quality": 20}
    yield "quality-99", image(640, 480), {"quality": 99}
    yield "grid", image(1100, 800), {"tile_size": 512}
    # A photo held upright, as phones store it. It is also in tests/heic/photos.
    yield "phone", smooth(768, 1024), {"tile_size": 512, "icc_profile": P3, "quality": 60, **oriented(6)}
    yield "grid-odd", image(1021, 769), {"tile_size": 256}
    yield "grid-422", image(600, 400), {"tile_size": 256, "chroma": "422"}
    yield "grid-10-bit", deep(600, 400, 10), {"tile_size": 256}
    for orientation in range(2, 9):
        yield f"orientation-{orientation}", image(320, 200), oriented(orientation)
    yield "grid-orientation-6", image(700, 300), {"tile_size": 256, **oriented(6)}
    yield "p3", image(320, 240), {"icc_profile": P3}
    yield "p3-grid", image(1021, 769), {"tile_size": 256, "icc_profile": P3, **oriented(8)}
    yield "p3-10-bit", deep(320, 240, 10), {"icc_profile": P3}
    yield "adobe", image(320, 240), {"icc_profile": ADOBE}
    yield "wide", image(320, 240), {"icc_profile": WIDE}
    for matrix in [1, 5, 6, 9]:
        yield f"matrix-{matrix}", image(320, 240), {"matrix_coefficients": matrix}
    yield "limited-range", image(320, 240), {"full_range_flag": 0}
    for tools in ["strong-intra-smoothing=0", "tskip=1", "amp=1", "rect=1", "ctu=16", "ctu=32", "sao=0", "deblock=false",
                  "deblock=3,3", "slices=4", "wpp=1", "wpp=0", "scaling-list=default", "cu-lossless=1", "constrained-intra=1",
                  "max-tu-size=8", "tu-intra-depth=4", "rd=6", "signhide=0", "cbqpoffs=6", "aq-mode=3", "min-cu-size=32"]:
        name, value = tools.split("=")
        yield f"x265-{name}-{value.replace(',', '-')}", image(333, 259), {"enc_params": {f"x265:{name}": value}}


def save(source, path, options):
    if isinstance(source, Image.Image):
        source = pillow_heif.from_pillow(source)
    source.save(path, **{"quality": 80, **options})


def box(kind, *parts):
    content = b"".join(parts)
    return number(8 + len(content)) + kind + content


def full(kind, *parts, version=0, flags=0):
    return box(kind, bytes([version, 0, 0, flags]), *parts)


def number(value, size=4):
    return value.to_bytes(size, "big")


def encode_picture(width, height, seed=1):
    """The configuration and the data of one picture."""
    stored = io.BytesIO()
    save(image(width, height, seed=seed), stored, {"quality": 60})
    content = stored.getvalue()
    start = content.index(b"hvcC") - 4
    config = content[start : start + int.from_bytes(content[start : start + 4], "big")]
    return config, content[content.index(b"mdat") + 4 :]


def assemble(path, items, properties, uses, references):
    """Writes a file with these items, `(kind, data)`, numbered from 1, whose last one is shown. `uses` has the properties of each
    kind of item, and `references` are boxes."""
    last = len(items)
    infos = [
        full(b"infe", number(item, 2), bytes(2), kind, b"\0", version=2, flags=item != last)
        for item, (kind, _) in enumerate(items, 1)
    ]
    used = [number(item, 2) + bytes([len(uses[kind]), *uses[kind]]) for item, (kind, _) in enumerate(items, 1)]

    def head(offset):
        places = []
        for item, (_, content) in enumerate(items, 1):
            places.append(number(item, 2) + bytes(2) + number(1, 2) + number(offset) + number(len(content)))
            offset += len(content)
        meta = full(
            b"meta",
            full(b"hdlr", bytes(4), b"pict", bytes(13)),
            full(b"pitm", number(last, 2)),
            full(b"iloc", b"\x44\0", number(last, 2), *places),
            full(b"iinf", number(last, 2), *infos),
            *([full(b"iref", *references)] if references else []),
            box(b"iprp", box(b"ipco", *properties), full(b"ipma", number(last), *used)),
        )
        return box(b"ftyp", b"heic", bytes(4), b"mif1heic") + meta

    start = len(head(0)) + 8
    Path(path).write_bytes(head(start) + box(b"mdat", *(content for _, content in items)))


def save_large(width, height, path, side=512):
    """Assembles a photo from a few pictures: to encode all of its tiles would take minutes."""
    columns, rows = -(-width // side), -(-height // side)
    pictures = [encode_picture(side, side, seed) for seed in range(6)]
    items = [(b"hvc1", pictures[(column + 2 * row) % 6][1]) for row in range(rows) for column in range(columns)]
    items.append((b"grid", bytes([0, 0, rows - 1, columns - 1]) + number(width, 2) + number(height, 2)))
    grid = len(items)
    sizes = [full(b"ispe", number(x), number(y)) for x, y in [(side, side), (width, height)]]
    properties = [pictures[0][0], *sizes, box(b"colr", b"prof", P3), box(b"irot", b"\3")]
    uses = {b"hvc1": b"\x81\2\4", b"grid": b"\3\4\x85"}
    tiles = b"".join(number(item, 2) for item in range(1, grid))
    assemble(path, items, properties, uses, [box(b"dimg", number(grid, 2), number(grid - 1, 2), tiles)])


def aperture(width, height, x, y):
    """A clean aperture. `x` and `y` are the offset of its center, as fractions."""
    sides = b"".join(number(side) + number(1) for side in [width, height])
    return box(b"clap", sides, *(number(top, 4) + number(bottom) for top, bottom in [x, y]))


QUARTER, HALF_TURN = box(b"irot", b"\1"), box(b"irot", b"\2")
UPSIDE_DOWN, MIRRORED = box(b"imir", b"\0"), box(b"imir", b"\1")
PART = aperture(200, 100, (0, 1), (0, 1))
#: The transforms of one picture, in their order.
TRANSFORMS = {
    "crop": [PART],
    "crop-off-center": [aperture(201, 101, (31, 2), (0xFFFFFFFF - 24, 2))],
    "crop-then-turn": [aperture(200, 100, (20, 1), (10, 1)), QUARTER],
    "turn-then-crop": [QUARTER, aperture(100, 200, (10, 1), (20, 1))],
    "turn-and-mirror": [QUARTER, MIRRORED],
    "turn-and-upside-down": [QUARTER, UPSIDE_DOWN],
    "mirror-and-turn": [MIRRORED, QUARTER],
    "upside-down-and-half-turn": [UPSIDE_DOWN, HALF_TURN],
    "crop-mirror-and-turn": [aperture(200, 100, (20, 1), (10, 1)), UPSIDE_DOWN, QUARTER],
}


def save_transformed(transforms, path):
    """A picture with these transforms."""
    config, data = encode_picture(320, 200)
    properties = [config, full(b"ispe", number(320), number(200)), *transforms]
    uses = [1, 2, *(0x80 | (3 + index) for index in range(len(transforms)))]
    assemble(path, [(b"hvc1", data)], properties, {b"hvc1": uses}, [])


def save_with_depth(path):
    """A picture with a map of its depth, as portrait photos of phones have, which is not its transparency."""
    config, data = encode_picture(320, 200)
    depth = full(b"auxC", b"urn:mpeg:hevc:2015:auxid:2\0")
    properties = [config, full(b"ispe", number(320), number(200)), depth]
    # The same decoder has another name, because its properties differ.
    items = [(b"hev1", encode_picture(320, 200, 2)[1]), (b"hvc1", data)]
    uses = {b"hev1": [0x81, 2, 3], b"hvc1": [0x81, 2]}
    assemble(path, items, properties, uses, [box(b"auxl", number(1, 2), number(1, 2), number(2, 2))])


def save_as_sequence(path):
    """A picture of a file that can also be played, such as a burst."""
    stored = io.BytesIO()
    save(image(320, 200), stored, {})
    content = stored.getvalue()
    assert content[8:12] == b"heic"
    Path(path).write_bytes(content[:8] + b"msf1" + content[12:] + box(b"moov", full(b"mvhd", bytes(96))))


def displayed(path):
    """The pixels of a file as libheif decodes them, in sRGB."""
    decoded = pillow_heif.open_heif(path, convert_hdr_to_8bit=True).to_pillow()
    icc = decoded.info.get("icc_profile")
    alpha = decoded.getchannel("A") if "A" in decoded.getbands() else None
    rgb = decoded.convert("RGB")
    if icc:
        source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
        intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
        rgb = ImageCms.profileToProfile(rgb, source, ImageCms.createProfile("sRGB"), renderingIntent=intent)
    if alpha:
        rgb.putalpha(alpha)
    return rgb.convert("RGBA")


def main():
    if sys.argv[1] == "--large":
        return save_large(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    files = []
    for name, source, options in kinds():
        path = folder / f"{name}.heic"
        save(source, path, options)
        files.append(path)
    assembled = {name: partial(save_transformed, steps) for name, steps in TRANSFORMS.items()}
    for name, write in {**assembled, "depth": save_with_depth, "sequence": save_as_sequence}.items():
        path = folder / f"{name}.heic"
        write(path)
        files.append(path)
    index = []
    for path in files + [Path(name) for name in sys.argv[2:]]:
        try:
            pixels = displayed(path)
        except Exception as error:
            print("cannot decode", path.name, error, file=sys.stderr)
            index.append({"file": str(path), "name": path.name, "width": 0, "height": 0})
            continue
        (folder / f"{path.name}.rgba").write_bytes(pixels.tobytes())
        index.append({"file": str(path), "name": path.name, "width": pixels.width, "height": pixels.height})
    (folder / "index.json").write_text(json.dumps(index))


main()
