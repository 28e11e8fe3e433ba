//! Comparing texts as short as keys and the values of enumerations.

/// Whether two texts are the same. A call takes longer than to compare them here: by their first and their last bytes, which
/// overlap, and what is between.
#[inline]
pub(crate) fn are_same(one: &[u8], other: &[u8]) -> bool {
    if one.len() != other.len() {
        false
    } else if one.len() >= 8 {
        let (chunks, others) = (one.as_chunks::<8>().0, other.as_chunks::<8>().0);
        one.last_chunk::<8>() == other.last_chunk() && chunks.iter().zip(others).all(|(chunk, other)| chunk == other)
    } else if one.len() >= 4 {
        one.first_chunk::<4>() == other.first_chunk() && one.last_chunk::<4>() == other.last_chunk()
    } else if one.len() >= 2 {
        one.first_chunk::<2>() == other.first_chunk() && one.last_chunk::<2>() == other.last_chunk()
    } else {
        one.first() == other.first()
    }
}

#[cfg(test)]
mod tests {
    use super::are_same;

    #[test]
    fn texts_are_the_same_if_all_bytes_are() {
        for length in 0..40 {
            let one: String = ('A'..).take(length).collect();
            assert!(are_same(one.as_bytes(), one.clone().as_bytes()));
            assert!(!are_same(one.as_bytes(), format!("{one}A").as_bytes()));
            for place in 0..length {
                let mut other = one.clone();
                other.replace_range(place..=place, "_");
                assert_eq!(are_same(one.as_bytes(), other.as_bytes()), one == other, "{length} {place}");
            }
        }
    }
}
