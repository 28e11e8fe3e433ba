//! Derives and attributes, as rustfmt leaves them.

use std::collections::BTreeSet;

use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Lit, MacroDelimiter, Meta, Path, Token};

use super::{INDENT, WIDTH};

/// The widest list of arguments that rustfmt leaves on one line.
const ARGUMENTS_WIDTH: usize = 70;

/// What is written above a definition, a field or a variant, beside its documentation.
#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) derives: Vec<String>,
    pub(crate) others: Vec<Attribute>,
    /// The lints that do not apply, in their order.
    pub(crate) allowed: BTreeSet<&'static str>,
}

impl Attributes {
    pub(super) fn is_empty(&self) -> bool {
        self.derives.is_empty() && self.others.is_empty() && self.allowed.is_empty()
    }

    /// The lines that the attributes take; `indent` is the number of columns before them.
    pub(super) fn lines(&self, indent: usize) -> Vec<String> {
        let derive = (!self.derives.is_empty()).then(|| derive(&self.derives, indent));
        let others = self.others.iter().map(|attribute| print(attribute, indent));
        let allowed = self.allowed.iter().copied().collect::<Vec<_>>().join(", ");
        let allow = (!allowed.is_empty()).then(|| format!("#[allow({allowed})]"));
        derive
            .into_iter()
            .chain(others)
            .chain(allow)
            .flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
            .collect()
    }
}

/// A path without the spaces of its tokens.
pub(crate) fn path(path: &Path) -> String {
    let segments = path.segments.iter().map(|segment| segment.ident.to_string());
    let root = if path.leading_colon.is_some() { "::" } else { "" };
    format!("{root}{}", segments.collect::<Vec<_>>().join("::"))
}

/// `derive` on one line, or its traits on one line, or each on its own.
fn derive(traits: &[String], indent: usize) -> String {
    let line = traits.join(", ");
    if indent + "#[derive()]".len() + line.len() <= WIDTH {
        return format!("#[derive({line})]");
    }
    let fits = indent + INDENT.len() + line.len() + ",".len() <= WIDTH;
    let lines = if fits { line } else { traits.join(&format!(",\n{INDENT}")) };
    format!("#[derive(\n{INDENT}{lines},\n)]")
}

fn print(attribute: &Attribute, indent: usize) -> String {
    match Item::parse(&attribute.meta) {
        // One column each for `#`, and for each bracket.
        Some(item) => format!("#[{}]", item.print(indent, indent + 3)),
        None => print_tokens(attribute).unwrap_or_else(|| attribute.to_token_stream().to_string()),
    }
}

/// An attribute of another form, which rustfmt does not touch.
fn print_tokens(attribute: &Attribute) -> Option<String> {
    let file: syn::File = syn::parse2(quote!(#attribute struct S;)).ok()?;
    let text = prettyplease::unparse(&file);
    text.trim_end().strip_suffix("struct S;").map(|text| text.trim_end().to_owned())
}

/// An attribute in the form that rustfmt knows: a path, alone, with a literal, or with a list of such items.
enum Item {
    Text(String),
    List(String, Vec<Item>),
}

impl Item {
    fn parse(meta: &Meta) -> Option<Item> {
        match meta {
            Meta::Path(name) => Some(Item::Text(path(name))),
            Meta::NameValue(pair) => match &pair.value {
                Expr::Lit(literal) => Some(Item::Text(format!("{} = {}", path(&pair.path), text(&literal.lit)))),
                _ => None,
            },
            Meta::List(list) => {
                let MacroDelimiter::Paren(_) = list.delimiter else { return None };
                let items = list.parse_args_with(Punctuated::<Argument, Token![,]>::parse_terminated).ok()?;
                let items = items.into_iter().map(|Argument(item)| item).collect::<Option<Vec<_>>>()?;
                Some(Item::List(path(&list.path), items))
            }
        }
    }

    fn on_one_line(&self) -> String {
        match self {
            Item::Text(text) => text.clone(),
            Item::List(name, items) => format!("{name}({})", join(items)),
        }
    }

    /// The item after `used` columns of its line, which begins at `indent`.
    fn print(&self, indent: usize, used: usize) -> String {
        let line = self.on_one_line();
        let Item::List(name, items) = self else { return line };
        if used + line.len() <= WIDTH && join(items).len() <= ARGUMENTS_WIDTH {
            return line;
        }
        // rustfmt leaves the only item on the line of the list around it.
        if let [only @ Item::List(..)] = items.as_slice() {
            return format!("{name}({})", only.print(indent, used + name.len() + 2));
        }
        let deeper = indent + INDENT.len();
        let lines = items.iter().map(|item| item.print(deeper, deeper + 1).replace('\n', &format!("\n{INDENT}")));
        format!("{name}(\n{INDENT}{}\n)", lines.collect::<Vec<_>>().join(&format!(",\n{INDENT}")))
    }
}

fn join(items: &[Item]) -> String {
    items.iter().map(Item::on_one_line).collect::<Vec<_>>().join(", ")
}

fn text(literal: &Lit) -> String {
    literal.to_token_stream().to_string()
}

/// An argument of an attribute: a literal or an item; `None` if rustfmt knows neither.
struct Argument(Option<Item>);

impl syn::parse::Parse for Argument {
    fn parse(input: syn::parse::ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(syn::Lit) {
            return Ok(Argument(Some(Item::Text(text(&input.parse()?)))));
        }
        Ok(Argument(Item::parse(&input.parse()?)))
    }
}
