//! Matrices between color spaces.

/// A matrix by rows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Matrix(pub [[f32; 3]; 3]);

/// From XYZ with the white of D50, as in ICC profiles, to linear sRGB.
pub const SRGB_FROM_D50: Matrix = Matrix([
    [3.134_136, -1.617_386, -0.490_662],
    [-0.978_795, 1.916_254, 0.033_443],
    [0.071_955, -0.228_977, 1.405_386],
]);

/// From XYZ with the white of D65 to linear sRGB.
const SRGB_FROM_D65: Matrix =
    Matrix([[3.240_97, -1.537_383, -0.498_611], [-0.969_244, 1.875_968, 0.041_555], [0.055_63, -0.203_977, 1.056_972]]);

impl Matrix {
    pub fn from_columns([a, b, c]: [[f32; 3]; 3]) -> Self {
        let ([a, d, g], [b, e, h], [c, f, i]) = (a, b, c);
        Self([[a, b, c], [d, e, f], [g, h, i]])
    }

    pub fn times_vector(&self, vector: [f32; 3]) -> [f32; 3] {
        let [x, y, z] = vector;
        self.0.map(|[a, b, c]| a * x + b * y + c * z)
    }

    pub fn times(&self, other: &Self) -> Self {
        let [[a, b, c], [d, e, f], [g, h, i]] = other.0;
        Self::from_columns([[a, d, g], [b, e, h], [c, f, i]].map(|column| self.times_vector(column)))
    }

    fn inverse(&self) -> Self {
        let [[a, b, c], [d, e, f], [g, h, i]] = self.0;
        let cofactors = [
            [e * i - f * h, c * h - b * i, b * f - c * e],
            [f * g - d * i, a * i - c * g, c * d - a * f],
            [d * h - e * g, b * g - a * h, a * e - b * d],
        ];
        let determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
        Self(cofactors.map(|row| row.map(|value| value / determinant)))
    }

    /// Whether colors stay the same, but for less than a level of 8 bits.
    pub fn is_identity(&self) -> bool {
        let identity = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];
        self.0.as_flattened().iter().zip(identity.as_flattened()).all(|(one, two)| (one - two).abs() < 0.002)
    }
}

/// From nclx primaries (ITU-T H.273) to linear sRGB. `None` for those of sRGB, and for unknown ones.
pub fn srgb_from_primaries(primaries: u16) -> Option<Matrix> {
    let points = match primaries {
        4 => [[0.67, 0.33], [0.21, 0.71], [0.14, 0.08]],
        5 => [[0.64, 0.33], [0.29, 0.60], [0.15, 0.06]],
        6 | 7 => [[0.630, 0.340], [0.310, 0.595], [0.155, 0.070]],
        9 => [[0.708, 0.292], [0.170, 0.797], [0.131, 0.046]],
        11 | 12 => [[0.680, 0.320], [0.265, 0.690], [0.150, 0.060]],
        _ => return None,
    };
    let to_xyz = |[x, y]: [f32; 2]| [x / y, 1.0, (1.0 - x - y) / y];
    let columns = points.map(to_xyz);
    let scale = Matrix::from_columns(columns).inverse().times_vector(to_xyz([0.3127, 0.329]));
    let [[a, b, c], [d, e, f]] = [columns.map(|[x, _, _]| x), columns.map(|[_, _, z]| z)];
    let [r, g, s] = scale;
    let to_d65 = Matrix([[a * r, b * g, c * s], [r, g, s], [d * r, e * g, f * s]]);
    Some(SRGB_FROM_D65.times(&to_d65))
}
