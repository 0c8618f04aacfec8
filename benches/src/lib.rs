//! Speed and memory; see `benches/`.
