#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use super::*;
use reroom::api::IssueCode;
use reroom_kernels::paint::{MAX_BRUSH_SIZE, OverlayColor, render_overlay};

pub(super) fn at(x: f64, y: f64) -> Point {
    Point { x, y, pressure: 1.0 }
}

pub(super) fn brush(size: f64, hardness: f64) -> Brush {
    Brush::new(size, hardness, false).unwrap()
}

fn eraser(size: f64) -> Brush {
    Brush::new(size, 1.0, true).unwrap()
}

pub(super) fn editor(width: u32, height: u32) -> Editor {
    Editor::new(width, height).unwrap()
}

pub(super) fn pixel(editor: &Editor, x: u32, y: u32) -> u8 {
    editor.mask().data[(y * editor.mask().width + x) as usize]
}

pub(super) fn total(editor: &Editor) -> f64 {
    editor.mask().data.iter().map(|byte| f64::from(*byte) / 255.0).sum()
}

#[test]
fn editor_larger_than_a_photo_is_rejected() {
    for (width, height, path) in [(0, 5, "width"), (4097, 5, "width"), (5, 0, "height"), (5, 4097, "height")] {
        let issue = Editor::new(width, height).unwrap_err();
        assert_eq!((issue.code, issue.path.as_str()), (IssueCode::MaskSize, path));
    }
    assert!(Editor::new(4096, 1).is_ok());
}

#[test]
fn brush_out_of_range_is_rejected() {
    for size in [0.0, -3.0, f64::NAN, f64::INFINITY, MAX_BRUSH_SIZE + 1.0] {
        assert_eq!(Brush::new(size, 1.0, false), None);
    }
    for hardness in [-0.1, 1.1, f64::NAN] {
        assert_eq!(Brush::new(10.0, hardness, false), None);
    }
}

#[test]
fn dab_paints_a_disc() {
    for (x, y, size) in [(100.0, 100.0, 80.0), (90.3, 101.7, 21.0), (100.5, 99.5, 5.0)] {
        let mut editor = editor(200, 200);
        editor.stroke(&[at(x, y)], &brush(size, 1.0));
        let area = std::f64::consts::PI * size * size / 4.0;
        assert!((total(&editor) - area).abs() < 0.6 + 0.01 * area, "{} for {area}", total(&editor));
        assert!((editor.coverage() * 40_000.0 / area - 1.0).abs() < 0.15);
        assert_eq!(pixel(&editor, x as u32, y as u32), 255);
    }
}

#[test]
fn smallest_brush_paints_a_pixel_anywhere() {
    for (x, y) in [(5.0, 5.0), (5.5, 5.5), (5.0, 5.5), (5.25, 5.1)] {
        let mut editor = editor(10, 10);
        editor.stroke(&[at(x, y)], &brush(0.01, 1.0));
        assert!(editor.bounds().is_some(), "at {x}, {y}");
    }
}

#[test]
fn soft_brush_falls_off_and_does_not_build_up() {
    let mut editor = editor(200, 100);
    let line = [at(50.0, 50.0), at(150.0, 50.0)];
    editor.stroke(&line, &brush(60.0, 0.2));
    let once = editor.mask().clone();
    let down: Vec<u8> = (50..81).map(|y| pixel(&editor, 100, y)).collect();
    assert!(down.is_sorted_by(|a, b| a >= b) && down[0] == 255 && down[4] == 255 && down[30] == 0, "{down:?}");
    assert!((100..160).contains(&down[18]), "{down:?}");
    editor.stroke(&line, &brush(60.0, 0.2));
    editor.stroke(&[line[0], at(100.0, 50.0), line[1], line[0]], &brush(60.0, 0.2));
    assert_eq!(editor.mask(), &once);
}

#[test]
fn lower_pressure_shrinks_the_brush() {
    let mut editor = editor(100, 100);
    editor.stroke(&[Point { x: 50.0, y: 50.0, pressure: 0.5 }], &brush(40.0, 1.0));
    assert_eq!(editor.bounds(), Some(Rect { x: 40, y: 40, width: 20, height: 20 }));
}

#[test]
fn eraser_removes_paint() {
    let mut editor = editor(100, 100);
    editor.rectangle(at(0.0, 0.0), 100.0, 100.0, false);
    editor.stroke(&[at(50.0, 50.0)], &eraser(20.0));
    assert_eq!((pixel(&editor, 50, 50), pixel(&editor, 50, 65)), (0, 255));
    editor.rectangle(at(60.0, 0.0), 40.0, 100.0, true);
    editor.polygon(&[at(0.0, 0.0), at(20.0, 0.0), at(20.0, 20.0), at(0.0, 20.0)], true);
    assert_eq!(editor.bounds(), Some(Rect { x: 0, y: 0, width: 60, height: 100 }));
    assert_eq!((pixel(&editor, 80, 50), pixel(&editor, 5, 5), pixel(&editor, 25, 5)), (0, 0, 255));
}

#[test]
fn rectangle_is_crisp_and_clipped_to_the_photo() {
    let mut editor = editor(100, 50);
    editor.rectangle(at(9.6, 20.4), 10.0, 5.0, false);
    assert_eq!(editor.bounds(), Some(Rect { x: 10, y: 20, width: 10, height: 5 }));
    assert_eq!(total(&editor), 50.0);
    editor.clear();
    editor.rectangle(at(-1e30, -20.0), 1e31, 21.0, false);
    assert_eq!(editor.bounds(), Some(Rect { x: 0, y: 0, width: 100, height: 1 }));
    for (corner, width, height) in [
        (at(5.0, 5.0), -3.0, 3.0),
        (at(5.0, 5.0), 3.0, 0.0),
        (at(f64::NAN, 5.0), 9.0, 9.0),
        (at(5.0, 5.0), 3.0, f64::NAN),
    ] {
        editor.clear();
        editor.rectangle(corner, width, height, false);
        assert_eq!(editor.bounds(), None);
    }
}

#[test]
fn polygon_crossing_itself_has_no_hole() {
    let mut editor = editor(100, 100);
    let star = [0, 2, 4, 1, 3].map(|i| {
        let angle = f64::from(i) * std::f64::consts::TAU / 5.0;
        at(50.0 + 45.0 * angle.cos(), 50.0 + 45.0 * angle.sin())
    });
    editor.polygon(&star, false);
    assert_eq!(pixel(&editor, 50, 50), 255);
    let again = editor.mask().clone();
    editor.polygon(&[star[0], at(f64::NAN, 0.0), star[1], star[2], star[3], star[4]], false);
    assert_eq!(editor.mask(), &again);
    editor.clear();
    editor.polygon(&star[..2], false);
    assert_eq!(total(&editor), 0.0);
    editor.polygon(&[at(-1e30, -1e30), at(1e30, -1e30), at(1e30, 1e30), at(-1e30, 1e30)], false);
    assert_eq!(editor.coverage(), 1.0);
}

#[test]
fn undo_step_lasts_from_begin_to_end() {
    let mut editor = editor(100, 100);
    editor.begin();
    (0..9).for_each(|i| editor.stroke(&[at(f64::from(i) * 10.0, 50.0)], &brush(8.0, 1.0)));
    editor.end();
    editor.end();
    editor.begin();
    editor.stroke(&[at(50.0, 10.0)], &brush(8.0, 1.0));
    assert!(editor.undo());
    assert!(editor.coverage() > 0.0);
    assert!(editor.undo());
    assert_eq!(editor.coverage(), 0.0);
    assert!(!editor.undo());
    assert!(editor.redo() && editor.redo() && !editor.redo());
}

#[test]
fn second_begin_ends_the_first_step() {
    let mut editor = editor(20, 20);
    editor.begin();
    editor.rectangle(at(0.0, 0.0), 5.0, 5.0, false);
    editor.begin();
    editor.rectangle(at(9.0, 9.0), 5.0, 5.0, false);
    editor.end();
    assert!(editor.undo());
    assert_eq!(editor.bounds(), Some(Rect { x: 0, y: 0, width: 5, height: 5 }));
}

#[test]
fn edit_without_effect_is_no_undo_step() {
    let mut editor = editor(100, 100);
    editor.stroke(&[at(-500.0, 50.0)], &brush(10.0, 1.0));
    editor.clear();
    editor.stroke(&[at(50.0, 50.0)], &eraser(10.0));
    assert!(!editor.undo());
    editor.rectangle(at(0.0, 0.0), 9.0, 9.0, false);
    assert!(editor.undo());
    editor.clear();
    assert!(editor.redo(), "an edit without effect keeps the redo steps");
    editor.undo();
    editor.invert();
    assert!(!editor.redo(), "another edit drops them");
}

#[test]
fn oldest_steps_are_dropped_first() {
    let mut editor = editor(640, 64);
    editor.history = History::new(3 * 4300);
    (0..10).for_each(|i| editor.stroke(&[at(f64::from(i) * 64.0 + 32.0, 32.0)], &brush(20.0, 1.0)));
    // Blank tiles are saved as one byte, so the whole history fits.
    assert_eq!(editor.history.steps(), 10);
    // Undone steps hold all pixels, so the oldest must be dropped.
    let undone = (0..20).take_while(|_| editor.undo()).count();
    assert!((3..6).contains(&undone), "{undone}");
    let right = editor.bounds().map(|bounds| bounds.x + bounds.width);
    assert_eq!(right, Some((9 - undone as u32) * 64 + 42));
}

#[test]
fn canceled_step_leaves_the_mask_and_the_history_as_they_were() {
    let mut editor = editor(100, 100);
    editor.rectangle(at(0.0, 0.0), 9.0, 9.0, false);
    editor.clear();
    editor.undo();
    let before = editor.mask().clone();
    editor.cancel();
    assert_eq!(editor.mask(), &before, "without an open step, nothing happens");
    editor.begin();
    editor.stroke(&[at(50.0, 50.0)], &brush(30.0, 1.0));
    editor.cancel();
    assert_eq!(editor.mask(), &before);
    assert!(editor.redo() && editor.coverage() == 0.0, "redo is still possible");
    editor.rectangle(at(20.0, 20.0), 9.0, 9.0, false);
    assert!(editor.undo() && editor.undo() && editor.undo() && !editor.undo(), "edits after it are steps again");
}

#[test]
fn combine_scales_the_mask_and_rejects_invalid_ones() {
    let mut editor = editor(40, 20);
    editor.combine(&Mask { width: 2, height: 1, data: vec![0, 255] }, CombineMode::Replace).unwrap();
    assert_eq!(editor.bounds(), Some(Rect { x: 20, y: 0, width: 20, height: 20 }));
    for (width, height, bytes) in [(0, 4, 0), (2, 2, 3), (40_000, 1, 40_000)] {
        let refused = editor.combine(&Mask { width, height, data: vec![0; bytes] }, CombineMode::Add).unwrap_err();
        assert_eq!(refused.code, IssueCode::MaskSize);
    }
    assert!(editor.undo() && editor.bounds().is_none());
}

#[test]
fn overlay_alpha_is_the_average_coverage() {
    let mut editor = editor(8, 4);
    editor.rectangle(at(0.0, 0.0), 3.0, 4.0, false);
    let ink = OverlayColor { color: [9, 8, 7], opacity: 0.5 };
    let row = render_overlay(editor.mask(), (4, 2), Rect { x: 0, y: 1, width: 4, height: 1 }, ink);
    assert_eq!(row, [9, 8, 7, 128, 9, 8, 7, 64, 9, 8, 7, 0, 9, 8, 7, 0]);
}
