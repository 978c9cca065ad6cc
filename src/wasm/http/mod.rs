//! Exchanges with the service.

pub mod response;
pub mod transport;
