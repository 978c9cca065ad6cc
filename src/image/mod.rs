//! Looking at a photo without decoding it.
