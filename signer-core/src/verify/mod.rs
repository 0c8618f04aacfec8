//! Verifying: facts are gathered, then judged.

mod facts;
mod judge;

pub use self::facts::{
    Binding, CertificateFacts, CoreFacts, Facts, PathFacts, PathProblem, PathProblemKind, TimestampFacts,
};
pub use self::judge::judge;
