//! Compresses the filtered rows of a PNG with one of three encoders. Each build has only the encoders of its features, so the
//! sizes of the builds show what an encoder adds.

use std::sync::Mutex;

#[cfg(feature = "ours")]
#[path = "../../../imaging/src/mask/deflate.rs"]
mod deflate;
#[cfg(feature = "ours")]
#[path = "../../../imaging/src/mask/huffman.rs"]
mod huffman;

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

/// Compresses the input as the package does, with the runs of zeros that its PNG writer finds. Returns the compressed size.
#[cfg(feature = "ours")]
#[unsafe(no_mangle)]
pub extern "C" fn ours() -> usize {
    let input = INPUT.lock().unwrap();
    let mut stream = deflate::Deflate::new(Vec::new());
    let (groups, rest) = input.as_chunks::<64>();
    for group in groups {
        if *group == [0; 64] {
            stream.run(0, 64);
        } else {
            group.as_chunks::<8>().0.iter().for_each(|word| add_word(&mut stream, word));
        }
    }
    rest.iter().for_each(|byte| stream.byte(*byte));
    stream.finish().len()
}

#[cfg(feature = "ours")]
fn add_word(stream: &mut deflate::Deflate, word: &[u8; 8]) {
    if *word == [0; 8] {
        stream.run(0, 8);
    } else {
        word.iter().for_each(|byte| stream.byte(*byte));
    }
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
