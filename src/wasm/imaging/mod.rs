//! Masks and preparing.

pub mod canvas;
pub mod frame;
pub mod mask;
pub mod mask_editor;
pub mod mask_source;
pub mod prepare;
pub mod raster;
