//! How much runs at the same time.

/// Renders that an account may have running (rate limits of the API page).
pub const MAX_CONCURRENT_RENDERS: u32 = 10;

/// Photos that one page or worker uploads at the same time. With more, status requests would wait for a connection.
pub const MAX_CONCURRENT_UPLOADS: u32 = 3;

/// Jobs of a batch that are prepared and uploaded while all slots are taken.
pub const MAX_PREPARED_AHEAD: u32 = 2;

/// How long a render that nothing polls keeps its slot after its last status request, in milliseconds. Freeing it too early
/// is harmless: the service rejects one render too many, and that request is sent again.
pub const UNWATCHED_SLOT_MS: f64 = 15_000.0;
