//! Feeds, whole: against committed ones, against the facts they were made from, and read back.

mod communities;
mod generated;
mod golden;
mod imported;
mod jcal;
mod jscal;
mod lines;
mod options;
mod reread;
mod shipped;
