//! Floor 7
