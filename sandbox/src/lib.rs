//! A local stand-in for the ReRoom Enterprise API.
