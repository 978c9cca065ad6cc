//! Reads ICC profiles with a matrix and tone curves, or with one gray curve (ICC.1:2022). Profiles of cameras and displays are of
//! these kinds.

use super::curve::Curve;
use super::matrix::Matrix;

/// The curves of an ICC profile, and its matrix from linear light to XYZ with the white of D50.
#[derive(Debug)]
pub struct Profile {
    pub curves: [Curve; 3],
    /// `None` for a gray profile.
    pub matrix: Option<Matrix>,
}

/// Reads a profile. `None` for other kinds of profile, and for damaged ones.
pub fn read_profile(icc: &[u8]) -> Option<Profile> {
    if icc.get(16..20)? == b"GRAY" {
        let curve = read_curve(find_tag(icc, b"kTRC")?)?;
        return Some(Profile { curves: [curve.clone(), curve.clone(), curve], matrix: None });
    }
    let curve = |name| read_curve(find_tag(icc, name)?);
    let column = |name| {
        let tag = find_tag(icc, name)?;
        Some([fixed(tag, 8)?, fixed(tag, 12)?, fixed(tag, 16)?])
    };
    let columns = [column(b"rXYZ")?, column(b"gXYZ")?, column(b"bXYZ")?];
    let curves = [curve(b"rTRC")?, curve(b"gTRC")?, curve(b"bTRC")?];
    Some(Profile { curves, matrix: Some(Matrix::from_columns(columns)) })
}

fn find_tag<'a>(icc: &'a [u8], name: &[u8; 4]) -> Option<&'a [u8]> {
    let count = number(icc, 128)?;
    let entry = icc.get(132..)?.chunks_exact(12).take(count).find(|entry| entry.starts_with(name))?;
    icc.get(number(entry, 4)?..)?.get(..number(entry, 8)?)
}

fn read_curve(tag: &[u8]) -> Option<Curve> {
    match tag.first_chunk()? {
        b"curv" => match number(tag, 8)? {
            0 => Some(Curve::sample(|code| code)),
            1 => {
                let gamma = f32::from(u16::from_be_bytes(*tag.get(12..)?.first_chunk()?)) / 256.0;
                Some(Curve::sample(|code| code.powf(gamma)))
            }
            count => {
                let (points, _) = tag.get(12..)?.as_chunks();
                let points = points.get(..count)?;
                let point = |at| points.get(at).map_or(1.0, |point| f32::from(u16::from_be_bytes(*point)) / 65535.0);
                Some(Curve::sample(|code| {
                    let position = code * (count - 1) as f32;
                    let (low, high) = (point(position as usize), point(position as usize + 1));
                    low + (high - low) * position.fract()
                }))
            }
        },
        b"para" => read_parametric_curve(tag),
        _ => None,
    }
}

/// Reads a curve of the form (ax + b)^g + e, and cx + f below d.
fn read_parametric_curve(tag: &[u8]) -> Option<Curve> {
    let kind = u16::from_be_bytes(*tag.get(8..)?.first_chunk()?);
    let used = *[1, 3, 4, 5, 7].get(usize::from(kind))?;
    let parameter = |at: usize| if at < used { fixed(tag, 12 + 4 * at) } else { Some(0.0) };
    let [g, a, b, c, d, e, f] =
        [parameter(0)?, parameter(1)?, parameter(2)?, parameter(3)?, parameter(4)?, parameter(5)?, parameter(6)?];
    // Kinds 1 and 2 are constant below the zero of ax + b.
    let zero = if a == 0.0 { 0.0 } else { -b / a };
    let [a, c, d, e, f] = match kind {
        0 => [1.0, 0.0, 0.0, 0.0, 0.0],
        1 => [a, 0.0, zero, 0.0, 0.0],
        2 => [a, 0.0, zero, c, c],
        _ => [a, c, d, e, f],
    };
    Some(Curve::sample(|code| if code >= d { (a * code + b).max(0.0).powf(g) + e } else { c * code + f }))
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_be_bytes(*bytes.get(at..)?.first_chunk()?)).ok()
}

/// Reads a signed number with 16 bits after the point.
fn fixed(bytes: &[u8], at: usize) -> Option<f32> {
    Some(i32::from_be_bytes(*bytes.get(at..)?.first_chunk()?) as f32 / 65536.0)
}
