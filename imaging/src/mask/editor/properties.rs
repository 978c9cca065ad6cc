//! Laws that hold for any edits, in any order.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::history::History;
use super::tests::{at, brush, editor, pixel, total};
use super::*;
use proptest::prelude::*;
use reroom_kernels::paint::{OverlayColor, project_to_canvas, render_overlay};

#[derive(Clone, Debug)]
enum Op {
    Stroke(Vec<Point>, Brush),
    Rectangle(Point, f64, f64, bool),
    Polygon(Vec<Point>, bool),
    Invert,
    Clear,
    Combine(Mask, CombineMode),
    Grow(f32),
    Smooth(f32),
    Cancel,
    Begin,
    End,
    Undo,
    Redo,
}

fn apply(editor: &mut Editor, op: &Op) {
    match op {
        Op::Stroke(points, brush) => editor.stroke(points, brush),
        Op::Rectangle(corner, width, height, erase) => editor.rectangle(*corner, *width, *height, *erase),
        Op::Polygon(points, erase) => editor.polygon(points, *erase),
        Op::Invert => editor.invert(),
        Op::Clear => editor.clear(),
        Op::Combine(mask, mode) => editor.combine(mask, *mode).unwrap(),
        Op::Grow(pixels) => editor.grow(*pixels),
        Op::Smooth(pixels) => editor.smooth(*pixels),
        Op::Cancel => editor.cancel(),
        Op::Begin => editor.begin(),
        Op::End => editor.end(),
        Op::Undo => drop(editor.undo()),
        Op::Redo => drop(editor.redo()),
    }
}

fn number() -> impl Strategy<Value = f64> {
    let odd = vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, f64::MAX, -1e30, 1e7, -0.0, f64::MIN_POSITIVE];
    prop_oneof![9 => -40.0..240.0f64, 1 => proptest::sample::select(odd)]
}

fn point() -> impl Strategy<Value = Point> {
    (number(), number(), prop_oneof![3 => 0.0..=1.0f64, 1 => number()]).prop_map(|(x, y, pressure)| Point {
        x,
        y,
        pressure,
    })
}

fn points() -> impl Strategy<Value = Vec<Point>> {
    proptest::collection::vec(point(), 0..7)
}

fn any_brush() -> impl Strategy<Value = Brush> {
    (0.1..120.0f64, 0.0..=1.0f64, any::<bool>()).prop_map(|(size, hard, erase)| Brush::new(size, hard, erase).unwrap())
}

fn small_mask() -> impl Strategy<Value = Mask> {
    proptest::collection::vec(any::<u8>(), 12).prop_map(|data| Mask { width: 4, height: 3, data })
}

fn any_mode() -> impl Strategy<Value = CombineMode> {
    proptest::sample::select(vec![CombineMode::Replace, CombineMode::Add, CombineMode::Subtract])
}

fn edit() -> impl Strategy<Value = Op> {
    prop_oneof![
        4 => (points(), any_brush()).prop_map(|(points, brush)| Op::Stroke(points, brush)),
        2 => (point(), number(), number(), any::<bool>()).prop_map(|(p, w, h, erase)| Op::Rectangle(p, w, h, erase)),
        2 => (points(), any::<bool>()).prop_map(|(points, erase)| Op::Polygon(points, erase)),
        1 => Just(Op::Invert),
        1 => Just(Op::Clear),
        1 => (small_mask(), any_mode()).prop_map(|(mask, mode)| Op::Combine(mask, mode)),
        1 => (-40.0..40.0f32).prop_map(Op::Grow),
        1 => (0.0..40.0f32).prop_map(Op::Smooth),
    ]
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![
        6 => edit(),
        1 => Just(Op::Begin),
        1 => Just(Op::End),
        1 => Just(Op::Cancel),
        2 => Just(Op::Undo),
        1 => Just(Op::Redo),
    ]
}

/// An editor after some edits. Its sides are not multiples of the tile size.
fn painted() -> impl Strategy<Value = Editor> {
    (1u32..200, 1u32..150, proptest::collection::vec(edit(), 0..5)).prop_map(|(width, height, edits)| {
        let mut editor = editor(width, height);
        edits.iter().for_each(|op| apply(&mut editor, op));
        editor
    })
}

fn bounds_by_hand(mask: &Mask) -> Option<Rect> {
    let marked = || (0..mask.data.len() as u32).filter(|i| mask.data[*i as usize] >= 128);
    let (x, right) = (marked().map(|i| i % mask.width).min()?, marked().map(|i| i % mask.width).max()?);
    let (y, bottom) = (marked().map(|i| i / mask.width).min()?, marked().map(|i| i / mask.width).max()?);
    Some(Rect { x, y, width: right - x + 1, height: bottom - y + 1 })
}

proptest! {
    #[test]
    fn undo_reverts_an_edit_and_redo_repeats_it(mut editor in painted(), op in edit()) {
        let before = editor.mask().clone();
        apply(&mut editor, &op);
        let after = editor.mask().clone();
        if before != after {
            prop_assert!(editor.undo());
            prop_assert_eq!(editor.mask(), &before);
            prop_assert!(editor.redo());
        }
        prop_assert_eq!(editor.mask(), &after);
    }

    #[test]
    fn undoing_all_steps_empties_the_mask_and_redoing_restores_it(
        width in 1u32..200, height in 1u32..150, ops in proptest::collection::vec(op(), 0..25),
    ) {
        let mut editor = editor(width, height);
        ops.iter().for_each(|op| apply(&mut editor, op));
        while editor.redo() {}
        let last = editor.mask().clone();
        while editor.undo() {}
        prop_assert!(editor.mask().data.iter().all(|byte| *byte == 0));
        while editor.redo() {}
        prop_assert_eq!(editor.mask(), &last);
    }

    #[test]
    fn coverage_and_bounds_equal_a_full_count(
        width in 1u32..200, height in 1u32..150, ops in proptest::collection::vec(op(), 0..12),
    ) {
        let mut editor = editor(width, height);
        for op in &ops {
            apply(&mut editor, op);
            let marked = editor.mask().data.iter().filter(|byte| **byte >= 128).count();
            prop_assert_eq!(editor.coverage(), marked as f64 / f64::from(width * height));
            prop_assert_eq!(editor.bounds(), bounds_by_hand(editor.mask()));
        }
    }

    #[test]
    fn changed_areas_contain_every_change_once(mut editor in painted(), ops in proptest::collection::vec(op(), 0..6)) {
        let (_, revision) = editor.changed_since(0);
        let before = editor.mask().clone();
        ops.iter().for_each(|op| apply(&mut editor, op));
        let (areas, revision) = editor.changed_since(revision);
        let count = |x: u32, y: u32| {
            areas.iter().filter(|r| (r.x..r.x + r.width).contains(&x) && (r.y..r.y + r.height).contains(&y)).count()
        };
        for (i, (old, new)) in before.data.iter().zip(&editor.mask().data).enumerate() {
            let times = count(i as u32 % before.width, i as u32 / before.width);
            prop_assert!(times == 1 || (times == 0 && old == new));
        }
        prop_assert!(editor.changed_since(revision).0.is_empty());
    }

    #[test]
    fn modes_of_combine_follow_the_laws_of_sets(mut editor in painted(), other in small_mask()) {
        use CombineMode::{Add, Replace, Subtract};
        let before = editor.mask().clone();
        let mut all = |modes: &[CombineMode]| {
            editor.combine(&before, Replace).unwrap();
            modes.iter().for_each(|mode| editor.combine(&other, *mode).unwrap());
            editor.mask().data.clone()
        };
        let [replaced, added, subtracted] = [Replace, Add, Subtract].map(|mode| all(&[mode]));
        for (i, byte) in before.data.iter().enumerate() {
            prop_assert_eq!(added[i], replaced[i].max(*byte));
            prop_assert_eq!(subtracted[i], (!replaced[i]).min(*byte));
        }
        prop_assert_eq!(all(&[Add, Add]), added);
        prop_assert_eq!(all(&[Subtract, Subtract]), subtracted);
        prop_assert_eq!(all(&[Add, Replace]), replaced);
    }

    #[test]
    fn history_stays_within_its_budget(ops in proptest::collection::vec(op(), 0..40), budget in 0usize..60_000) {
        let mut editor = editor(200, 150);
        editor.history = History::new(budget);
        let one = 12 * (64 * 64 + 64) + 200;
        for op in &ops {
            apply(&mut editor, op);
            prop_assert!(editor.history.bytes() <= budget.max(one));
        }
    }

    #[test]
    fn triangle_covers_its_area(
        [a, b, c] in [(0.0..150.0f64, 0.0..100.0f64), (0.0..150.0f64, 0.0..100.0f64), (0.0..150.0f64, 0.0..100.0f64)],
    ) {
        let mut editor = editor(150, 100);
        editor.polygon(&[a, b, c].map(|(x, y)| at(x, y)), false);
        let area = ((b.0 - a.0) * (c.1 - a.1) - (c.0 - a.0) * (b.1 - a.1)).abs() / 2.0;
        let height = a.1.max(b.1).max(c.1) - a.1.min(b.1).min(c.1);
        let width = a.0.max(b.0).max(c.0) - a.0.min(b.0).min(c.0);
        prop_assert!((total(&editor) - area).abs() <= 1.0 + 0.02 * height + 0.3 * width.min(area), "{} {}", total(&editor), area);
    }

    #[test]
    fn partial_overlay_equals_that_part_of_the_whole(
        editor in painted(), canvas in (1u32..230, 1u32..180), x in 0u32..199, y in 0u32..149, width in 1u32..90,
        height in 1u32..90,
    ) {
        let mask = editor.mask();
        let (x, y) = (x.min(mask.width - 1), y.min(mask.height - 1));
        let area = Rect { x, y, width: width.min(mask.width - x), height: height.min(mask.height - y) };
        let part = project_to_canvas(mask, canvas, area);
        let ink = OverlayColor { color: [1, 2, 3], opacity: 1.0 };
        let pixels = render_overlay(mask, canvas, part, ink);
        let whole = render_overlay(mask, canvas, Rect { x: 0, y: 0, width: canvas.0, height: canvas.1 }, ink);
        prop_assert_eq!(pixels.len(), (part.width * part.height * 4) as usize);
        prop_assert_eq!(whole.len(), (canvas.0 * canvas.1 * 4) as usize);
        let expected: Vec<u8> = (part.y..part.y + part.height)
            .flat_map(|row| whole[((row * canvas.0 + part.x) * 4) as usize..][..(part.width * 4) as usize].to_vec())
            .collect();
        prop_assert_eq!(pixels, expected);
        // Outside that part, the overlay does not depend on the area.
        let mut other = mask.clone();
        for row in area.y..area.y + area.height {
            other.data[(row * mask.width + area.x) as usize..][..area.width as usize].fill(77);
        }
        let changed = render_overlay(&other, canvas, Rect { x: 0, y: 0, width: canvas.0, height: canvas.1 }, ink);
        for (i, (old, new)) in whole.chunks(4).zip(changed.chunks(4)).enumerate() {
            let (px, py) = (i as u32 % canvas.0, i as u32 / canvas.0);
            let inside = (part.x..part.x + part.width).contains(&px) && (part.y..part.y + part.height).contains(&py);
            prop_assert!(inside || old == new);
        }
    }
}

proptest! {
    #[test]
    fn stroke_equals_its_separate_lines(
        places in proptest::collection::vec((0.0..100.0f64, 0.0..100.0f64), 2..9),
        steps in proptest::collection::vec((-4.0..4.0f64, -4.0..4.0f64), 0..9),
        pressures in proptest::collection::vec(prop_oneof![Just(50), 48..=50, 40..=50], 18),
        size in 30.0..200.0f64,
        hardness in 0.0..=1.0f64,
    ) {
        // Long and short lines, as from a pen.
        let mut ends: Vec<Point> = places.iter().map(|(x, y)| at(*x, *y)).collect();
        for (dx, dy) in steps {
            let last = ends[ends.len() - 1];
            ends.push(at(last.x + dx, last.y + dy));
        }
        ends.iter_mut().zip(pressures).for_each(|(end, pressure)| end.pressure = f64::from(pressure) * 0.02);
        let (mut whole, mut lines) = (editor(100, 100), editor(100, 100));
        whole.stroke(&ends, &brush(size, hardness));
        ends.windows(2).for_each(|line| lines.stroke(line, &brush(size, hardness)));
        // Tolerates a 16th of a pixel at a hard edge, where a pixel is about equally deep in two discs.
        for (one, other) in whole.mask().data.iter().zip(&lines.mask().data) {
            prop_assert!(one.abs_diff(*other) <= 16, "{} for {}", one, other);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn stroke_covers_its_discs(
        a in (20.0..80.0f64, 20.0..80.0f64, 0.05..=1.0f64), b in (20.0..80.0f64, 20.0..80.0f64, 0.05..=1.0f64),
        size in 2.0..40.0f64,
    ) {
        let mut editor = editor(100, 100);
        let ends = [a, b].map(|(x, y, pressure)| Point { x, y, pressure });
        editor.stroke(&ends, &brush(size, 1.0));
        let radii = [a, b].map(|(_, _, pressure)| (size / 2.0 * pressure).max(0.72));
        let depth = |x: f64, y: f64| {
            (0..=200).map(|i| {
                let t = f64::from(i) / 200.0;
                let radius = radii[0] + (radii[1] - radii[0]) * t;
                radius - (x - a.0 - (b.0 - a.0) * t).hypot(y - a.1 - (b.1 - a.1) * t)
            }).fold(f64::MIN, f64::max)
        };
        for y in 0..100 {
            for x in 0..100 {
                let (depth, value) = (depth(f64::from(x) + 0.5, f64::from(y) + 0.5), pixel(&editor, x, y));
                prop_assert!(depth < 0.7 || value == 255, "depth {} at {}, {}: {}", depth, x, y, value);
                prop_assert!(depth > -0.8 || value == 0, "depth {} at {}, {}: {}", depth, x, y, value);
                prop_assert!(depth < 0.15 || value >= 128, "depth {} at {}, {}: {}", depth, x, y, value);
            }
        }
    }
}
