//! Random ids and hashes, repeatable for a seed.

/// A SplitMix64 generator. Not cryptographic.
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Creates a generator. Equal seeds give equal sequences.
    pub fn new(seed: f64) -> Self {
        Self(seed.to_bits() ^ 0x5eed_0f5a_4db0_0c5a)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        mix(self.0)
    }

    /// 24 hex digits, like a document id. The documentation uses `_id` for accounts, keys and renders alike. Unlike a UUID, it
    /// cannot be mistaken for a file name.
    pub fn object_id(&mut self) -> String {
        format!("{:016x}{:08x}", self.next(), self.next() >> 32)
    }

    /// A version 4 UUID.
    pub fn uuid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        let (a, b, c) = (high >> 32, high >> 16 & 0xffff, high & 0x0fff);
        let (d, e) = (low >> 48 & 0x3fff | 0x8000, low & 0xffff_ffff_ffff);
        format!("{a:08x}-{b:04x}-4{c:03x}-{d:04x}-{e:012x}")
    }
}

/// Hashes a word, to derive colors and shapes from it.
pub fn hash(word: &str) -> u64 {
    mix(word
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325, |state, to_byte| (state ^ u64::from(to_byte)).wrapping_mul(0x0100_0000_01b3)))
}

/// Mixes the bits of a number.
pub fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let names = |seed| {
            let mut random = Random::new(seed);
            (random.uuid(), random.object_id(), random.uuid())
        };
        assert_eq!(names(7.0), names(7.0));
        assert_ne!(names(7.0), names(8.0));
        assert_ne!(names(7.0).0, names(7.0).2);
    }

    #[test]
    fn ids_have_the_format_that_the_service_accepts() {
        let mut random = Random::new(1.0);
        for _ in 0..1000 {
            let uuid = random.uuid();
            assert!(reroom::api::syntax::is_file_name(&(uuid.clone() + ".jpg")), "{uuid}");
            let id = random.object_id();
            assert!(id.len() == 24 && id.bytes().all(|to_byte| to_byte.is_ascii_hexdigit()), "{id}");
        }
    }
}
