//! What must hold whatever the input. Each fuzz target reads its input and hands what comes of it to one of these.

pub mod feeds;
pub mod reading;
