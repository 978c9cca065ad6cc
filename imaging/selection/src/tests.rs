//! Scenes that are drawn here: a disc on a striped background, and walls of slightly different colors.
#![allow(clippy::indexing_slicing)]

use crate::area::Area;
use crate::cut::{Given, cut};
use crate::from_box::choose;
use crate::grid::Grid;
use crate::max_flow::Graph;
use crate::refine::{Seeds, Situation, score};
use crate::segments::divide;
use crate::{Marked, Photo, Point, Rect, Selection, Selector, Tuning, finish};
use proptest::prelude::*;

const SIDE: usize = 240;

/// A photo whose colors are given by `color`, with some noise.
fn photo(width: usize, height: usize, color: impl Fn(f32, f32) -> [u8; 3]) -> Photo {
    let mut photo = Photo::new(width, height);
    let mut seed = 1u32;
    for y in 0..height {
        let row: Vec<u8> = (0..width)
            .flat_map(|x| {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let noise = (seed >> 30) as u8;
                let [r, g, b] = color(x as f32 + 0.5, y as f32 + 0.5);
                [r.saturating_add(noise), g.saturating_add(noise), b.saturating_add(noise), 255]
            })
            .collect();
        photo.push(&row);
    }
    photo
}

fn is_in_disc((x, y): Point, (cx, cy): Point, radius: f32) -> bool {
    (x - cx).hypot(y - cy) < radius
}

const CENTER: Point = (120.0, 110.0);
const RADIUS: f32 = 60.0;

fn disc_scene() -> Photo {
    photo(SIDE, SIDE, |x, y| {
        if is_in_disc((x, y), CENTER, RADIUS) {
            [170, 60, 50]
        } else if ((x + y) as usize / 24).is_multiple_of(2) {
            [120, 130, 150]
        } else {
            [190, 190, 180]
        }
    })
}

/// A mask of the photo's size.
fn apply(mask: &mut [u8], width: usize, selection: &Selection, mode: i8) {
    let coverage = &selection.coverage;
    for (row, values) in coverage.data.chunks_exact(coverage.width.max(1)).enumerate() {
        let start = (coverage.top + row) * width + coverage.left;
        for (pixel, value) in mask.iter_mut().skip(start).zip(values) {
            *pixel = if mode < 0 { (*pixel).min(!value) } else { (*pixel).max(*value) };
        }
    }
}

fn select(photo: &Photo, marked: &Marked) -> (Selector, Vec<u8>, Selection) {
    let mut selector = Selector::new(photo.clone(), Tuning::default());
    let selection = finish(selector.select(marked));
    let mut mask = vec![0; photo.width() * photo.height()];
    apply(&mut mask, photo.width(), &selection, 1);
    (selector, mask, selection)
}

/// Intersection over union with what `truth` says.
fn overlap(mask: &[u8], width: usize, truth: impl Fn(Point) -> bool) -> f32 {
    let (mut both, mut any) = (0, 0);
    for (index, value) in mask.iter().enumerate() {
        let is_true = truth(((index % width) as f32 + 0.5, (index / width) as f32 + 0.5));
        both += u32::from(is_true && *value > 127);
        any += u32::from(is_true || *value > 127);
    }
    both as f32 / any.max(1) as f32
}

fn in_disc(point: Point) -> bool {
    is_in_disc(point, CENTER, RADIUS)
}

fn disc_box() -> Marked {
    Marked::Box(Rect { left: 55.0, top: 45.0, right: 185.0, bottom: 175.0 })
}

#[test]
fn a_box_around_an_object_selects_it_with_a_smooth_edge() {
    let (_, mask, selection) = select(&disc_scene(), &disc_box());
    let overlap = overlap(&mask, SIDE, in_disc);
    assert!(overlap > 0.97, "{overlap}");
    assert!(!selection.is_unsure);
    assert!(mask.iter().any(|value| (32..224).contains(value)), "the edge is not antialiased");
}

#[test]
fn a_box_in_a_plain_photo_selects_its_middle_and_is_unsure() {
    let plain = photo(SIDE, SIDE, |_, _| [128, 128, 128]);
    let (_, mask, selection) = select(&plain, &disc_box());
    let share = mask.iter().filter(|value| **value > 127).count() as f32 / (130.0 * 130.0);
    assert!((0.05..1.05).contains(&share), "{share}");
    assert!(selection.is_unsure);
}

#[test]
fn a_box_around_a_frame_selects_the_frame_and_not_only_what_it_surrounds() {
    let is_frame = |(x, y): Point| (50.0..190.0).contains(&x) && (40.0..180.0).contains(&y);
    let room = photo(SIDE, SIDE, |x, y| match (is_frame((x, y)), is_in_disc((x, y), CENTER, 40.0)) {
        (true, true) => [40, 80, 60],
        (true, false) => [170, 120, 70],
        _ => [214, 208, 196],
    });
    let (_, mask, _) = select(&room, &Marked::Box(Rect { left: 45.0, top: 35.0, right: 195.0, bottom: 185.0 }));
    let overlap = overlap(&mask, SIDE, |point| is_frame(point) && !is_in_disc(point, CENTER, 40.0));
    assert!(overlap > 0.7, "{overlap}");
}

#[test]
fn the_segments_of_a_grid_are_its_parts_without_edges_between_them() {
    // Two halves with a weak edge, in the second row of links.
    let links = Grid::from_fn(8, 4, |index| [if index % 8 == 3 { 0.05 } else { 1.0 }, 1.0, 0.0, 0.0]);
    for (scale, count) in [(0.1, 2), (100.0, 1)] {
        let segments = divide(&links, scale);
        assert_eq!(segments.data.iter().collect::<std::collections::HashSet<_>>().len(), count);
        assert!((0..32).all(|cell| segments.at(cell) == segments.at(cell / 8 * 8 + cell % 8 / 4 * 4) || count == 1));
    }
}

#[test]
fn of_unequal_candidates_the_choice_is_the_most_likely_and_of_equal_ones_that_between_the_others() {
    let candidates: Vec<Grid<bool>> = [4, 10, 14, 40].map(|cells| Grid::from_fn(8, 8, |index| index < cells)).into();
    assert_eq!(choose(&candidates, &[9.0, 0.0, 0.0, 0.0]), 0);
    assert_eq!(choose(&candidates, &[0.0, 0.0, 0.0, 9.0]), 3);
    assert_eq!(choose(&candidates, &[0.0; 4]), 2);
}

#[test]
fn a_stroke_on_a_wall_selects_the_wall_and_not_its_neighbors() {
    let is_wall = |(x, y): Point| x > 60.0 && y < 160.0;
    let room = photo(SIDE, SIDE, |x, y| match (x > 60.0, y < 160.0) {
        (true, true) => [214, 208, 196],
        (false, true) => [186, 182, 178],
        _ => [140, 105, 80],
    });
    let stroke = Marked::Stroke { points: vec![(100.0, 60.0), (200.0, 100.0)], radius: 3.0 };
    let (_, mask, _) = select(&room, &stroke);
    let overlap = overlap(&mask, SIDE, is_wall);
    assert!(overlap > 0.95, "{overlap}");
}

#[test]
fn a_stroke_reaches_about_as_far_with_a_thin_brush_as_with_a_thick_one() {
    let slope = photo(SIDE, SIDE, |x, y| [(x / 3.0) as u8 + 100, (y / 6.0) as u8 + 100, 120]);
    let share = |radius| {
        let points = vec![(90.0, 120.0), (150.0, 120.0)];
        let (_, mask, _) = select(&slope, &Marked::Stroke { points, radius });
        mask.iter().filter(|value| **value > 127).count() as f32 / mask.len() as f32
    };
    let (thin, thick) = (share(1.0), share(6.0));
    assert!((0.6..1.6).contains(&(thin / thick)), "{thin} {thick}");
}

#[test]
fn a_rough_lasso_snaps_to_the_object() {
    let radius = |angle: f32| RADIUS + 2.0 * (7.0 * angle).sin();
    let points: Vec<Point> = (0..90)
        .map(|step| {
            let angle = step as f32 * std::f32::consts::TAU / 90.0;
            (CENTER.0 + radius(angle) * angle.cos(), CENTER.1 + radius(angle) * angle.sin())
        })
        .collect();
    let (_, mask, _) = select(&disc_scene(), &Marked::Lasso(points));
    let overlap = overlap(&mask, SIDE, in_disc);
    assert!(overlap > 0.97, "{overlap}");
}

#[test]
fn snap_moves_the_edge_of_a_mask_onto_the_object() {
    let mut selector = Selector::new(disc_scene(), Tuning::default());
    let drawn: Vec<u8> = (0..SIDE * SIDE)
        .map(|index| {
            let point = ((index % SIDE) as f32 + 2.5, (index / SIDE) as f32 + 0.5);
            if is_in_disc(point, CENTER, RADIUS + 1.5) { 255 } else { 0 }
        })
        .collect();
    let before = overlap(&drawn, SIDE, in_disc);
    let bounds = Rect { left: 55.0, top: 45.0, right: 185.0, bottom: 175.0 };
    let snapped = finish(selector.select(&Marked::Mask { data: drawn.clone(), bounds, radius: 6.0 }));
    let mut mask = vec![0; SIDE * SIDE];
    apply(&mut mask, SIDE, &snapped, 1);
    let after = overlap(&mask, SIDE, in_disc);
    assert!(before < 0.96 && after > 0.97, "{before} -> {after}");
}

#[test]
fn a_dropped_and_then_kept_disc_returns() {
    let (mut selector, mut mask, _) = select(&disc_scene(), &disc_box());
    let first = mask.clone();
    let dropped = finish(selector.refine(&mask, &[CENTER], 4.0, false));
    apply(&mut mask, SIDE, &dropped, -1);
    assert_eq!(mask.get(110 * SIDE + 120), Some(&0));
    let kept = finish(selector.refine(&mask, &[CENTER], 4.0, true));
    apply(&mut mask, SIDE, &kept, 1);
    let (before, after) = (overlap(&first, SIDE, in_disc), overlap(&mask, SIDE, in_disc));
    assert!(after > before - 0.05, "{before} -> {after}");
}

#[test]
fn a_dab_on_one_of_two_shades_of_a_disc_keeps_both() {
    let scene = photo(SIDE, SIDE, |x, y| match (in_disc((x, y)), x > CENTER.0) {
        (true, false) => [210, 170, 90],
        (true, true) => [189, 153, 81],
        _ => [90, 110, 120],
    });
    let mut mask = vec![0; SIDE * SIDE];
    let mut selector = Selector::new(scene, Tuning::default());
    let change = finish(selector.refine(&mask, &[(CENTER.0 - 20.0, CENTER.1)], 3.0, true));
    apply(&mut mask, SIDE, &change, 1);
    let overlap = overlap(&mask, SIDE, in_disc);
    assert!(overlap > 0.95, "{overlap}");
}

#[test]
fn after_a_small_correction_a_large_change_is_less_likely() {
    let tuning = Tuning::default();
    let side = SIDE as f32;
    let everything = Rect { left: 0.0, top: 0.0, right: side, bottom: side };
    let area = finish(Area::new(&disc_scene(), everything, &tuning));
    let region = area.coarse.labels.map(|_| false);
    let center = (region.width as f32 / 2.0, region.height as f32 / 2.0);
    let disc = |radius: f32| {
        Grid::from_fn(region.width, region.height, |index| {
            let (x, y) = region.place(index);
            is_in_disc((x as f32, y as f32), center, radius)
        })
    };
    let (small, large) = (disc(3.0), disc(30.0));
    let count = |change: &Grid<bool>| change.data.iter().filter(|changed| **changed).count() as f32;
    let seeds = Seeds { cells: vec![center.1 as usize * region.width + center.0 as usize], keep: true };
    let preference = |before: f32| {
        let (area, region, seeds, tuning) = (&area, &region, &seeds, &tuning);
        let situation = Situation { area, region, seeds, allies: &[], rivals: &[], limit: None, before, tuning };
        score(&situation, &large) - score(&situation, &small)
    };
    assert!(preference(count(&small)) < preference(f32::INFINITY) - 3.0);
    assert_eq!(preference(count(&large)), preference(f32::INFINITY));
}

#[test]
fn a_box_in_which_nothing_is_likely_selects_its_middle_and_is_unsure() {
    // A dark cross from side to side, which leaves the box.
    let scene = photo(SIDE, SIDE, |x, y| {
        let is_dark = (x - CENTER.0).abs() < 3.0 || (y - CENTER.1).abs() < 3.0;
        if is_dark { [40, 40, 40] } else { [200, 200, 200] }
    });
    let quarter = Rect { left: CENTER.0 - 30.0, top: CENTER.1 - 30.0, right: CENTER.0 + 30.0, bottom: CENTER.1 + 30.0 };
    let (_, mask, selection) = select(&scene, &Marked::Box(quarter));
    let overlap = overlap(&mask, SIDE, |point| is_in_disc(point, CENTER, 30.0));
    assert!(selection.is_unsure && overlap > 0.8, "{} {overlap}", selection.is_unsure);
}

#[test]
fn a_dab_outside_the_area_of_the_box_selects_there() {
    let wide = photo(900, 200, |x, y| {
        let is_disc = is_in_disc((x, y), (100.0, 100.0), 50.0) || is_in_disc((x, y), (800.0, 100.0), 50.0);
        if is_disc { [60, 120, 70] } else { [200, 196, 190] }
    });
    let near = Marked::Box(Rect { left: 45.0, top: 45.0, right: 155.0, bottom: 155.0 });
    let (mut selector, mut mask, _) = select(&wide, &near);
    let change = finish(selector.refine(&mask, &[(800.0, 100.0)], 5.0, true));
    apply(&mut mask, 900, &change, 1);
    let truth = |point| is_in_disc(point, (100.0, 100.0), 50.0) || is_in_disc(point, (800.0, 100.0), 50.0);
    let overlap = overlap(&mask, 900, truth);
    assert!(overlap > 0.9, "{overlap}");
}

#[test]
fn a_selection_pauses_and_gives_the_same_result_as_without_pauses() {
    let scene = disc_scene();
    let (_, _, expected) = select(&scene, &disc_box());
    let mut task = Selector::new(scene, Tuning::default()).start_select(disc_box());
    let mut pauses = 0;
    let selection = loop {
        match task.poll() {
            Some((_, selection)) => break selection,
            None => pauses += 1,
        }
    };
    assert!(pauses > 10, "{pauses}");
    assert_eq!(selection, expected);
}

/// The cost of the best cut of a small graph, by trying all.
fn best_cost(width: usize, height: usize, terminals: &[i32], links: &[(usize, usize, i32)]) -> i32 {
    let cells = width * height;
    (0..1u32 << cells).map(|sides| cost(terminals, links, |cell| sides >> cell & 1 == 1)).min().unwrap_or(0)
}

fn cost(terminals: &[i32], links: &[(usize, usize, i32)], is_source: impl Fn(usize) -> bool) -> i32 {
    let at_terminals: i32 = terminals
        .iter()
        .enumerate()
        .map(|(cell, capacity)| if is_source(cell) { (-capacity).max(0) } else { (*capacity).max(0) })
        .sum();
    let between: i32 = links.iter().filter(|(a, b, _)| is_source(*a) != is_source(*b)).map(|(_, _, c)| c).sum();
    at_terminals + between
}

proptest! {
    #[test]
    fn the_cut_of_a_small_graph_costs_as_little_as_the_best(
        terminals in proptest::collection::vec(-20i32..20, 12),
        capacities in proptest::collection::vec(0i32..12, 48),
    ) {
        let (width, height) = (4, 3);
        let mut graph = Graph::new(width, height);
        let mut links = Vec::new();
        for cell in 0..width * height {
            let (x, y) = (cell % width, cell / width);
            let node = graph.index(x, y);
            graph.add_terminal(node, terminals[cell]);
            for (direction, (dx, dy)) in [(1isize, 0isize), (0, 1), (1, 1), (-1, 1)].into_iter().enumerate() {
                let (u, v) = (x as isize + dx, y as isize + dy);
                if (0..width as isize).contains(&u) && (0..height as isize).contains(&v) {
                    let capacity = capacities[cell * 4 + direction];
                    graph.add_link(node, direction, capacity);
                    links.push((cell, v as usize * width + u as usize, capacity));
                }
            }
        }
        while !graph.run(3) {}
        let found = cost(&terminals, &links, |cell| graph.is_source(graph.index(cell % width, cell / width)));
        prop_assert_eq!(found, best_cost(width, height, &terminals, &links));
    }

    #[test]
    fn cells_whose_side_is_given_stay_on_it(given in proptest::collection::vec(0u8..3, 36)) {
        let links = Grid::new(6, 6, [1.0f32; 4]);
        let side = |index: usize| match given[index] {
            0 => Given::First,
            1 => Given::Second,
            _ => Given::Nothing,
        };
        let cells = Grid::from_fn(6, 6, |index| (side(index), 0.3));
        let found = finish(cut(&links, 5.0, &cells));
        for index in 0..36 {
            match side(index) {
                Given::First => prop_assert!(found.at(index)),
                Given::Second => prop_assert!(!found.at(index)),
                Given::Nothing => {}
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn a_dab_is_always_kept_or_dropped(x in 1.0f32..239.0, y in 1.0f32..239.0, radius in 0.2f32..12.0, keep: bool) {
        let (mut selector, mut mask, _) = select(&disc_scene(), &disc_box());
        let change = finish(selector.refine(&mask, &[(x, y)], radius, keep));
        apply(&mut mask, SIDE, &change, if keep { 1 } else { -1 });
        let under = mask[y as usize * SIDE + x as usize];
        prop_assert_eq!(under, if keep { 255 } else { 0 });
    }

    #[test]
    fn any_area_and_correction_stays_in_the_photo(
        (width, height) in (1usize..40, 1usize..40),
        (left, top, right, bottom) in (-50.0f32..90.0, -50.0f32..90.0, -50.0f32..90.0, -50.0f32..90.0),
        radius in 0.1f32..60.0,
        keep: bool,
    ) {
        let scene = photo(width, height, |x, y| [(x * 6.0) as u8, (y * 6.0) as u8, 90]);
        let mut selector = Selector::new(scene, Tuning::default());
        let mut mask = vec![0; width * height];
        let points = vec![(left, top), (right, bottom), (left, bottom)];
        let areas = [
            Marked::Box(Rect { left, top, right, bottom }),
            Marked::Stroke { points: points.clone(), radius },
            Marked::Lasso(points.clone()),
        ];
        for area in areas {
            let selection = finish(selector.select(&area));
            let coverage = &selection.coverage;
            prop_assert!(coverage.left + coverage.width <= width);
            prop_assert!(coverage.top + coverage.data.len() / coverage.width.max(1) <= height);
            apply(&mut mask, width, &selection, 1);
            let change = finish(selector.refine(&mask, &points, radius, keep));
            prop_assert!(change.coverage.left + change.coverage.width <= width);
            apply(&mut mask, width, &change, if keep { 1 } else { -1 });
        }
    }
}

#[test]
fn an_area_keeps_its_number_of_cells_whatever_the_photo_s_size() {
    let tuning = Tuning::default();
    for side in [64, 500, 1500] {
        let scene = photo(side, side, |x, _| [x as u8, 0, 0]);
        let rect = Rect { left: 0.0, top: 0.0, right: side as f32, bottom: side as f32 };
        let area = finish(Area::new(&scene, rect, &tuning));
        assert!(area.frame.width * area.frame.height <= (tuning.cells * 1.1) as usize);
    }
}
