//! Compresses the filtered rows of a PNG with one of three encoders. Each build has only the encoders of its features, so the
//! sizes of the builds show what an encoder adds.

use std::sync::Mutex;

static INPUT: Mutex<Vec<u8>> = Mutex::new(Vec::new());

/// Reserves the input and returns its address.
#[unsafe(no_mangle)]
pub extern "C" fn input(length: usize) -> *mut u8 {
    let mut input = INPUT.lock().unwrap();
    input.clear();
    input.resize(length, 0);
    input.as_mut_ptr()
}

/// The size of the input: a build without an encoder.
#[unsafe(no_mangle)]
pub extern "C" fn nothing() -> usize {
    INPUT.lock().unwrap().clone().len()
}

/// Compresses the input as the package does. Returns the compressed size.
#[cfg(feature = "ours")]
#[unsafe(no_mangle)]
pub extern "C" fn ours() -> usize {
    reroom_bench_encoder::compress(&INPUT.lock().unwrap()).len()
}

/// Compresses the input with fdeflate.
#[cfg(feature = "fdeflate")]
#[unsafe(no_mangle)]
pub extern "C" fn fdeflate() -> usize {
    ::fdeflate::compress_to_vec(&INPUT.lock().unwrap()).len()
}

/// Compresses the input with miniz_oxide. Its levels are 0 to 10.
#[cfg(feature = "miniz")]
#[unsafe(no_mangle)]
pub extern "C" fn miniz(level: u8) -> usize {
    miniz_oxide::deflate::compress_to_vec_zlib(&INPUT.lock().unwrap(), level).len()
}
