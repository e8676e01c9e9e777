//! Members of a header with their weights, as clients say what they want (RFC 9110 12.4.2).

use hyper::header::HeaderName;

use super::Fields;

/// In thousandths; 0 is refused.
pub(super) type Weight = u16;

/// The members of a header over all its lines, each with its weight. The case of their letters is the client's.
pub(in crate::http) fn members<'h, 'n>(
    fields: Fields<'h>,
    name: &'n HeaderName,
) -> impl Iterator<Item = (&'h str, Weight)> + use<'h, 'n> {
    fields.texts(name).flat_map(|line| line.split(',')).filter_map(|member| {
        let mut parts = member.split(';').map(str::trim);
        let word = parts.next().filter(|word| !word.is_empty())?;
        Some((word, weight(parts)))
    })
}

/// What the parameters of a member say of its weight.
fn weight<'p>(parameters: impl Iterator<Item = &'p str>) -> Weight {
    let mut said = parameters
        .filter_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")))
        .filter_map(|q| q.trim().parse::<f32>().ok());
    said.next().map_or(1000, |q| (q.clamp(0.0, 1.0) * 1000.0) as Weight)
}
