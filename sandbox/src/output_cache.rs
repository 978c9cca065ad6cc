//! Caches output images, which are created on demand.

use std::collections::VecDeque;
use std::rc::Rc;

/// Maximum size of the cache. The oldest images are dropped first and created again if needed.
const MAX_BYTES: usize = 64 << 20;

/// Output images by file name.
#[derive(Debug, Default)]
pub struct OutputCache {
    entries: VecDeque<(String, Rc<[u8]>)>,
    bytes: usize,
}

impl OutputCache {
    /// Returns an image, creating it if it is not cached. `None` if it cannot be created.
    pub fn get(&mut self, name: &str, make: impl FnOnce() -> Option<Vec<u8>>) -> Option<Rc<[u8]>> {
        if let Some((_, bytes)) = self.entries.iter().find(|(key, _)| key == name) {
            return Some(Rc::clone(bytes));
        }
        let bytes: Rc<[u8]> = make()?.into();
        self.bytes += bytes.len();
        self.entries.push_back((name.to_owned(), Rc::clone(&bytes)));
        while self.bytes > MAX_BYTES {
            let Some((_, oldest)) = self.entries.pop_front() else { break };
            self.bytes -= oldest.len();
        }
        Some(bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_image_is_created_once_and_the_cache_stays_within_its_limit() {
        let mut outputs = OutputCache::default();
        assert_eq!(outputs.get("a", || Some(vec![1])).as_deref(), Some(&[1][..]));
        assert_eq!(outputs.get("a", || None).as_deref(), Some(&[1][..]));
        assert_eq!(outputs.get("b", || None), None);
        for name in ["c", "d", "e"] {
            outputs.get(name, || Some(vec![0; MAX_BYTES / 2]));
        }
        assert!(outputs.bytes <= MAX_BYTES);
        assert_eq!(outputs.get("a", || Some(vec![2])).as_deref(), Some(&[2][..]));
    }
}
