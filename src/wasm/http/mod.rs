//! HTTP: calls of the service's endpoints, with authentication and retries.

pub mod api_client;
pub mod auth;
pub mod call;
pub mod response;
pub mod retry;
pub mod transport;
