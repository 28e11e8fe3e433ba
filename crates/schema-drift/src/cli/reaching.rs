//! Finds the parts of a document from which references lead to others of some kind.

use std::collections::{HashMap, HashSet};

/// The pointers, among `starts` and those that references lead to from there, of parts that are of a kind, or from which
/// references lead to one, directly or through others. `targets` returns the pointers to which a part refers, or `None` if the
/// part itself is of the kind. Each part is asked once.
pub(super) fn find_reaching(starts: Vec<String>, targets: impl Fn(&str) -> Option<Vec<String>>) -> HashSet<String> {
    let mut reaching = HashSet::new();
    // For each part, those that refer to it.
    let mut users: HashMap<String, Vec<String>> = HashMap::new();
    let mut seen: HashSet<String> = HashSet::new();
    let mut open = starts;
    while let Some(at) = open.pop() {
        if !seen.insert(at.clone()) {
            continue;
        }
        let Some(targets) = targets(&at) else {
            reaching.insert(at);
            continue;
        };
        for target in targets {
            users.entry(target.clone()).or_default().push(at.clone());
            open.push(target);
        }
    }
    let mut open: Vec<String> = reaching.iter().cloned().collect();
    while let Some(at) = open.pop() {
        for user in users.remove(&at).unwrap_or_default() {
            if reaching.insert(user.clone()) {
                open.push(user);
            }
        }
    }
    reaching
}
