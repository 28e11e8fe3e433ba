//! Runs of characters that a JSON string has as they are.

/// Whether a byte of a string stands for itself: it is no quote, no backslash and no control.
#[inline]
pub(super) const fn is_plain(byte: u8) -> bool {
    byte >= 0x20 && byte != b'"' && byte != b'\\'
}

/// Whether all characters of all texts stand for themselves.
pub(crate) const fn are_all_plain(texts: &[&str]) -> bool {
    let mut text = 0;
    while text < texts.len() {
        let bytes = texts[text].as_bytes();
        let mut at = 0;
        while at < bytes.len() {
            if !is_plain(bytes[at]) {
                return false;
            }
            at += 1;
        }
        text += 1;
    }
    true
}

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// How many of eight bytes are plain, up to the first that is not.
#[inline]
pub(super) fn count_of_eight(eight: [u8; 8]) -> usize {
    ends(eight).trailing_zeros() as usize / 8
}

/// Whether eight bytes are plain.
#[inline]
pub(super) fn are_plain(eight: [u8; 8]) -> bool {
    ends(eight) == 0
}

/// The high bit of the first byte that is not plain, and perhaps those of bytes after it.
#[inline(always)]
fn ends(eight: [u8; 8]) -> u64 {
    let word = u64::from_le_bytes(eight);
    // A byte below 0x80 has its high bit after a subtraction that borrows. What is borrowed from the next byte may set that of more
    // bytes, but only above the first. With the second bit inverted, a quote is 0x20, a blank is above, and controls remain below.
    let quotes_and_controls = (word ^ (ONES * 2)).wrapping_sub(ONES * 0x21);
    let backslashes = (word ^ (ONES * u64::from(b'\\'))).wrapping_sub(ONES);
    (quotes_and_controls | backslashes) & !word & HIGHS
}

/// How many bytes are plain, up to the first that is not.
#[inline]
pub(super) fn count(bytes: &[u8]) -> usize {
    let mut at = 0;
    while let Some(eight) = bytes.get(at..).and_then(|rest| rest.first_chunk()) {
        if !are_plain(*eight) {
            return at + count_of_eight(*eight);
        }
        at += 8;
    }
    // Those of the last bytes that were counted already are plain.
    if let Some(eight) = bytes.last_chunk() {
        return bytes.len() - 8 + count_of_eight(*eight);
    }
    match (bytes.first_chunk(), bytes.last_chunk()) {
        (Some([a, b, c, d]), Some([e, f, g, h])) if are_plain([*a, *b, *c, *d, *e, *f, *g, *h]) => bytes.len(),
        _ => bytes.iter().take_while(|byte| is_plain(**byte)).count(),
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
                    for length in 0..=text.len() {
                        let text = &text[..length];
                        let one_by_one = text.iter().position(|byte| !is_plain(*byte)).unwrap_or(length);
                        assert_eq!(count(text), one_by_one, "{text:?}");
                    }
                }
            }
        }
    }
}
