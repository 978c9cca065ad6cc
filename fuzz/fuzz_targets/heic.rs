//! Any bytes as a HEIC photo, which is inspected and decoded: `cargo +nightly fuzz run heic fuzz/corpus/heic fuzz/seeds/heic`.
#![no_main]

use libfuzzer_sys::fuzz_target;
use reroom_heic::Decoder;

const FTYP: &[u8] = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic";

fuzz_target!(|bytes: &[u8]| {
    reroom_fuzz::check(bytes);
    let file = [FTYP, bytes.strip_prefix(FTYP).unwrap_or(bytes)].concat();
    reroom_fuzz::check(&file);
    decode(file);
});

/// Decodes a photo, unless it is large: that only takes time.
fn decode(file: Vec<u8>) {
    let Ok(mut decoder) = Decoder::new(file) else { return };
    let (width, height) = decoder.size();
    if width.saturating_mul(height) > 1 << 20 {
        return;
    }
    while let Ok(Some(block)) = decoder.next_block() {
        let rows = block.pixels.len() as u32 / 4 / block.width;
        assert!(block.x + block.width <= width && block.y + rows <= height, "outside of the photo");
        assert_eq!(block.pixels.len() as u32, block.width * rows * 4);
    }
}
