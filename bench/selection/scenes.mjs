// Scenes for the selection benchmark: rooms that are drawn here, with noise, texture, light from one side and soft shadows. Each
// object's mask is exact.

const [width, height] = [960, 720];

/** Noise from -1 to 1, the same each time. */
const noise = (x, y, seed) => {
  const value = Math.sin(x * 12.9898 + y * 78.233 + seed * 37.719) * 43758.5453;
  return 2 * (value - Math.floor(value)) - 1;
};

/** Smooth noise from -1 to 1. */
function texture(x, y, seed) {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const ease = (value) => value * value * (3 - 2 * value);
  const [right, down] = [ease(x - left), ease(y - top)];
  const row = (at) => noise(left, at, seed) * (1 - right) + noise(left + 1, at, seed) * right;
  return row(top) * (1 - down) + row(top + 1) * down;
}

const inRect = (x, y, left, top, right, bottom) => x >= left && x < right && y >= top && y < bottom;
const inEllipse = (x, y, cx, cy, rx, ry) => ((x - cx) / rx) ** 2 + ((y - cy) / ry) ** 2 < 1;

const shade = ([r, g, b], factor) => [r * factor, g * factor, b * factor];
const wood = (x, y) => shade([172, 128, 88], 1 + 0.1 * texture(x / 90, y / 4, 3) + 0.06 * Math.sign(Math.sin(y / 14)));
const plaster = (x, y, color) => shade(color, 1.04 - 0.16 * (x / width) + 0.015 * texture(x / 30, y / 30, 5));

/** A room: `paint(x, y)` returns the object and the color at a pixel. */
const rooms = {
  living: (x, y) => {
    if (inEllipse(x, y, 700, 560, 90, 34))
      return ["table", shade([205, 196, 180], 1 + 0.03 * texture(x / 8, y / 3, 2))];
    if (inRect(x, y, 640, 570, 652, 660) || inRect(x, y, 748, 570, 760, 660)) return ["table", [120, 92, 66]];
    const isSofa =
      inRect(x, y, 170, 430, 530, 580) || inEllipse(x, y, 180, 490, 46, 90) || inEllipse(x, y, 520, 490, 46, 90);
    if (isSofa) {
      const fold = inRect(x, y, 346, 430, 351, 520) ? 0.8 : 1;
      return ["sofa", shade([88, 104, 128], fold * (1.08 - 0.2 * ((y - 400) / 180) + 0.07 * texture(x / 9, y / 9, 7)))];
    }
    if (inEllipse(x, y, 480, 645, 380, 60)) {
      const stripe = Math.sin(x / 16) > 0.3 ? [186, 170, 150] : [150, 62, 54];
      return ["rug", shade(stripe, 1 + 0.06 * texture(x / 3, y / 3, 9))];
    }
    if (inRect(x, y, 640, 140, 860, 360)) {
      const frame = !inRect(x, y, 654, 154, 846, 346) || Math.abs(x - 750) < 7;
      return ["window", frame ? [236, 234, 228] : shade([176, 206, 232], 1 + 0.2 * texture(x / 60, y / 40, 4))];
    }
    if (inRect(x, y, 250, 170, 420, 300)) {
      const frame = !inRect(x, y, 258, 178, 412, 292);
      return [
        "picture",
        frame ? [58, 48, 42] : [150 + 70 * texture(x / 30, y / 30, 8), 120, 90 + 60 * texture(x / 20, y / 50, 1)],
      ];
    }
    if (y > 510)
      return ["floor", shade(wood(x, y), 1 - 0.25 * Math.exp(-(((y - 585) / 20) ** 2) - ((x - 350) / 220) ** 2))];
    if (x < 110) return ["side", plaster(x, y, [176, 170, 160])];
    return ["wall", plaster(x, y, [216, 208, 196])];
  },
  facade: (x, y) => {
    const isTree = inEllipse(x, y, 160, 400, 120, 140) && texture(x / 14, y / 14, 6) > -0.55;
    if (isTree) return ["tree", shade([70, 100, 56], 1 + 0.35 * texture(x / 6, y / 6, 2))];
    const isRoof = y > 170 && y < 300 && Math.abs(x - 570) < 130 + (y - 170) * 1.3;
    if (isRoof)
      return ["roof", shade([140, 76, 62], 1 + 0.1 * Math.sign(Math.sin(y / 7)) + 0.06 * texture(x / 7, y / 7, 3))];
    if (inRect(x, y, 320, 300, 820, 570)) {
      const opening =
        [380, 540, 700].some((left) => inRect(x, y, left, 350, left + 70, 440)) || inRect(x, y, 540, 470, 600, 570);
      return [
        "house",
        opening ? [70, 84, 98] : shade([222, 206, 170], 1.02 - 0.12 * (x / width) + 0.02 * texture(x / 9, y / 9, 1)),
      ];
    }
    if (y > 560)
      return ["lawn", shade([106, 140, 74], 1 + 0.18 * texture(x / 4, y / 4, 5) + 0.1 * texture(x / 80, y / 30, 9))];
    const cloud = Math.max(0, texture(x / 120, y / 60, 4));
    return ["sky", [150 + 70 * cloud, 188 + 40 * cloud, 226 + 14 * cloud]];
  },
};

/** The scenes, with their pixels and the masks of their objects. */
export function drawScenes() {
  return Object.entries(rooms).map(([name, paint]) => {
    const data = new Uint8ClampedArray(width * height * 4);
    const objects = {};
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        const [object, color] = paint(x + 0.5, y + 0.5);
        objects[object] ??= new Uint8Array(width * height);
        objects[object][at] = 1;
        data.set([...color.map((value, channel) => value + 3 * noise(x, y, channel)), 255], at * 4);
      }
    const masks = Object.entries(objects).map(([object, mask]) => ({
      name: `${name}/${object}`,
      data: mask,
      width,
      height,
    }));
    return { image: { data, width, height, colorSpace: "srgb" }, masks };
  });
}
