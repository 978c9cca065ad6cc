//! Masks and photo preparation for the `reroom` client.
//!
//! A crate apart from the client because most pages never paint: they load neither.

pub mod mask;
pub mod prepare;
