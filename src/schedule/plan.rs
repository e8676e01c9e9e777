//! From meetings to series.

use super::Series;
use crate::directory::{Community, Finding};

/// The series of a community's meetings, in the order of the file, and what could not be made concrete.
pub fn plan(community: &Community) -> (Vec<Series>, Vec<Finding>) {
    let _ = community;
    (vec![], vec![])
}
