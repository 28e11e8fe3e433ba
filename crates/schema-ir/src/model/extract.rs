//! Small documents cut out of large ones.

use std::collections::HashMap;

use super::{Document, Schema, SchemaId};

impl Document {
    /// A document of its own whose root is `root`, a schema made of schemas of this document: with all of them that it needs.
    ///
    /// References that lead to the root of this document lead to a definition in the new one.
    ///
    /// ```
    /// use schema_ir::{NormaliseOptions, Schema, Source, normalise};
    /// let text = br##"{"items": {"$ref": "#/$defs/A"}, "$defs": {"A": {"type": "null"}, "B": {}}}"##;
    /// let source = Source::parse("a.json", text.to_vec())?;
    /// let document = normalise(&source, &NormaliseOptions::default())?.document;
    ///
    /// let items = document[document.root()].array.items.unwrap();
    /// let small = document.extract(document[items].clone());
    /// assert_eq!(small.to_json(), serde_json::json!({"$ref": "#/$defs/A", "$defs": {"A": {"type": "null"}}}));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn extract(&self, root: Schema) -> Document {
        let mut small = Document::new(root);
        let start = small.root();
        self.copy_below(start, HashMap::new(), &mut small);
        small
    }

    /// Adds the schemas of another document, and returns the number that its root has here. A definition whose name is taken gets
    /// another one.
    ///
    /// ```
    /// use schema_ir::{Document, Schema};
    /// let mut both = Document::new(Schema::default());
    /// let one = both.embed(&Document::new(Schema { boolean: Some(false), ..Schema::default() }));
    /// let root = both.root();
    /// both[root].logic.not = Some(one);
    /// assert_eq!(both.to_json(), serde_json::json!({"not": false}));
    /// ```
    pub fn embed(&mut self, other: &Document) -> SchemaId {
        let start = self.add(other.share(other.root()));
        other.copy_below(start, HashMap::from([(other.root(), start)]), self);
        start
    }

    /// Copies the schemas that the one at `start` of `small` needs; it has still the numbers of this document inside. `known` has
    /// the numbers of what is copied already.
    fn copy_below(&self, start: SchemaId, mut known: HashMap<SchemaId, SchemaId>, small: &mut Document) {
        let mut open = vec![start];
        while let Some(here) = open.pop() {
            let mut schema = std::mem::take(&mut small[here]);
            let target = schema.reference;
            schema.for_each_id(|id| {
                *id = *known.entry(*id).or_insert_with(|| {
                    let copy = small.add(self.share(*id));
                    open.push(copy);
                    copy
                });
            });
            if let (Some(old), Some(new)) = (target, schema.reference)
                && small.name_of(new).is_none()
            {
                let mut name = self.name_of(old).unwrap_or("root").to_owned();
                while small.definitions.contains_key(&name) {
                    name.push('_');
                }
                small.define(name, new);
            }
            small[here] = schema;
        }
    }
}

impl Schema {
    /// Calls `visit` with the id of each schema that this one names: those inside it, and the target of its reference.
    fn for_each_id(&mut self, mut visit: impl FnMut(&mut SchemaId)) {
        self.reference.iter_mut().for_each(&mut visit);
        if !self.array.is_empty() {
            let array = &mut *self.array;
            let single = [&mut array.items, &mut array.contains, &mut array.unevaluated_items];
            array.prefix_items.iter_mut().chain(single.into_iter().flatten()).for_each(&mut visit);
        }
        if !self.object.is_empty() {
            let object = &mut *self.object;
            let maps = [&mut object.properties, &mut object.pattern_properties, &mut object.dependent_schemas];
            maps.into_iter().flat_map(|map| map.values_mut()).for_each(&mut visit);
            let single =
                [&mut object.additional_properties, &mut object.property_names, &mut object.unevaluated_properties];
            single.into_iter().flatten().for_each(&mut visit);
        }
        if !self.logic.is_empty() {
            let logic = &mut *self.logic;
            let lists = [Some(&mut logic.all_of), logic.any_of.as_mut(), logic.one_of.as_mut()];
            lists.into_iter().flatten().flatten().for_each(&mut visit);
            let single = [&mut logic.not, &mut logic.condition, &mut logic.then, &mut logic.otherwise];
            single.into_iter().flatten().for_each(&mut visit);
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use serde_json::json;

    use crate::{NormaliseOptions, Schema, Source, normalise};

    #[test]
    fn a_document_is_what_its_parts_are() {
        let schema = json!({
            "properties": {"a": {"$ref": "#"}, "b": {"$ref": "#/$defs/b"}},
            "patternProperties": {"^x": {"type": "null"}}, "additionalProperties": {"type": "string"},
            "propertyNames": {"minLength": 1}, "unevaluatedProperties": {"const": 1},
            "dependentSchemas": {"a": {"required": ["b"]}},
            "prefixItems": [{"const": 2}], "items": {"const": 3}, "contains": {"const": 4},
            "unevaluatedItems": {"const": 5},
            "allOf": [{"not": {"const": 6}}], "anyOf": [{"const": 7}, true], "oneOf": [{"const": 8}, false],
            "if": {"const": 9}, "then": {"const": 10}, "else": {"const": 11},
            "$defs": {"b": {"items": {"$ref": "#/$defs/c"}}, "c": {"$ref": "#/$defs/b"}, "unused": {}},
        });
        let source = Source::parse("a.json", schema.to_string().into_bytes()).unwrap();
        let document = normalise(&source, &NormaliseOptions::default()).unwrap().document;
        assert_eq!(document.to_json(), schema);

        let reference = Schema { reference: Some(document.root()), ..Schema::default() };
        let small = document.extract(reference).to_json();
        let mut root = schema.clone();
        let definitions = root.as_object_mut().unwrap().remove("$defs").unwrap();
        root["properties"]["a"]["$ref"] = json!("#/$defs/root");
        let expected = json!({"root": root, "b": definitions["b"], "c": definitions["c"]});
        assert_eq!(small, json!({"$ref": "#/$defs/root", "$defs": expected}));
    }
}
