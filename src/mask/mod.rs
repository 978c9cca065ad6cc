//! Masks: from pixels to the PNG that the service takes.
