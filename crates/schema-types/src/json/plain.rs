//! Runs of characters that a JSON string has as they are.

/// Whether a byte of a string stands for itself: it is no quote, no backslash and no control.
#[inline]
pub(super) fn is_plain(byte: u8) -> bool {
    byte >= 0x20 && byte != b'"' && byte != b'\\'
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// How many of eight bytes are plain, up to the first that is not.
#[inline]
pub(super) fn count_of_eight(eight: [u8; 8]) -> usize {
    let word = u64::from_le_bytes(eight);
    // A byte below 0x80 has its high bit after a subtraction that borrows. What is borrowed from the next byte may set that of more
    // bytes, but only above the first.
    let quotes = (word ^ (ONES * u64::from(b'"'))).wrapping_sub(ONES);
    let backslashes = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
    let controls = word.wrapping_sub(ONES * 0x20);
    let ends = (quotes | backslashes | controls) & !word & HIGHS;
    ends.trailing_zeros() as usize / 8
}

/// How many bytes are plain, up to the first that is not.
#[inline]
pub(super) fn count(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        let plain = count_of_eight(*eight);
        at += plain;
        if plain < 8 {
            return at;
        }
    }
    match bytes.last_chunk() {
        // Those of the last eight that were counted already are plain.
        Some(eight) => bytes.len() - 8 + count_of_eight(*eight),
        None => bytes.iter().take_while(|byte| is_plain(**byte)).count(),
    }
}

#[cfg(test)]
mod tests {
    use super::{count, is_plain};

    #[test]
    fn plain_bytes_are_counted_as_one_by_one() {
        let bytes: Vec<u8> = (0..=255).collect();
        for end in &bytes {
            for place in 0..19 {
                for before in [b' ', b'!', b'#', b'a', 0x7f, 0x80, 0xa2, 0xdc, 0xff] {
                    let mut text = [before; 19];
                    text[place] = *end;
                    let one_by_one = text.iter().position(|byte| !is_plain(*byte)).unwrap_or(text.len());
                    assert_eq!(count(&text), one_by_one, "{text:?}");
                }
            }
        }
    }
}
