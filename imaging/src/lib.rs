//! Masks and photo preparation for the `reroom` client.
//!
//! This crate is separate from the client because most pages never paint, so they never load it.

pub mod mask;
pub mod prepare;
