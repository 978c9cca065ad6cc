//! Finished pictures, made when they are first asked for and kept for a while.

use std::collections::VecDeque;
use std::rc::Rc;

/// So many bytes are kept; what was made first goes first, and is made again when asked for.
const KEPT_BYTES: usize = 64 << 20;

/// Pictures by the name of their render's output.
#[derive(Debug, Default)]
pub struct Outputs {
    entries: VecDeque<(String, Rc<[u8]>)>,
    bytes: usize,
}

impl Outputs {
    /// The picture of that name, made now where it is not at hand. `None` when it cannot be made.
    pub fn get(&mut self, name: &str, make: impl FnOnce() -> Option<Vec<u8>>) -> Option<Rc<[u8]>> {
        if let Some((_, bytes)) = self.entries.iter().find(|(key, _)| key == name) {
            return Some(Rc::clone(bytes));
        }
        let bytes: Rc<[u8]> = make()?.into();
        self.bytes += bytes.len();
        self.entries.push_back((name.to_owned(), Rc::clone(&bytes)));
        while self.bytes > KEPT_BYTES {
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
    fn it_makes_once_and_stays_bounded() {
        let mut outputs = Outputs::default();
        assert_eq!(outputs.get("a", || Some(vec![1])).as_deref(), Some(&[1][..]));
        assert_eq!(outputs.get("a", || None).as_deref(), Some(&[1][..]));
        assert_eq!(outputs.get("b", || None), None);
        for name in ["c", "d", "e"] {
            outputs.get(name, || Some(vec![0; KEPT_BYTES / 2]));
        }
        assert!(outputs.bytes <= KEPT_BYTES);
        assert_eq!(outputs.get("a", || Some(vec![2])).as_deref(), Some(&[2][..]));
    }
}
