//! The name that was probably meant by a misspelt one.

/// The number of characters up to which a name is compared.
const MAX_NAME: usize = 40;

/// The known name that differs from `name` by one letter, or by two if it has nine letters or more. Names of less than four letters
/// are similar to none. Upper and lower case count as the same letter.
///
/// ```
/// assert_eq!(schema_ir::most_similar("requried", ["properties", "required"]), Some("required"));
/// assert_eq!(schema_ir::most_similar("name", ["properties", "required"]), None);
/// ```
pub fn most_similar<'n>(name: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    if name.len() > MAX_NAME {
        return None;
    }
    let name = name.to_lowercase();
    let distances = known.into_iter().map(|known| (edit_distance(&name, &known.to_lowercase()), known));
    let near = distances.filter(|(distance, known)| *distance <= 2.min((known.len() + 1) / 5));
    near.min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

/// The number of letters to insert, delete, replace, or swap with their neighbour (optimal string alignment).
fn edit_distance(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, b) in other.iter().enumerate() {
            let mut least = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(before_last[j - 1] + 1);
            }
            row.push(least);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or(0)
}
