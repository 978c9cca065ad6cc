//! The main colors of an area, by k-means.

use crate::photo::{Lab, distance};

/// Colors to learn from.
const SAMPLES: usize = 5000;
const ROUNDS: usize = 5;

/// The main colors, and how much each counts as each other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Palette {
    pub colors: Vec<Lab>,
    /// For each color, the similarities to all, which add up to 1.
    pub similarities: Vec<f32>,
}

impl Palette {
    /// Finds up to `number` colors. Colors closer than `spread` count as similar.
    pub fn new(pixels: &[Lab], number: usize, spread: f32) -> Self {
        let step = (pixels.len() / SAMPLES).max(1);
        let samples: Vec<Lab> = pixels.iter().step_by(step).copied().collect();
        let mut colors = choose(&samples, number);
        for _ in 0..ROUNDS {
            let mut sums = vec![[0.0f32; 4]; colors.len()];
            for sample in &samples {
                if let Some([l, a, b, count]) = sums.get_mut(nearest(&colors, *sample)) {
                    let [x, y, z] = *sample;
                    (*l, *a, *b, *count) = (*l + x, *a + y, *b + z, *count + 1.0);
                }
            }
            for (color, [l, a, b, count]) in colors.iter_mut().zip(sums) {
                if count > 0.0 {
                    *color = [l / count, a / count, b / count];
                }
            }
        }
        let mut similarities = Vec::with_capacity(colors.len() * colors.len());
        for color in &colors {
            let row: Vec<f32> =
                colors.iter().map(|other| (-distance(*color, *other) / (2.0 * spread * spread)).exp()).collect();
            let sum: f32 = row.iter().sum();
            similarities.extend(row.iter().map(|value| value / sum));
        }
        Self { colors, similarities }
    }

    /// The position of the nearest color.
    pub fn label(&self, color: Lab) -> u8 {
        nearest(&self.colors, color) as u8
    }
}

/// Chooses colors that are far from each other, in proportion to their squared distance.
fn choose(samples: &[Lab], number: usize) -> Vec<Lab> {
    let first = samples.get(samples.len() / 2).copied().unwrap_or_default();
    let mut colors = vec![first];
    let mut distances: Vec<f32> = samples.iter().map(|sample| distance(*sample, first)).collect();
    // The same colors each time.
    let mut seed = 12_345u32;
    while colors.len() < number {
        let total: f32 = distances.iter().sum();
        if total <= 0.0 {
            break;
        }
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let mut rest = total * (seed >> 8) as f32 / (1 << 24) as f32;
        let index = distances.iter().position(|distance| {
            rest -= distance;
            rest <= 0.0
        });
        let color = samples.get(index.unwrap_or(0)).copied().unwrap_or_default();
        colors.push(color);
        for (known, sample) in distances.iter_mut().zip(samples) {
            *known = known.min(distance(*sample, color));
        }
    }
    colors
}

fn nearest(colors: &[Lab], color: Lab) -> usize {
    let mut best = (f32::MAX, 0);
    for (index, other) in colors.iter().enumerate() {
        let distance = distance(*other, color);
        if distance < best.0 {
            best = (distance, index);
        }
    }
    best.1
}
