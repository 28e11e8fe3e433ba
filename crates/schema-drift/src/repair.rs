//! Rewrites keywords that the algebra cannot handle. The same values stay valid, and each repair is reported.

use serde_json::{Map, Value, json};

use crate::dialect;
use schema_ir::pointer;

/// A keyword that was rewritten for the algebra.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// Pointer into the plain 2020-12 schema before the repair; into the file if the dialect forbids what is written there.
    pub pointer: String,
    /// A description of the repair.
    pub message: String,
}

/// A plain 2020-12 schema whose references are `#/$defs/NAME` only.
#[derive(Clone, Debug)]
pub(crate) struct Repaired {
    pub document: Value,
    pub repairs: Vec<Repair>,
    /// The name of the `$defs` entry that the root was moved to.
    root: Option<String>,
}

impl Repaired {
    pub fn new(schema: &Value) -> Self {
        let mut repaired = Repaired { document: schema.clone(), repairs: Vec::new(), root: None };
        repaired.drop_bounds_beyond_numbers();
        repaired.name_the_root();
        repaired
    }

    /// Translates a pointer into the document as it was before the repairs.
    pub fn written(&self, pointer: &str) -> String {
        let root = self.root.as_ref().map(|name| pointer::push("/$defs", name));
        match root.and_then(|root| pointer.strip_prefix(&root).map(str::to_owned)) {
            Some(rest) if rest.is_empty() || rest.starts_with('/') => rest,
            _ => pointer.to_owned(),
        }
    }

    /// Drops bounds at the largest double, because every number that is read meets them and the algebra gives up on them.
    fn drop_bounds_beyond_numbers(&mut self) {
        for at in dialect::schema_pointers(&self.document) {
            let Some(Value::Object(members)) = self.document.pointer_mut(&at) else { continue };
            for (keyword, limit) in [("minimum", f64::MIN), ("maximum", f64::MAX)] {
                if members.get(keyword).and_then(Value::as_f64) == Some(limit) {
                    members.shift_remove(keyword);
                    self.repairs.push(Repair {
                        pointer: pointer::push(&at, keyword),
                        message: format!("dropped `{keyword}` at the largest double, because every number meets it"),
                    });
                }
            }
        }
    }

    /// Moves a root that is referred to as `#` into `$defs`, because `#` means something else in each document, while an entry
    /// of `$defs` can get a common name.
    fn name_the_root(&mut self) {
        let uses: Vec<String> = dialect::schema_pointers(&self.document)
            .into_iter()
            .filter(|at| self.document.pointer(at).and_then(|schema| schema.get("$ref")) == Some(&json!("#")))
            .collect();
        let Some(first) = uses.first() else { return };
        let message = "recursion through `#` is read as recursion through an entry of `$defs`".to_owned();
        self.repairs.push(Repair { pointer: pointer::push(first, "$ref"), message });
        let mut definitions = match self.document.get("$defs") {
            Some(Value::Object(definitions)) => definitions.clone(),
            _ => Map::new(),
        };
        let mut name = "root".to_owned();
        while definitions.contains_key(&name) {
            name.push('_');
        }
        for at in &uses {
            if let Some(reference) = self.document.pointer_mut(&pointer::push(at, "$ref")) {
                *reference = format!("#/$defs/{name}").into();
            }
        }
        let mut root = self.document.take();
        if let Some(members) = root.as_object_mut()
            && let Some(Value::Object(repaired)) = members.shift_remove("$defs")
        {
            definitions = repaired;
        }
        definitions.insert(name.clone(), root);
        self.document = json!({"$ref": format!("#/$defs/{name}"), "$defs": definitions});
        self.root = Some(name);
    }
}
