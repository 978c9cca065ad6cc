//! The package's encoder, in a crate of its own: like imaging, it is compiled for size, and the wasm that uses it for speed.

#[path = "../../../../imaging/src/mask/deflate.rs"]
mod deflate;
#[path = "../../../../imaging/src/mask/huffman.rs"]
mod huffman;

use deflate::Deflate;

/// Compresses the filtered rows of a PNG, with the runs of zeros that the package's PNG writer finds.
pub fn compress(rows: &[u8]) -> Vec<u8> {
    let mut stream = Deflate::new(Vec::new());
    let (groups, rest) = rows.as_chunks::<64>();
    for group in groups {
        if *group == [0; 64] {
            stream.run(0, 64);
        } else {
            group.as_chunks::<8>().0.iter().for_each(|word| add_word(&mut stream, word));
        }
    }
    rest.iter().for_each(|byte| stream.byte(*byte));
    stream.finish()
}

fn add_word(stream: &mut Deflate, word: &[u8; 8]) {
    if *word == [0; 8] {
        stream.run(0, 8);
    } else {
        word.iter().for_each(|byte| stream.byte(*byte));
    }
}
