//! The word that somebody probably meant.

/// The word among these that is so close to `word` that it was probably meant.
pub fn closest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|known| (strsim::jaro_winkler(word, known), known))
        .filter(|(similarity, _)| *similarity > CLOSE)
        .max_by(|(one, _), (other, _)| one.total_cmp(other))
        .map(|(_, known)| known)
}

/// The Jaro-Winkler similarity from which on one word is taken for a slip of another.
const CLOSE: f64 = 0.8;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_found_and_a_strange_word_is_not() {
        let known = ["records", "recorded_at", "labels"];
        assert_eq!(closest("recods", known), Some("records"));
        assert_eq!(closest("label", known), Some("labels"));
        assert_eq!(closest("visibility", known), None);
        assert_eq!(closest("", known), None);
    }
}
