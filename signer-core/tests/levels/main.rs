//! Levels: time-stamps, what validates, archive time-stamps; made from answers that are right, and not from others.
#![expect(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod archive;
mod authority;
mod chain;
mod stamping;
mod standing;
mod store;
