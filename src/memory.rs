//! The allocator of the client and of the imaging module.

use talc::wasm::{WasmDynamicTalc, new_wasm_dynamic_allocator};

/// Much smaller than the standard library's allocator.
#[global_allocator]
static MEMORY: WasmDynamicTalc = new_wasm_dynamic_allocator();
