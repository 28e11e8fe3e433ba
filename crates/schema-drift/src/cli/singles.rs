//! The schemas and operations that only one side has, each with the rule that its absence meets.

use schema_ir::Peer;

use super::gather::Input;
use super::listing::InputSchema;
use super::operation_part::OperationPart;
use super::peers::Peers;
use super::rules::{Rule, RuleFinding};
use super::summary::Single;
use crate::comparison::Side;

/// Lists the schemas that only `side` has. A schema that is gone although its place is still there is a finding of its own.
pub(super) fn list_singles(
    input: &Input,
    schemas: &[InputSchema],
    side: Side,
    findings: &mut Vec<RuleFinding>,
) -> Vec<Single> {
    let mut singles = Vec::with_capacity(schemas.len());
    for schema in schemas {
        let place = input.place(schema.source, &schema.at);
        let known = findings.iter().find(|finding| is_about(finding, schema, side, &place.file));
        let (rule, breaks_peers) = match (known, &schema.operation, &schema.uses) {
            (Some(finding), ..) => (Some(finding.rule), Some(finding.breaks_peers.clone())),
            (None, Some(_), Some(uses)) => {
                let finding = RuleFinding::of_schema(schema, uses, side, place.clone());
                let found = (Some(finding.rule), Some(finding.breaks_peers.clone()));
                findings.push(finding);
                found
            }
            (None, Some(_), None) => (None, Some(Peer::ALL.into_iter().collect())),
            // The places that referred to a component are compared by themselves.
            (None, None, Some(uses)) if !uses.operations.is_empty() => (None, Some(Peers::default())),
            (None, None, Some(_)) => (None, Some(Peer::ALL.into_iter().collect())),
            (None, None, None) => (None, None),
        };
        singles.push(Single { name: schema.name.clone(), place, breaks_peers, rule, ..Single::default() });
    }
    singles
}

/// Whether a finding is about the part of an operation that a schema belongs to.
fn is_about(finding: &RuleFinding, schema: &InputSchema, side: Side, file: &str) -> bool {
    let (own, other) = match side {
        Side::Old => (&finding.old, &finding.new),
        Side::New => (&finding.new, &finding.old),
    };
    let is_inside = own.as_ref().is_some_and(|place| {
        let below = schema.at.strip_prefix(&place.pointer);
        // The server of Swagger 2.0 has the whole document as its place.
        place.file == file
            && !place.pointer.is_empty()
            && below.is_some_and(|below| below.is_empty() || below.starts_with('/'))
    });
    let Some(operation) = &schema.operation else { return false };
    // A parameter that the operations of a path share is one of each.
    let is_shared = operation.method.is_none();
    let is_moved = finding.rule == Rule::ParameterMoved;
    is_inside
        && (other.is_none() || is_moved)
        && (is_shared || finding.operations.contains(&OperationPart::whole(&operation.name)))
}
