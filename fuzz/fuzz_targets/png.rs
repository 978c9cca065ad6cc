//! Any bytes as a PNG, first unchanged, then with valid checksums to reach the code after them:
//! `cargo +nightly fuzz run png fuzz/corpus/png fuzz/seeds/png`.
#![no_main]

use libfuzzer_sys::fuzz_target;

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

fuzz_target!(|bytes: &[u8]| {
    reroom_fuzz::check(bytes);
    let mut file = [SIGNATURE, bytes.strip_prefix(SIGNATURE).unwrap_or(bytes)].concat();
    fix_checksums(&mut file);
    reroom_fuzz::check(&file);
});

/// Corrects the checksum of every complete chunk.
fn fix_checksums(file: &mut [u8]) {
    let mut at = SIGNATURE.len();
    while let Some(length) = file.get(at..at + 4).map(|four| u32::from_be_bytes(four.try_into().unwrap()) as usize) {
        let end = at + 8 + length;
        let Some(body) = file.get(at + 4..end) else { break };
        let sum = crc(body).to_be_bytes();
        let Some(place) = file.get_mut(end..end + 4) else { break };
        place.copy_from_slice(&sum);
        at = end + 4;
    }
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}
