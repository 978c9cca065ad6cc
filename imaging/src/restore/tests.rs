//! Results that are shifted, scaled, toned and noisy, and where they go.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use super::*;
use crate::prepare::{Fit, Options, Placement};
use proptest::prelude::*;

/// A rectangle of a scene: left, top, right, bottom, and how much brighter it is.
type Patch = ([f32; 4], [f32; 3]);

/// Random numbers from 0 to 1.
struct Random(u64);

impl Random {
    fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 40) as f32 / (1_u64 << 24) as f32
    }

    /// Roughly normal, with a standard deviation of 1.
    fn noise(&mut self) -> f32 {
        (0..6).map(|_| self.next()).sum::<f32>() * 2f32.sqrt() - 3.0 * 2f32.sqrt()
    }
}

/// A room: some large patches and many small ones.
fn scene(seed: u64, (width, height): (u32, u32)) -> Vec<Patch> {
    let mut random = Random(seed);
    let patch = |index: usize| {
        let size = if index < 8 { 0.5 } else { 0.06 };
        let (x, y) = (random.next() * width as f32, random.next() * height as f32);
        let (wide, high) = (random.next() * size * width as f32, random.next() * size * height as f32);
        let color = [0; 3].map(|_| (random.next() - 0.5) * 120.0);
        ([x, y, x + wide + 4.0, y + high + 4.0], color)
    };
    (0..60).map(patch).collect()
}

/// The pixels of a scene that is shifted to the right and down. Each pixel averages what it covers.
fn draw(scene: &[Patch], (width, height): (u32, u32), (dx, dy): (f32, f32)) -> Vec<[f32; 3]> {
    let mut pixels = vec![[128.0; 3]; (width * height) as usize];
    let cover = |at: u32, from: f32, to: f32| (to.min(at as f32 + 1.0) - from.max(at as f32)).clamp(0.0, 1.0);
    for ([left, top, right, bottom], color) in scene {
        for y in (top + dy).max(0.0) as u32..((bottom + dy).max(0.0).ceil() as u32).min(height) {
            for x in (left + dx).max(0.0) as u32..((right + dx).max(0.0).ceil() as u32).min(width) {
                let share = cover(x, left + dx, right + dx) * cover(y, top + dy, bottom + dy);
                let pixel = &mut pixels[(y * width + x) as usize];
                (0..3).for_each(|channel| pixel[channel] += color[channel] * share);
            }
        }
    }
    pixels
}

/// RGBA bytes, with a gain and noise.
fn bytes(pixels: &[[f32; 3]], gain: f32, noise: f32, seed: u64) -> Vec<u8> {
    let mut random = Random(seed);
    let byte = |value: f32, random: &mut Random| (value * gain + random.noise() * noise + 0.5) as u8;
    let rgba = |pixel: &[f32; 3]| {
        let [r, g, b] = pixel.map(|value| byte(value, &mut random));
        [r, g, b, 255]
    };
    pixels.iter().flat_map(rgba).collect()
}

/// The frame of a photo that needs no changes.
fn unchanged(width: u32, height: u32) -> Frame {
    frame((width, height), &Options::default())
}

fn frame(original: (u32, u32), options: &Options) -> Frame {
    let placement = Placement::fit(original.0, original.1, options).expect("a placement");
    Frame { original, placement }
}

const SIZE: (u32, u32) = (684, 513);

fn compare(photo: &[u8], result: &[u8]) -> Comparison {
    compare_with(&Restoration::new(unchanged(SIZE.0, SIZE.1), -1.0), photo, result, SIZE)
}

fn compare_with(restoration: &Restoration, photo: &[u8], result: &[u8], size: (u32, u32)) -> Comparison {
    let [photo, result] = [photo, result].map(|pixels| restoration.read(pixels.to_vec()));
    restoration.compare(&photo, &result, size)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn a_shift_is_found_to_a_tenth_of_a_pixel_despite_noise_and_another_tone(
        seed in any::<u64>(), dx in -3f32..3.0, dy in -3f32..3.0, whole in any::<bool>(), gain in 0.9f32..1.1, noise in 0f32..5.0,
    ) {
        let (dx, dy) = if whole { (dx.round(), dy.round()) } else { (dx, dy) };
        let scene = scene(seed, SIZE);
        let photo = bytes(&draw(&scene, SIZE, (0.0, 0.0)), 1.0, noise, seed ^ 1);
        let result = bytes(&draw(&scene, SIZE, (dx, dy)), gain, noise, seed ^ 2);
        let found = compare(&photo, &result);
        let (x, y) = found.shift.expect("a shift");
        prop_assert!((x - f64::from(dx)).abs() < 0.1 && (y - f64::from(dy)).abs() < 0.1, "{x} {y}, not {dx} {dy}");
        prop_assert!(found.fits);
    }
}

#[test]
fn without_anything_to_go_by_there_is_no_shift() {
    let gradient = |level: f32| -> Vec<[f32; 3]> {
        let shade = |at: u32| level + (at % SIZE.0) as f32 * 0.05 + (at / SIZE.0) as f32 * 0.02;
        (0..SIZE.0 * SIZE.1).map(|at| [shade(at); 3]).collect()
    };
    for noise in [0.0, 2.0, 6.0] {
        let found = compare(&bytes(&gradient(120.0), 1.0, noise, 1), &bytes(&gradient(126.0), 1.0, noise, 2));
        assert_eq!((found.shift, found.fits), (None, true), "noise of {noise}");
    }
}

#[test]
fn a_direction_without_edges_is_not_shifted() {
    let stripes: Vec<Patch> = (0..12)
        .map(|index| {
            let left = index as f32 * 50.0 + 7.0 * (index * index % 5) as f32;
            ([left, -9.0, left + 20.0, 999.0], [40.0, 20.0, -30.0])
        })
        .collect();
    for noise in [0.0, 2.0] {
        let photo = bytes(&draw(&stripes, SIZE, (0.0, 0.0)), 1.0, noise, 1);
        let found = compare(&photo, &bytes(&draw(&stripes, SIZE, (1.6, 2.0)), 1.0, noise, 2));
        let (x, y) = found.shift.expect("a shift");
        assert!((x - 1.6).abs() < 0.1 && y.abs() < 0.1, "{x} {y} with a noise of {noise}");
    }
}

#[test]
fn a_result_that_shows_something_else_does_not_fit() {
    let pixels = |seed| bytes(&draw(&scene(seed, SIZE), SIZE, (0.0, 0.0)), 1.0, 1.0, seed);
    for seed in 1..6 {
        let found = compare(&pixels(seed), &pixels(seed + 10));
        assert_eq!((found.shift, found.fits), (None, false), "{seed}");
    }
    let blank = vec![255; (SIZE.0 * SIZE.1 * 4) as usize];
    assert!(!compare(&pixels(1), &blank).fits, "a blank result");
    let restoration = Restoration::new(unchanged(SIZE.0, SIZE.1), -1.0);
    assert!(!compare_with(&restoration, &pixels(1), &pixels(1), (513, 684)).fits, "another aspect ratio");
    assert!(compare_with(&restoration, &pixels(1), &pixels(1), (1536, 1152)).fits);
    assert!(compare_with(&restoration, &pixels(1), &pixels(1), (1536, 1120)).fits, "a rounded side");
}

#[test]
fn a_restyled_result_fits_and_its_shift_is_found() {
    let mut room = scene(3, SIZE);
    let photo = bytes(&draw(&room, SIZE, (0.0, 0.0)), 1.0, 1.0, 1);
    // Other colors, lighter or darker, and new furniture.
    for (index, (_, color)) in room.iter_mut().enumerate() {
        let [r, g, b] = *color;
        *color = if index % 4 == 0 { [-b, -r, -g] } else { [g * 1.2, r * 0.7, b] };
    }
    room.extend(scene(99, SIZE).into_iter().take(25));
    let found = compare(&photo, &bytes(&draw(&room, SIZE, (-2.25, 1.5)), 0.95, 1.0, 2));
    let (x, y) = found.shift.expect("a shift");
    assert!(found.fits && (x + 2.25).abs() < 0.2 && (y - 1.5).abs() < 0.2, "{found:?}");
}

/// A mask with this rectangle: left, top, right, bottom.
fn rectangle((width, height): (u32, u32), [left, top, right, bottom]: [u32; 4]) -> Mask {
    let inside = |x: u32, y: u32| (left..right).contains(&x) && (top..bottom).contains(&y);
    let data = (0..height).flat_map(|y| (0..width).map(move |x| if inside(x, y) { 255 } else { 0 })).collect();
    Mask { width, height, data }
}

#[test]
fn only_changes_outside_the_mask_count() {
    let room = scene(5, SIZE);
    let photo = draw(&room, SIZE, (0.0, 0.0));
    let mut restoration = Restoration::new(unchanged(SIZE.0, SIZE.1), -1.0);
    restoration.use_mask(&rectangle(SIZE, [100, 100, 300, 300]), MaskFrame::Original);
    let compare = |changed: [u32; 4], tone: f32| {
        let mut result = draw(&room, SIZE, (1.5, -0.75));
        let mask = rectangle(SIZE, changed);
        for (pixel, byte) in result.iter_mut().zip(&mask.data) {
            if *byte > 0 {
                *pixel = pixel.map(|value| 255.0 - value * 0.5);
            }
        }
        compare_with(&restoration, &bytes(&photo, 1.0, 1.0, 1), &bytes(&result, tone, 1.0, 2), SIZE)
    };
    let found = compare([100, 100, 300, 300], 1.03);

    let (x, y) = found.shift.expect("a shift");
    assert!((x - 1.5).abs() < 0.1 && (y + 0.75).abs() < 0.1, "{x} {y}");
    assert!(found.outside_changed < 0.002, "{}", found.outside_changed);
    let found = compare([100, 100, 684, 300], 1.0);
    let expected = f64::from(384 * 200) / f64::from(684 * 513 - 200 * 200);
    assert!((found.outside_changed - expected).abs() < 0.03, "{}, not {expected}", found.outside_changed);
    assert!(compare([100, 100, 300, 300], 1.35).outside_changed > 0.9, "another light everywhere");
}

fn any_frame() -> impl Strategy<Value = Frame> {
    let options = (any::<bool>(), (0.0..1.0, 0.0..1.0)).prop_map(|(pad, focus)| Options {
        fit: if pad { Fit::Pad } else { Fit::Crop },
        focus,
        ..Options::default()
    });
    let side = || prop_oneof![600_u32..1400, 2000_u32..6000];
    ((side(), side()), options, proptest::option::of(0.3..1.0_f64)).prop_filter_map(
        "too small",
        |(size, options, share)| {
            let placement = Placement::fit(size.0, size.1, &options).ok()?;
            let placement = share.and_then(|share| placement.shrink_to(share)).unwrap_or(placement);
            Some(Frame { original: size, placement })
        },
    )
}

proptest! {
    #[test]
    fn a_result_is_drawn_where_the_photo_lies_and_covers_it(
        frame in any_frame(), longer in prop_oneof![Just(1536_u32), 512_u32..4096], dx in -3.0..3.0, dy in -3.0..3.0, point in (0.0..1.0_f64, 0.0..1.0_f64),
    ) {
        let Placement { source, target, width, height, .. } = frame.placement;
        let scale = f64::from(longer) / f64::from(width);
        let size = (longer, (f64::from(height) * scale).round() as u32);
        let draws = frame.draws(size, (dx, dy));
        let split = |[a, b, c, d, e, f, g, h]: Draw| ([a, b, c, d], [e, f, g, h]);
        let (from, to) = split(*draws.last().expect("a draw"));
        // A point of the prepared photo, in the result and in the original.
        let map = frame.placement.to_source();
        let place = (f64::from(target.x) + point.0 * f64::from(target.width), f64::from(target.y) + point.1 * f64::from(target.height));
        let expected = (map.offset_x + map.scale_x * place.0, map.offset_y + map.scale_y * place.1);
        let found = |axis: usize, place: f64, result: u32, prepared: u32, shift: f64| {
            let in_result = place * f64::from(result) / f64::from(prepared) + shift;
            to[axis] + (in_result - from[axis]) * to[axis + 2] / from[axis + 2]
        };
        let found = (found(0, place.0, size.0, width, dx), found(1, place.1, size.1, height, dy));
        prop_assert!((found.0 - expected.0).abs() < 1e-6 && (found.1 - expected.1).abs() < 1e-6, "{found:?} {expected:?}");
        // Whole pixels of the result, within its part of the photo.
        prop_assert!(from.iter().all(|side| side.fract() == 0.0 && *side >= 0.0), "{from:?}");
        prop_assert!(from[0] + from[2] <= f64::from(size.0) && from[1] + from[3] <= f64::from(size.1));
        // Every pixel of the kept part is covered, and nothing outside of it.
        let kept = [source.x, source.y, source.x + source.width, source.y + source.height].map(f64::from);
        for (x, y) in [(0.0, 0.0), (0.0, 1.0), (1.0, 0.0), (1.0, 1.0), (0.5, 0.0), (0.0, 0.5), (1.0, 0.5), (0.5, 1.0), point] {
            let (x, y) = (kept[0] + x * (kept[2] - kept[0]), kept[1] + y * (kept[3] - kept[1]));
            let covers = |draw: &Draw| {
                let (_, to) = split(*draw);
                (to[0] - 1e-6..=to[0] + to[2] + 1e-6).contains(&x) && (to[1] - 1e-6..=to[1] + to[3] + 1e-6).contains(&y)
            };
            prop_assert!(draws.iter().any(covers), "{x} {y} in {draws:?}");
        }
        for (_, to) in draws.into_iter().map(split) {
            prop_assert!(to[0] >= kept[0] - 1e-6 && to[1] >= kept[1] - 1e-6 && to[0] + to[2] <= kept[2] + 1e-6 && to[1] + to[3] <= kept[3] + 1e-6, "{to:?} {kept:?}");
        }
    }

    #[test]
    fn the_result_is_opaque_inside_the_mask_and_invisible_beyond_its_seam(
        frame in any_frame(), corner in (0.0..0.8, 0.0..0.8), share in 0.05..0.5_f64, feather in prop_oneof![Just(-1.0), 0.0..60.0_f64],
        prepared in any::<bool>(), size in proptest::option::of(400_u32..900), points in proptest::collection::vec((0.0..1.0_f64, 0.0..1.0_f64), 40),
    ) {
        let placement = frame.placement;
        let whole = if prepared { (placement.width, placement.height) } else { frame.original };
        let mask_size = size.map_or(whole, |width| (width, (width * whole.1 / whole.0).max(1)));
        let range = |corner: f64, side: u32| ((corner * f64::from(side)) as u32, ((corner + share).min(1.0) * f64::from(side)) as u32);
        let ((left, right), (top, bottom)) = (range(corner.0, mask_size.0), range(corner.1, mask_size.1));
        let mut restoration = Restoration::new(frame, feather);
        let of = if prepared { MaskFrame::Prepared } else { MaskFrame::Original };
        restoration.use_mask(&rectangle(mask_size, [left, top, right, bottom]), of);
        let Blend { width, opacity, area } = restoration.blend().expect("a blend");
        let feather = blend::feather_width(&frame, feather);
        // The mask in the original.
        let map = placement.to_source();
        let to = |place: u32, mask: u32, whole: u32, scale: f64, offset: f64| {
            let place = f64::from(place) * f64::from(whole) / f64::from(mask);
            if prepared { offset + scale * place } else { place }
        };
        let x = |place| to(place, mask_size.0, whole.0, map.scale_x, map.offset_x);
        let y = |place| to(place, mask_size.1, whole.1, map.scale_y, map.offset_y);
        let mask = [x(left), y(top), x(right), y(bottom)];
        let kept = placement.source;
        let edges = [
            (kept.x > 0, 0, f64::from(kept.x)), (kept.y > 0, 1, f64::from(kept.y)),
            (kept.x + kept.width < frame.original.0, 0, f64::from(kept.x + kept.width)),
            (kept.y + kept.height < frame.original.1, 1, f64::from(kept.y + kept.height)),
        ];
        // One pixel of the blend, and one of the mask.
        let pixel = if *width > 0 { area[2] / f64::from(*width) } else { 1.0 };
        let tolerance = 2.0 * pixel + f64::from(whole.0) / f64::from(mask_size.0) * map.scale_x.max(1.0) * 1.5;
        for point in points {
            let place = [f64::from(kept.x) + point.0 * f64::from(kept.width), f64::from(kept.y) + point.1 * f64::from(kept.height)];
            let away = |axis: usize| (mask[axis] - place[axis]).max(place[axis] - mask[axis + 2]);
            let distance = away(0).max(0.0).hypot(away(1).max(0.0));
            let at = |axis: usize| ((place[axis] - area[axis]) / pixel).floor();
            let (column, row) = (at(0), at(1));
            let inside = column >= 0.0 && row >= 0.0 && (column as u32) < *width;
            let found = if inside { opacity.get(row as usize * *width as usize + column as usize).copied().unwrap_or(0) } else { 0 };
            if distance > feather * 1.5 + tolerance {
                prop_assert_eq!(found, 0, "{} away", distance);
            }
            let faded = edges.iter().any(|(cropped, axis, edge)| *cropped && (place[*axis] - edge).abs() < feather + tolerance);
            if away(0).max(away(1)) < -tolerance && !faded {
                prop_assert_eq!(found, 255, "{} inside", distance);
            }
        }
    }
}

#[test]
fn without_a_mask_the_result_covers_everything_or_fades_out_where_the_photo_was_cropped() {
    assert_eq!(Restoration::new(unchanged(1600, 1200), -1.0).blend(), None);
    let padded = Options { fit: Fit::Pad, ..Options::default() };
    assert_eq!(Restoration::new(frame((1200, 1600), &padded), -1.0).blend(), None);
    let restoration = Restoration::new(frame((1200, 1600), &Options::default()), 20.0);
    let Blend { width, opacity, area } = restoration.blend().expect("a blend");
    // Five pixels of the opacity are the 20 of the seam.
    assert_eq!((*width, *area), (300, [0.0, 350.0, 1200.0, 900.0]));
    let column: Vec<u8> = opacity.iter().skip(150).step_by(300).copied().collect();
    let ramp = [26_u8, 77, 128, 179, 230, 255];
    let matches = |column: &[u8]| column.iter().zip(ramp).all(|(found, expected)| found.abs_diff(expected) < 3);
    let ends: Vec<u8> = column.iter().rev().copied().collect();
    assert!(column.len() == 225 && matches(&column) && matches(&ends), "{column:?}");
    assert!(opacity[112 * 300] == 255 && opacity[113 * 300 - 1] == 255, "the left and right edges are the photo's");
}

#[test]
fn a_mask_outside_the_kept_part_shows_nothing_of_the_result() {
    let mut restoration = Restoration::new(frame((1200, 1600), &Options::default()), -1.0);
    restoration.use_mask(&rectangle((1200, 1600), [0, 0, 1200, 200]), MaskFrame::Original);
    assert_eq!(restoration.blend(), Some(&Blend::default()));
}
