//! The schemas regenerated from the types are equivalent to the vendored ones: proved, and sampled through the compiled code.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use generated::CASES;
use schema_drift::{Checked, Verdict, check};

/// Checking takes the square of a schema's length, and the longest cases are long lists of names.
const LONGEST: usize = 3_000;

#[test]
fn files_that_refer_to_each_other_and_components() {
    let vendored = schema_drift::vendored!(generated::folder::schemas());
    let all: Vec<Checked> =
        vendored.iter().map(|one| check(one, Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()).collect();
    let names: Vec<&str> = all.iter().map(|one| one.type_name.as_str()).collect();
    assert_eq!(names, ["Tree", "Pet", "Animal", "Cat", "Dog", "Common", "Order", "Stock", "Vec"]);
    for one in &all {
        assert_eq!(one.findings, [], "{}", one.type_name);
        assert!(one.samples.valid > 1 && one.samples.invalid > 1, "{}", one.type_name);
    }
    let carried = |index: usize| all[index].carried.iter().map(|place| place.pointer.as_str()).collect::<Vec<_>>();
    assert_eq!(carried(0), Vec::<&str>::new());
    assert_eq!(carried(5), ["/$defs/id/minLength"]);
    assert!(carried(6).contains(&"/properties/parts/minItems"), "{:?}", carried(6));
    // A file in YAML, in a subfolder.
    assert_eq!(vendored[7].file, "folder/parts/stock.yaml");
    assert_eq!(vendored[7].title.as_deref(), Some("Stock"));
    assert_eq!(carried(7), ["/$defs/id/minLength"]);
}

#[test]
fn schemas_of_documents_of_all_kinds() {
    let vendored = schema_drift::vendored!(generated::documents::schemas());
    let all: Vec<Checked> =
        vendored.iter().map(|one| check(one, Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap()).collect();
    let names: Vec<&str> = all.iter().map(|one| one.type_name.as_str()).collect();
    let expected = ["Switched", "Dimmed", "KettleV1", "KettleV2", "Id", "Size", "Parcel", "Bike", "Frame"];
    assert_eq!(names, expected);
    for one in &all {
        assert_eq!(one.findings, [], "{}", one.type_name);
        assert!(one.samples.valid > 1 && one.samples.invalid > 1, "{}", one.type_name);
    }
}

#[test]
fn schemas_of_operations() {
    let vendored = schema_drift::vendored!(generated::operations::schemas());
    assert_eq!(vendored.len(), 14);
    for one in vendored {
        let checked = check(&one, Path::new(env!("CARGO_MANIFEST_DIR"))).unwrap();
        assert_eq!(checked.findings, [], "{}", checked.type_name);
    }
}

fn checked() -> impl Iterator<Item = (String, Checked)> {
    // The schema algebra supports only the patterns of its own engine.
    let algebraic = CASES.iter().filter(|case| case.theme != "engines");
    let all = algebraic.flat_map(|case| (case.vendored)().into_iter().map(move |vendored| (case, vendored)));
    let short = all.filter(|(_, vendored)| vendored.source.len() < LONGEST);
    short.map(|(case, vendored)| (format!("{}: {}", case.theme, case.name), check(&vendored, Path::new("")).unwrap()))
}

#[test]
fn types_match_their_schemas() {
    let mut wrong = Vec::new();
    for (case, checked) in checked() {
        wrong.extend(checked.findings.iter().map(|found| format!("{case}: {found}")));
        // A keyword that a guard checks is carried, and no type rejects what the schema accepts without it.
        match checked.shape {
            Some(shape) => assert!(!checked.carried.is_empty() && shape.verdict() != Verdict::Narrower, "{case}"),
            None => assert_eq!(checked.carried, [], "{case}"),
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n"));
}
