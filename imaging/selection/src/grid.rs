//! Values in rows and columns.

/// One value per cell, row by row from the top left. Reading outside returns the default value, writing does nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Grid<T> {
    /// Number of columns.
    pub width: usize,
    /// Number of rows.
    pub height: usize,
    /// The values.
    pub data: Vec<T>,
}

impl<T: Copy + Default> Grid<T> {
    /// Creates a grid with the same value in all cells.
    #[must_use]
    pub fn new(width: usize, height: usize, value: T) -> Self {
        Self { width, height, data: vec![value; width * height] }
    }

    /// Creates a grid from the index of each cell.
    pub fn from_fn(width: usize, height: usize, value: impl FnMut(usize) -> T) -> Self {
        Self { width, height, data: (0..width * height).map(value).collect() }
    }

    /// Creates a grid of the same size.
    pub fn map<U: Copy + Default>(&self, value: impl FnMut(T) -> U) -> Grid<U> {
        Grid { width: self.width, height: self.height, data: self.data.iter().copied().map(value).collect() }
    }

    /// The value at an index.
    #[inline]
    #[must_use]
    pub fn at(&self, index: usize) -> T {
        self.data.get(index).copied().unwrap_or_default()
    }

    /// The value in a row and column, or of the nearest cell.
    #[inline]
    #[must_use]
    pub fn near(&self, x: isize, y: isize) -> T {
        let x = x.clamp(0, self.width as isize - 1) as usize;
        let y = y.clamp(0, self.height as isize - 1) as usize;
        self.at(y * self.width + x)
    }

    /// Sets the value at an index.
    #[inline]
    pub fn set(&mut self, index: usize, value: T) {
        if let Some(cell) = self.data.get_mut(index) {
            *cell = value;
        }
    }

    /// The column and row of an index.
    #[inline]
    #[must_use]
    pub fn place(&self, index: usize) -> (usize, usize) {
        (index % self.width.max(1), index / self.width.max(1))
    }

    /// Calls `visit` with the four neighbors of a cell.
    #[inline]
    pub fn neighbors(&self, index: usize, mut visit: impl FnMut(usize)) {
        let (x, y) = self.place(index);
        if x > 0 {
            visit(index - 1);
        }
        if x + 1 < self.width {
            visit(index + 1);
        }
        if y > 0 {
            visit(index - self.width);
        }
        if y + 1 < self.height {
            visit(index + self.width);
        }
    }
}

impl Grid<f32> {
    /// The value at a point, interpolated between the centers of the four nearest cells.
    #[must_use]
    pub fn sample(&self, x: f32, y: f32) -> f32 {
        let (x, y) = (x - 0.5, y - 0.5);
        let (left, top) = (x.floor(), y.floor());
        let (right, down) = (x - left, y - top);
        let (left, top) = (left as isize, top as isize);
        let row = |y| self.near(left, y) * (1.0 - right) + self.near(left + 1, y) * right;
        row(top) * (1.0 - down) + row(top + 1) * down
    }

    /// Averages each cell with its surroundings, `passes` times.
    #[inline(never)]
    pub fn blur(&mut self, radius: usize, passes: usize) {
        let mut line = Vec::new();
        for _ in 0..passes {
            for y in 0..self.height {
                blur_line(&mut self.data, y * self.width, 1, self.width, radius, &mut line);
            }
            for x in 0..self.width {
                blur_line(&mut self.data, x, self.width, self.height, radius, &mut line);
            }
        }
    }
}

fn blur_line(data: &mut [f32], start: usize, stride: usize, count: usize, radius: usize, line: &mut Vec<f32>) {
    line.clear();
    line.extend((0..count).filter_map(|at| data.get(start + at * stride)));
    let value = |at: usize| line.get(at).copied().unwrap_or(0.0);
    let radius = radius.min(count.saturating_sub(1));
    let mut sum: f32 = (0..=radius).map(value).sum();
    let mut number = radius + 1;
    for at in 0..count {
        if let Some(cell) = data.get_mut(start + at * stride) {
            *cell = sum / number as f32;
        }
        if at + radius + 1 < count {
            sum += value(at + radius + 1);
            number += 1;
        }
        if at >= radius {
            sum -= value(at - radius);
            number -= 1;
        }
    }
}
