//! The table of the kinds of changes: for each aspect of a schema an id and a sentence for each effect, and schemas that show it.

/// The effect of a change on the values that its place accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Effect {
    Widened,
    Narrowed,
    /// Both, or not decided.
    Changed,
}

impl Effect {
    pub const ALL: [Self; 3] = [Self::Widened, Self::Narrowed, Self::Changed];
}

macro_rules! aspects {
    ($($aspect:ident {
        Widened: $wider_id:literal, $wider:literal;
        Narrowed: $narrower_id:literal, $narrower:literal;
        Changed: $changed_id:literal, $changed:literal;
        schemas: $narrow:literal, $wide:literal $(, $other:literal)?;
    })+) => {
        /// What of a schema changes.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub(crate) enum Aspect { $($aspect,)+ }

        impl Aspect {
            pub const ALL: &[Self] = &[$(Self::$aspect),+];

            pub fn id(self, effect: Effect) -> &'static str {
                match (self, effect) {
                    $((Self::$aspect, Effect::Widened) => $wider_id,
                    (Self::$aspect, Effect::Narrowed) => $narrower_id,
                    (Self::$aspect, Effect::Changed) => $changed_id,)+
                }
            }

            pub fn summary(self, effect: Effect) -> &'static str {
                match (self, effect) {
                    $((Self::$aspect, Effect::Widened) => $wider,
                    (Self::$aspect, Effect::Narrowed) => $narrower,
                    (Self::$aspect, Effect::Changed) => $changed,)+
                }
            }

            /// A schema, one that accepts more values, and perhaps one that accepts others.
            pub fn schemas(self) -> (&'static str, &'static str, Option<&'static str>) {
                match self {
                    $(Self::$aspect => ($narrow, $wide, None$(.or(Some($other)))?),)+
                }
            }
        }
    };
}

aspects! {
    Null {
        Widened: "null-allowed", "A value may be null now.";
        Narrowed: "null-forbidden", "A value may not be null any more.";
        Changed: "null-changed", "It is not decided whether a value may be null.";
        schemas: r#"{"type": "string"}"#, r#"{"type": ["string", "null"]}"#;
    }
    Type {
        Widened: "type-widened", "A value may be of more types.";
        Narrowed: "type-narrowed", "A value may be of fewer types.";
        Changed: "type-changed", "A value is of another type.";
        schemas: r#"{"type": "integer"}"#, r#"{"type": ["integer", "string"]}"#, r#"{"type": "string"}"#;
    }
    Values {
        Widened: "enum-value-added", "A list of values has a new one.";
        Narrowed: "enum-value-removed", "A list of values no longer has one.";
        Changed: "enum-values-changed", "It is not decided which values of a list are accepted.";
        schemas: r#"{"enum": ["a"]}"#, r#"{"enum": ["a", "b"]}"#;
    }
    ValueList {
        Widened: "enum-removed", "The values are no longer listed, so that others are accepted.";
        Narrowed: "enum-added", "The values are listed now, so that others are rejected.";
        Changed: "enum-replaced", "A list of values took the place of other keywords, or the reverse.";
        schemas: r#"{"enum": ["a"]}"#, r#"{"type": "string"}"#, r#"{"type": "integer"}"#;
    }
    Required {
        Widened: "property-optional", "Objects may omit a property that was required.";
        Narrowed: "property-required", "Objects must have a property that they could omit.";
        Changed: "required-changed", "It is not decided whether objects must have a property.";
        schemas: r#"{"type": "object", "required": ["a"]}"#, r#"{"type": "object"}"#;
    }
    Property {
        Widened: "property-added", "Objects without other keys may have a new property.";
        Narrowed: "property-removed", "Objects without other keys may not have a property any more.";
        Changed: "property-changed", "A property is declared on one side only, and each side accepts values that the other rejects.";
        schemas: r#"{"properties": {"a": {}}, "additionalProperties": false}"#,
            r#"{"properties": {"a": {}, "b": {"type": "string"}}, "additionalProperties": false}"#;
    }
    UndeclaredProperty {
        Widened: "property-undeclared", "A property is no longer declared, so that it may have any value.";
        Narrowed: "property-declared", "A property is declared, so that it may not have any value, as an undeclared key may.";
        Changed: "property-redeclared", "A property is declared on one side only, which accepts other values than for any key.";
        schemas: r#"{"properties": {"a": {"type": "string"}}}"#, r#"{"properties": {}}"#;
    }
    OtherKeys {
        Widened: "other-keys-widened", "Objects may have more keys beside the declared ones, or with more values.";
        Narrowed: "other-keys-narrowed", "Objects may have fewer keys beside the declared ones, or with fewer values.";
        Changed: "other-keys-changed", "Keys beside the declared ones have other values.";
        schemas: r#"{"additionalProperties": false}"#, r#"{"additionalProperties": {"type": "string"}}"#;
    }
    PatternProperties {
        Widened: "pattern-properties-widened", "Keys that match a pattern may have more values.";
        Narrowed: "pattern-properties-narrowed", "Keys that match a pattern may have fewer values.";
        Changed: "pattern-properties-changed", "Other keys match a pattern, or with other values.";
        schemas: r#"{"patternProperties": {"^a": {"type": "string"}}}"#, r#"{"patternProperties": {"^ab": {"type": "string"}}}"#,
            r#"{"patternProperties": {"^b": {"type": "string"}}}"#;
    }
    PropertyNames {
        Widened: "property-names-widened", "More keys are accepted.";
        Narrowed: "property-names-narrowed", "Fewer keys are accepted.";
        Changed: "property-names-changed", "Other keys are accepted.";
        schemas: r#"{"propertyNames": {"maxLength": 2}}"#, "{}";
    }
    PropertyCount {
        Widened: "property-count-widened", "Objects may have more or fewer keys than before.";
        Narrowed: "property-count-narrowed", "The number of keys is limited further.";
        Changed: "property-count-changed", "The limits of the number of keys changed.";
        schemas: r#"{"maxProperties": 1}"#, r#"{"maxProperties": 2}"#;
    }
    Dependencies {
        Widened: "dependencies-widened", "Less is demanded of objects that have some key.";
        Narrowed: "dependencies-narrowed", "More is demanded of objects that have some key.";
        Changed: "dependencies-changed", "Something else is demanded of objects that have some key.";
        schemas: r#"{"dependentRequired": {"a": ["b"]}}"#, r#"{"dependentRequired": {}}"#, r#"{"dependentRequired": {"b": ["a"]}}"#;
    }
    Items {
        Widened: "items-widened", "Items of arrays may have more values.";
        Narrowed: "items-narrowed", "Items of arrays may have fewer values.";
        Changed: "items-changed", "Items of arrays have other values.";
        schemas: r#"{"items": false}"#, r#"{"items": {"type": "string"}}"#;
    }
    ItemCount {
        Widened: "item-count-widened", "Arrays may have more or fewer items than before.";
        Narrowed: "item-count-narrowed", "The number of items is limited further.";
        Changed: "item-count-changed", "The limits of the number of items changed.";
        schemas: r#"{"maxItems": 1}"#, r#"{"maxItems": 2}"#;
    }
    UniqueItems {
        Widened: "unique-items-dropped", "Items of an array may be equal.";
        Narrowed: "unique-items-demanded", "Items of an array may not be equal any more.";
        Changed: "unique-items-changed", "It is not decided whether items of an array may be equal.";
        schemas: r#"{"uniqueItems": true}"#, r#"{"uniqueItems": false}"#;
    }
    Contains {
        Widened: "contains-widened", "Arrays need fewer items of a kind, or may have more.";
        Narrowed: "contains-narrowed", "Arrays need more items of a kind, or may have fewer.";
        Changed: "contains-changed", "Arrays need items of another kind.";
        schemas: r#"{"contains": {"const": 1}}"#, r#"{"contains": {"const": 1}, "minContains": 0}"#;
    }
    Alternatives {
        Widened: "alternative-added", "A union has a new member, or accepts more values.";
        Narrowed: "alternative-removed", "A union no longer has a member, or accepts fewer values.";
        Changed: "alternatives-changed", "A union has other members.";
        schemas: r#"{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}"#,
            r#"{"anyOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]}"#;
    }
    Conditions {
        Widened: "condition-dropped", "Values need no longer meet a schema of `allOf`.";
        Narrowed: "condition-added", "Values must meet another schema of `allOf` too.";
        Changed: "conditions-changed", "Values must meet other schemas of `allOf`.";
        schemas: r#"{"allOf": [{"pattern": "a"}, {"pattern": "b"}, {"pattern": "c"}]}"#,
            r#"{"allOf": [{"pattern": "a"}, {"pattern": "b"}]}"#;
    }
    Exclusion {
        Widened: "exclusion-narrowed", "`not` excludes fewer values.";
        Narrowed: "exclusion-widened", "`not` excludes more values.";
        Changed: "exclusion-changed", "`not` excludes other values.";
        schemas: r#"{"not": {"type": "string"}}"#, "{}";
    }
    If {
        Widened: "if-widened", "Less is demanded of values that meet a condition.";
        Narrowed: "if-narrowed", "More is demanded of values that meet a condition.";
        Changed: "if-changed", "Something else is demanded of values that meet a condition.";
        schemas: r#"{"if": {"type": "string"}, "then": {"maxLength": 5}}"#, "{}";
    }
    Length {
        Widened: "length-widened", "Strings may be longer or shorter than before.";
        Narrowed: "length-narrowed", "The length of strings is limited further.";
        Changed: "length-changed", "The limits of the length of strings changed.";
        schemas: r#"{"maxLength": 5}"#, r#"{"maxLength": 9}"#;
    }
    Range {
        Widened: "range-widened", "Numbers may be larger or smaller than before.";
        Narrowed: "range-narrowed", "The range of numbers is limited further.";
        Changed: "range-changed", "The range of numbers changed.";
        schemas: r#"{"maximum": 5}"#, r#"{"maximum": 9}"#;
    }
    MultipleOf {
        Widened: "multiple-of-widened", "Numbers may be multiples of less.";
        Narrowed: "multiple-of-narrowed", "Numbers must be multiples of more.";
        Changed: "multiple-of-changed", "Numbers must be other multiples.";
        schemas: r#"{"multipleOf": 4}"#, r#"{"multipleOf": 2}"#, r#"{"multipleOf": 6}"#;
    }
    Pattern {
        Widened: "pattern-widened", "More strings match the pattern.";
        Narrowed: "pattern-narrowed", "Fewer strings match the pattern.";
        Changed: "pattern-changed", "Other strings match the pattern.";
        schemas: r#"{"pattern": "^ab"}"#, r#"{"pattern": "^a"}"#, r#"{"pattern": "^b"}"#;
    }
    Format {
        Widened: "format-widened", "More strings have the format, if formats assert.";
        Narrowed: "format-narrowed", "Fewer strings have the format, if formats assert.";
        Changed: "format-changed", "Other strings have the format, if formats assert.";
        schemas: r#"{"type": "string", "format": "ipv4"}"#, r#"{"type": "string"}"#;
    }
    AnyValue {
        Widened: "values-allowed", "A place accepts values where it accepted none.";
        Narrowed: "values-forbidden", "A place accepts no value any more.";
        Changed: "values-changed", "It is not decided whether a place accepts values.";
        schemas: "false", r#"{"type": "string"}"#;
    }
    Combination {
        Widened: "combination-widened", "Several keywords together accept more values.";
        Narrowed: "combination-narrowed", "Several keywords together accept fewer values.";
        Changed: "combination-changed", "Several keywords together accept other values.";
        schemas: r#"{"anyOf": [{"properties": {}}, {"required": ["b"]}], "unevaluatedProperties": false}"#,
            r#"{"anyOf": [{"properties": {"a": {"type": "string"}}}, {"required": ["b"]}], "unevaluatedProperties": false}"#;
    }
}
