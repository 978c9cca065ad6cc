#![allow(clippy::indexing_slicing)]

use super::*;

#[test]
fn srgb_needs_no_conversion() {
    for (primaries, transfer) in [(1, 13), (1, 1), (2, 2), (1, 6)] {
        assert!(Conversion::from_nclx(primaries, transfer).is_none(), "{primaries} {transfer}");
    }
}
