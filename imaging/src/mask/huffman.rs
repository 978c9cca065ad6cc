//! Builds Huffman codes for deflate: complete, canonical and of limited length (RFC 1951, section 3.2.2).

/// A code, to be written lowest bit first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Code {
    /// The bits. The lowest is written first.
    pub bits: u32,
    /// The number of bits; 0 if the symbol does not occur.
    pub length: u32,
}

/// The code length of each symbol, at most `limit`.
///
/// Some decoders reject an incomplete code. So with fewer than two symbols, unused ones get a code too.
pub(super) fn lengths(frequencies: &[u32], limit: usize) -> Vec<u32> {
    let ranked = rank(frequencies);
    let mut counts = count_depths(&ranked, limit);
    shorten(&mut counts, limit);
    let mut lengths = vec![0; frequencies.len()];
    // The rarest symbols come first and get the longest codes.
    let sorted = counts.iter().enumerate().rev().flat_map(|(length, count)| std::iter::repeat_n(length as u32, *count));
    for ((_, symbol), length) in ranked.iter().zip(sorted) {
        if let Some(slot) = lengths.get_mut(*symbol) {
            *slot = length;
        }
    }
    lengths
}

/// Assigns the canonical code of each symbol.
pub(super) fn codes(lengths: &[u32]) -> Vec<Code> {
    let mut codes = vec![Code::default(); lengths.len()];
    let mut next = 0u32;
    for length in 1..=15 {
        next <<= 1;
        for (code, _) in codes.iter_mut().zip(lengths).filter(|(_, l)| **l == length) {
            *code = Code { bits: next.reverse_bits() >> (32 - length), length };
            next += 1;
        }
    }
    codes
}

/// Lists the symbols that need a code as (frequency, symbol), the rarest first.
fn rank(frequencies: &[u32]) -> Vec<(u32, usize)> {
    let mut ranked = Vec::with_capacity(frequencies.len());
    let mut insert = |entry| {
        let place = ranked.partition_point(|other| *other < entry);
        ranked.insert(place, entry);
        ranked.len()
    };
    let mut used = 0;
    for (symbol, frequency) in frequencies.iter().enumerate().filter(|(_, frequency)| **frequency > 0) {
        used = insert((*frequency, symbol));
    }
    for (symbol, _) in frequencies.iter().enumerate().filter(|(_, frequency)| **frequency == 0) {
        if used >= 2 {
            break;
        }
        used = insert((0, symbol));
    }
    ranked
}

/// Counts the leaves of the Huffman tree at each depth. Leaves below `limit` count as being at `limit`.
fn count_depths(ranked: &[(u32, usize)], limit: usize) -> Vec<usize> {
    let leaves = ranked.len();
    let nodes = (leaves * 2).saturating_sub(1);
    let mut weights: Vec<u32> = ranked.iter().map(|(frequency, _)| *frequency).collect();
    let mut parents = vec![0; nodes];
    let (mut leaf, mut inner) = (0, leaves);
    for node in leaves..nodes {
        let mut sum = 0;
        for _ in 0..2 {
            let weight = |index: usize| weights.get(index).copied().unwrap_or(u32::MAX);
            let next = if leaf < leaves && weight(leaf) <= weight(inner) { &mut leaf } else { &mut inner };
            sum += weight(*next);
            if let Some(parent) = parents.get_mut(*next) {
                *parent = node;
            }
            *next += 1;
        }
        weights.push(sum);
    }
    tally(&parents, leaves, limit)
}

/// Counts the leaves by depth. Each node's parent has a higher index, and the last node is the root.
fn tally(parents: &[usize], leaves: usize, limit: usize) -> Vec<usize> {
    let mut counts = vec![0; limit + 1];
    let mut depths = vec![0; parents.len()];
    for (node, parent) in parents.iter().enumerate().rev().skip(1) {
        let depth = depths.get(*parent).map_or(0, |above| above + 1);
        if let Some(slot) = depths.get_mut(node) {
            *slot = depth;
        }
        if node < leaves
            && let Some(count) = counts.get_mut(depth.min(limit))
        {
            *count += 1;
        }
    }
    counts
}

/// Repairs a code that the limit has overfilled, by moving leaves from the bottom up beside shorter codes.
fn shorten(counts: &mut [usize], limit: usize) {
    let full = 1 << limit;
    let mut used: usize = counts.iter().enumerate().map(|(length, count)| count << (limit - length)).sum();
    while used > full {
        let Some(above) = (1..limit).rev().find(|length| counts.get(*length).is_some_and(|count| *count > 0)) else {
            return;
        };
        for (length, count) in counts.iter_mut().enumerate() {
            if length == above {
                *count -= 1;
            }
            if length == above + 1 {
                *count += 2;
            }
            if length == limit {
                *count -= 1;
            }
        }
        used -= 1;
    }
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    #![allow(clippy::indexing_slicing)]

    use super::*;
    use proptest::prelude::*;

    fn kraft(lengths: &[u32], limit: u32) -> u32 {
        lengths.iter().filter(|length| **length > 0).map(|length| 1 << (limit - length)).sum()
    }

    /// The minimum cost of any code without a length limit.
    fn optimum(frequencies: &[u32]) -> u64 {
        let mut heap: Vec<u64> = frequencies.iter().filter(|f| **f > 0).map(|f| u64::from(*f)).collect();
        let mut cost = 0;
        while heap.len() > 1 {
            heap.sort_unstable_by(|a, b| b.cmp(a));
            let sum = heap.pop().unwrap_or(0) + heap.pop().unwrap_or(0);
            cost += sum;
            heap.push(sum);
        }
        cost
    }

    fn check(frequencies: &[u32], limit: u32) {
        let lengths = lengths(frequencies, limit as usize);
        assert_eq!(kraft(&lengths, limit), 1 << limit, "complete");
        assert!(lengths.iter().all(|length| *length <= limit));
        assert!(frequencies.iter().zip(&lengths).all(|(f, l)| *f == 0 || *l > 0));
    }

    proptest! {
        #[test]
        fn codes_are_complete_and_within_the_limit(
            frequencies in proptest::collection::vec(prop_oneof![Just(0u32), 1u32..4, 1u32..100_000], 2..286),
        ) {
            check(&frequencies, 15);
        }

        #[test]
        fn codes_are_optimal_within_the_limit(frequencies in proptest::collection::vec(1u32..50, 2..60)) {
            let lengths = lengths(&frequencies, 15);
            let cost: u64 = lengths.iter().zip(&frequencies).map(|(l, f)| u64::from(l * f)).sum();
            prop_assert_eq!(cost, optimum(&frequencies));
        }

        #[test]
        fn no_code_is_a_prefix_of_another(frequencies in proptest::collection::vec(0u32..500, 2..80)) {
            let codes: Vec<Code> = codes(&lengths(&frequencies, 15)).into_iter().filter(|c| c.length > 0).collect();
            for (i, a) in codes.iter().enumerate() {
                for b in &codes[i + 1..] {
                    let shorter = a.length.min(b.length);
                    prop_assert_ne!(a.bits & ((1 << shorter) - 1), b.bits & ((1 << shorter) - 1));
                }
            }
        }
    }

    #[test]
    fn deep_tree_is_shortened_to_the_limit() {
        let fibonacci: Vec<u32> =
            std::iter::successors(Some((1u32, 1u32)), |(a, b)| Some((*b, a + b))).map(|pair| pair.0).take(40).collect();
        check(&fibonacci, 15);
        check(&fibonacci[..19], 7);
        check(&[1; 128], 7);
    }

    #[test]
    fn fewer_than_two_symbols_make_a_complete_code() {
        assert_eq!(lengths(&[0, 0, 9], 7), [1, 0, 1]);
        assert_eq!(lengths(&[0, 0, 0], 7), [1, 1, 0]);
    }

    #[test]
    fn codes_equal_the_rfc_example() {
        let codes = codes(&[3, 3, 3, 3, 3, 2, 4, 4]);
        let expected = [0b010, 0b110, 0b001, 0b101, 0b011, 0b00, 0b0111, 0b1111];
        assert_eq!(codes.iter().map(|code| code.bits).collect::<Vec<_>>(), expected);
    }
}
