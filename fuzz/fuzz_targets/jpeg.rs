//! Any bytes after the start of a JPEG: `cargo +nightly fuzz run jpeg fuzz/corpus/jpeg fuzz/seeds/jpeg`.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    reroom_fuzz::check(bytes);
    reroom_fuzz::check(&[b"\xFF\xD8\xFF", bytes].concat());
});
