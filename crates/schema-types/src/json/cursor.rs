//! A place in a JSON text, and what can be read there without knowing what for.

use super::number::Numeral;
use super::plain;
use crate::short::are_same;

/// A text and a place in it.
pub(super) struct Cursor<'de> {
    text: &'de str,
    at: usize,
}

/// The text is not JSON, or not what JSON has there.
pub(super) struct NotJson;

/// A string of the text.
pub(super) enum Text<'de, 's> {
    /// As it stands there.
    Plain(&'de str),
    /// With its escapes replaced.
    Unescaped(&'s str),
}

impl<'de> Cursor<'de> {
    pub(super) fn new(text: &'de str) -> Self {
        Cursor { text, at: 0 }
    }

    pub(super) fn text(&self) -> &'de str {
        self.text
    }

    /// The place, in bytes.
    #[inline]
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// Goes to a place.
    #[inline]
    pub(super) fn set(&mut self, at: usize) {
        self.at = at;
    }

    /// The next byte.
    #[inline]
    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Goes past the next byte.
    #[inline]
    pub(super) fn skip(&mut self) {
        self.at += 1;
    }

    /// The next byte that is no blank.
    #[inline]
    pub(super) fn peek_token(&mut self) -> Option<u8> {
        loop {
            match self.peek() {
                Some(b' ' | b'\n' | b'\t' | b'\r') => self.at += 1,
                byte => return byte,
            }
        }
    }

    /// Whether this is the next byte that is no blank. Most texts have no blanks, so that the byte itself comes first.
    #[inline]
    pub(super) fn is_at(&mut self, token: u8) -> bool {
        self.peek() == Some(token) || self.peek_token() == Some(token)
    }

    /// Goes past the next byte that is no blank if it is this one.
    #[inline]
    pub(super) fn skip_token(&mut self, token: u8) -> bool {
        let is_it = self.is_at(token);
        if is_it {
            self.at += 1;
        }
        is_it
    }

    /// The text from a place to this one.
    #[inline]
    pub(super) fn since(&self, start: usize) -> &'de str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Reads `null`, `true` or `false`.
    #[inline]
    pub(super) fn word(&mut self, word: &str) -> Result<(), NotJson> {
        match self.text.as_bytes().get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes())) {
            true => {
                self.at += word.len();
                Ok(())
            }
            false => Err(NotJson),
        }
    }

    /// Goes past plain characters.
    #[inline]
    fn skip_plain(&mut self) {
        let bytes = self.text.as_bytes();
        let Some(mut rest) = bytes.get(self.at..) else { return };
        while let Some((eight, more)) = rest.split_first_chunk() {
            if !plain::are_plain(*eight) {
                self.at = bytes.len() - rest.len() + plain::count_of_eight(*eight);
                return;
            }
            rest = more;
        }
        // Few strings are so near to the end of the text.
        self.at = bytes.len() - rest.len() + rest.iter().take_while(|byte| plain::is_plain(**byte)).count();
    }

    /// Reads a string, of which the first quote is next, unless it has escapes: then the place is the first of them.
    #[inline]
    pub(super) fn plain_string(&mut self) -> Option<&'de str> {
        self.at += 1;
        let start = self.at;
        self.skip_plain();
        if self.peek() != Some(b'"') {
            return None;
        }
        let text = self.since(start);
        self.at += 1;
        Some(text)
    }

    /// Reads a string, of which the first quote is next.
    pub(super) fn string<'s>(&mut self, scratch: &'s mut String) -> Result<Text<'de, 's>, NotJson> {
        let start = self.at + 1;
        match self.plain_string() {
            Some(text) => Ok(Text::Plain(text)),
            None => self.unescape(start, scratch).map(|()| Text::Unescaped(scratch)),
        }
    }

    /// Goes past a key if it is this one without escapes, past its colon, and past the comma before it unless it is the first.
    /// There may be one space after the comma, as some writers have it. Returns the place of the key.
    #[inline(always)]
    pub(super) fn skip_member_key(&mut self, key: &str, is_first: bool) -> Option<usize> {
        let rest = self.text.as_bytes().get(self.at..)?;
        // If there are fewer bytes, the text ends soon, and the key is read as any other.
        let before = match (is_first, rest.get(..2 + (key.len() + 3).max(8))?) {
            (true, _) => 0,
            (false, [b',', b' ', ..]) => 2,
            (false, [b',', ..]) => 1,
            _ => return None,
        };
        if !starts_with_member(rest.get(before..)?, key.as_bytes()) {
            return None;
        }
        let start = self.at + before;
        self.at = start + key.len() + 3;
        Some(start)
    }

    /// Goes past a string if it is this one, without escapes.
    #[inline]
    pub(super) fn skip_known_string(&mut self, text: &str) -> bool {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        let is_it = rest.first() == Some(&b'"')
            && rest.get(1 + text.len()) == Some(&b'"')
            && rest.get(1..=text.len()).is_some_and(|found| are_same(found, text.as_bytes()));
        if is_it {
            self.at += text.len() + 2;
        }
        is_it
    }

    /// The string that starts at a place.
    #[cold]
    pub(super) fn string_at(&self, start: usize) -> String {
        let mut scratch = String::new();
        match (Cursor { text: self.text, at: start }).string(&mut scratch) {
            Ok(Text::Plain(text)) => text.to_owned(),
            Ok(Text::Unescaped(text)) => text.to_owned(),
            Err(NotJson) => String::new(),
        }
    }

    /// Reads the rest of a string, which starts at a place and has escapes from this one on.
    pub(super) fn unescape(&mut self, start: usize, scratch: &mut String) -> Result<(), NotJson> {
        scratch.clear();
        scratch.push_str(self.since(start));
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(());
                }
                Some(b'\\') => {
                    self.at += 1;
                    scratch.push(self.escape()?);
                }
                _ => return Err(NotJson),
            }
            let start = self.at;
            self.skip_plain();
            scratch.push_str(self.since(start));
        }
    }

    /// Reads what follows a backslash.
    fn escape(&mut self) -> Result<char, NotJson> {
        let letter = self.peek().ok_or(NotJson)?;
        self.at += 1;
        Ok(match letter {
            b'"' | b'\\' | b'/' => letter.into(),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let first = self.hex()?;
                match char::from_u32(first.into()) {
                    Some(char) => char,
                    None => {
                        self.word("\\u")?;
                        let pair = char::decode_utf16([first, self.hex()?]).next();
                        pair.and_then(Result::ok).ok_or(NotJson)?
                    }
                }
            }
            _ => return Err(NotJson),
        })
    }

    /// Reads four hexadecimal digits.
    fn hex(&mut self) -> Result<u16, NotJson> {
        let digits = self.text.as_bytes().get(self.at..).and_then(|rest| rest.first_chunk::<4>()).ok_or(NotJson)?;
        self.at += 4;
        let digit = |digit: u8| char::from(digit).to_digit(16);
        let number = digits.iter().try_fold(0, |number, byte| Some(number * 16 + digit(*byte)?)).ok_or(NotJson)?;
        u16::try_from(number).map_err(|_| NotJson)
    }

    /// Goes past a number.
    #[inline]
    pub(super) fn number(&mut self) -> Result<Numeral, NotJson> {
        let is_negative = self.peek() == Some(b'-');
        self.at += usize::from(is_negative);
        let mut digits = 0;
        let mut count = match self.peek() {
            Some(b'0') => {
                self.at += 1;
                1
            }
            _ => self.digits(&mut digits)?,
        };
        let mut fraction = None;
        match self.peek() {
            Some(b'0'..=b'9') => return Err(NotJson),
            Some(b'.') => {
                self.at += 1;
                let behind = self.digits(&mut digits)?;
                fraction = Some(behind);
                count += behind;
            }
            _ => {}
        }
        let mut has_exponent = false;
        if let Some(b'e' | b'E') = self.peek() {
            has_exponent = true;
            self.at += 1;
            if let Some(b'+' | b'-') = self.peek() {
                self.at += 1;
            }
            self.digits(&mut 0)?;
        }
        Ok(Numeral { is_negative, digits, count, fraction, has_exponent })
    }

    /// Goes past digits, of which there must be one, and adds them to those of a number. Returns how many there are.
    #[inline]
    fn digits(&mut self, number: &mut u64) -> Result<usize, NotJson> {
        let mut count = 0;
        for byte in self.text.as_bytes().get(self.at..).unwrap_or_default() {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                break;
            }
            *number = number.wrapping_mul(10).wrapping_add(digit.into());
            count += 1;
        }
        self.at += count;
        if count == 0 { Err(NotJson) } else { Ok(count) }
    }

    /// Goes past a value, of any depth.
    pub(super) fn skip_value(&mut self) -> Result<(), NotJson> {
        let mut open = Vec::new();
        loop {
            match self.peek_token() {
                Some(b'"') => self.skip_string()?,
                Some(b'-' | b'0'..=b'9') => self.number().map(drop)?,
                Some(b't') => self.word("true")?,
                Some(b'f') => self.word("false")?,
                Some(b'n') => self.word("null")?,
                Some(bracket @ (b'[' | b'{')) => {
                    self.at += 1;
                    let close = bracket + 2;
                    if self.peek_token() != Some(close) {
                        open.push(close);
                        if bracket == b'{' {
                            self.skip_key()?;
                        }
                        continue;
                    }
                    self.at += 1;
                }
                _ => return Err(NotJson),
            }
            // After a value: the ends of what is open, or a comma.
            loop {
                let Some(close) = open.last() else { return Ok(()) };
                match self.peek_token() {
                    Some(b',') => {
                        self.at += 1;
                        if *close == b'}' {
                            self.skip_key()?;
                        }
                        break;
                    }
                    Some(byte) if byte == *close => {
                        self.at += 1;
                        open.pop();
                    }
                    _ => return Err(NotJson),
                }
            }
        }
    }

    /// How many values are left if all are as long as the next one; none if that is more than a small part of the text.
    #[cold]
    pub(super) fn count_alike(&self) -> Option<usize> {
        let rest = self.text.get(self.at..)?;
        let part = rest.len() / 16;
        // A character has at most four bytes.
        let mut next = Cursor::new((part..part + 4).find_map(|end| rest.get(..end))?);
        next.skip_value().ok()?;
        Some(rest.len() / (next.at + ",".len()))
    }

    fn skip_key(&mut self) -> Result<(), NotJson> {
        if self.peek_token() != Some(b'"') {
            return Err(NotJson);
        }
        self.skip_string()?;
        if self.peek_token() != Some(b':') {
            return Err(NotJson);
        }
        self.at += 1;
        Ok(())
    }

    /// Goes past a string. Surrogates may stand alone in what is skipped, as serde_json has it.
    fn skip_string(&mut self) -> Result<(), NotJson> {
        self.at += 1;
        loop {
            self.skip_plain();
            let byte = self.peek();
            self.at += 1;
            match byte {
                Some(b'"') => return Ok(()),
                Some(b'\\') => match self.peek() {
                    Some(b'u') => {
                        self.at += 1;
                        self.hex()?;
                    }
                    Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 1,
                    _ => return Err(NotJson),
                },
                _ => return Err(NotJson),
            }
        }
    }
}

/// Whether a text starts with a key in quotes and a colon. The compiler knows the key, so that this is one comparison for a short
/// one and two for most others. Eight bytes must be there.
#[inline(always)]
fn starts_with_member(text: &[u8], key: &[u8]) -> bool {
    let length = key.len() + 3;
    let Some(text) = text.get(..length.max(8)) else { return false };
    if length <= 8 {
        return differ(text, key, 0) << (64 - 8 * length) == 0;
    }
    // They overlap.
    let ends = differ(text, key, 0) | differ(text, key, length - 8);
    ends == 0 && (length <= 16 || text.get(8..length - 8) == key.get(7..length - 9))
}

/// The bits in which eight bytes of a text, from a place, differ from a key in quotes and its colon.
#[inline(always)]
fn differ(text: &[u8], key: &[u8], at: usize) -> u64 {
    let byte = |offset: usize| match (at + offset).checked_sub(1) {
        None => b'"',
        Some(place) if place == key.len() => b'"',
        Some(place) if place == key.len() + 1 => b':',
        Some(place) => key.get(place).copied().unwrap_or_default(),
    };
    let known = u64::from_le_bytes([byte(0), byte(1), byte(2), byte(3), byte(4), byte(5), byte(6), byte(7)]);
    let found = text.get(at..).and_then(<[u8]>::first_chunk).map_or(!known, |eight| u64::from_le_bytes(*eight));
    found ^ known
}

#[cfg(test)]
mod tests {
    use super::{Cursor, Text};

    #[test]
    fn a_key_is_skipped_if_all_of_it_is_there() {
        for length in 0..40 {
            let key: String = ('A'..).take(length).collect();
            let text = format!(r#"{{"{key}":1,  "b":2}}"#);
            let skip = |text: &str| {
                let mut cursor = Cursor { text, at: 1 };
                (cursor.skip_member_key(&key, true), cursor.at())
            };
            assert_eq!(skip(&text), (Some(1), length + 4));
            for place in 1..length + 4 {
                let mut other = text.clone();
                other.replace_range(place..=place, "~");
                assert_eq!(skip(&other), (None, 1), "{other}");
            }
            for end in 1..length + 4 {
                assert_eq!(skip(&text[..end]), (None, 1));
            }
        }
    }

    #[test]
    fn values_are_counted_by_the_first() {
        let count = |text: &str| Cursor::new(text).count_alike();
        assert_eq!(count(&"[1, {}],".repeat(100)), Some(100));
        assert_eq!(count(&r#""é","#.repeat(100)), Some(100));
        assert_eq!(count(&" 10,".repeat(100)), Some(100));
        // Too long, and no value.
        assert_eq!(count(&format!("{:?},1,2,3", "a".repeat(100))), None);
        assert_eq!(count(&"]".repeat(100)), None);
        assert_eq!(count(""), None);
    }

    #[test]
    fn strings_are_borrowed_unless_they_have_escapes() {
        let mut scratch = String::new();
        let mut cursor = Cursor::new(r#""plain and long enough""#);
        assert!(matches!(cursor.string(&mut scratch), Ok(Text::Plain("plain and long enough"))));
        let mut cursor = Cursor::new(r#""\ud83d\ude00 a\n\/\u00e9é""#);
        assert!(matches!(cursor.string(&mut scratch), Ok(Text::Unescaped("😀 a\n/éé"))));
        for wrong in
            [r#""\ud83d""#, r#""\udc00\ud83d""#, r#""\ud83dx""#, r#""\x""#, r#""\u12g4""#, "\"a\nb\"", "\"open"]
        {
            assert!(Cursor::new(wrong).string(&mut scratch).is_err(), "{wrong}");
        }
    }
}
