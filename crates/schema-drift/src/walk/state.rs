//! What the walk has found, where it is, and where it has still to go.

use std::collections::{HashSet, VecDeque};

use schema_ir::{Document, Equality, Keyword, SchemaId, pointer};

use super::listed::Listed;
use super::queue::{Alias, AlignedPlaces, Pair};
use super::types::{ValueType, types};
use crate::annotation::compare_annotations;
use crate::difference::{Around, Difference, Differences, Subject, Variance};
use crate::facts::{Facts, MAX_HOPS};
use crate::instance_path::describe;
use crate::limits::MAX_CHANGES;
use crate::open_enum::compare_known;

/// Two aligned places and the keywords that apply there.
#[derive(Clone, Copy)]
pub(super) struct At<'a, 'd> {
    pub old: &'a Facts<'d>,
    pub new: &'a Facts<'d>,
    pub path: &'a str,
    /// True if differences are reported; false if only annotations are compared.
    pub judged: bool,
}

impl At<'_, '_> {
    /// A difference in `keyword`, with the schemas of old and new that show it.
    pub fn difference(&self, keyword: Keyword, message: String, [old, new]: [Document; 2]) -> Difference {
        Difference {
            subject: Subject::Keyword(keyword),
            message,
            old_origin: self.old.origin_of(keyword),
            new_origin: self.new.origin_of(keyword),
            was: self.old.value(keyword),
            is: self.new.value(keyword),
            old,
            new,
            path: self.path.to_owned(),
            variance: Variance::Covariant,
            around: Around { pair: [self.old.place, self.new.place], variance: Variance::Covariant },
        }
    }

    /// The same places, judged only if both allow values of the type.
    pub fn for_type(self, of: ValueType) -> Self {
        let both = types(self.old).contains(&of) && types(self.new).contains(&of);
        At { judged: self.judged && both, ..self }
    }

    /// The instance path of the member `token`.
    pub fn path_to(&self, token: &str) -> String {
        pointer::push(self.path, token)
    }
}

pub(super) struct Walk<'d> {
    pub old: &'d Document,
    pub new: &'d Document,
    /// Between schemas of old and of new.
    pub equality: Equality<'d>,
    pub formats: bool,
    open: VecDeque<AlignedPlaces>,
    /// The variance of the pair that is being compared.
    pub variance: Variance,
    pub inside: Option<Keyword>,
    /// The instance path of that pair, and the outermost pair for the same value.
    around: Option<(String, Around)>,
    /// A member of several unions may have an effect in some of them only, so it is compared in each.
    seen: HashSet<(Pair, bool, Variance, Option<Around>)>,
    annotated: HashSet<Pair>,
    /// The pairs that are walked on their own, and the number of this one.
    pub listed: Option<(&'d Listed, usize)>,
    pub differences: Differences,
}

impl<'d> Walk<'d> {
    pub fn new(old: &'d Document, new: &'d Document, formats: bool) -> Self {
        Walk {
            old,
            new,
            equality: Equality::between(old, new),
            formats,
            open: VecDeque::new(),
            variance: Variance::Covariant,
            inside: None,
            around: None,
            seen: HashSet::new(),
            annotated: HashSet::new(),
            listed: None,
            differences: Differences::default(),
        }
    }

    /// The places to compare next.
    pub fn next_places(&mut self) -> Option<AlignedPlaces> {
        let places = self.open.pop_front()?;
        (self.variance, self.inside) = (places.variance, places.inside);
        self.around = places.around.map(|around| (places.path.clone(), around));
        Some(places)
    }

    pub fn enter(&mut self, old: Option<SchemaId>, new: Option<SchemaId>, path: String, judged: bool) {
        let (variance, inside) = (self.variance, self.inside);
        self.enter_places(AlignedPlaces { pair: Pair { old, new }, path, judged, variance, inside, around: None });
    }

    pub fn enter_places(&mut self, mut places: AlignedPlaces) {
        self.follow_references(&mut places);
        if self.ends_at(&places) {
            return;
        }
        let of_same_value = self.around.as_ref().filter(|(path, _)| *path == places.path).map(|(_, around)| *around);
        let own = || Some(Around { pair: [places.pair.old?, places.pair.new?], variance: places.variance });
        places.around = of_same_value.or_else(own);
        let around = places.around.filter(|_| places.judged);
        if self.seen.insert((places.pair, places.judged, places.variance, around)) {
            self.open.push_back(places);
        }
    }

    /// Whether the walk ends at these places, because they are the same, or another pair of the list.
    fn ends_at(&mut self, places: &AlignedPlaces) -> bool {
        let (Some((listed, own)), Pair { old: Some(old), new: Some(new) }) = (self.listed, places.pair) else {
            return false;
        };
        match listed.find([old, new]) {
            Some(index) if index == own => false,
            _ if listed.are_written_alike([old, new]) => true,
            // The effect of a change may be another one here, so it is judged here too.
            Some(_) if places.judged && places.variance != Variance::Covariant => false,
            Some(index) => {
                if places.judged {
                    self.differences.through.insert(index);
                }
                true
            }
            None => false,
        }
    }

    /// Replaces references by their targets, so that one definition is compared once however many references lead to it.
    fn follow_references(&mut self, places: &mut AlignedPlaces) {
        for _ in 0..MAX_HOPS {
            let Pair { old, new } = places.pair;
            let old_alias = old.and_then(|id| Alias::at(self.old, id));
            let new_alias = new.and_then(|id| Alias::at(self.new, id));
            match (old_alias, new_alias) {
                (Some(Alias { target, bare: true }), _) => places.pair.old = Some(target),
                (_, Some(Alias { target, bare: true })) => places.pair.new = Some(target),
                (Some(one), Some(other)) => {
                    let old = old.map(|id| Facts::beside_reference(self.old, id));
                    let new = new.map(|id| Facts::beside_reference(self.new, id));
                    self.annotate(places, old.as_ref(), new.as_ref());
                    places.pair = Pair { old: Some(one.target), new: Some(other.target) };
                }
                _ => return,
            }
        }
    }

    /// Compares the annotations of a pair, once.
    pub fn annotate(&mut self, places: &AlignedPlaces, old: Option<&Facts<'d>>, new: Option<&Facts<'d>>) {
        if self.annotated.insert(places.pair) {
            let subject = describe(&places.path);
            let found = compare_annotations(old, new, self.formats, &subject);
            let known = old.zip(new).and_then(|(old, new)| compare_known(old, new, &subject));
            self.differences.annotations.extend(found.into_iter().chain(known));
        }
    }

    pub fn report(&mut self, mut difference: Difference) {
        difference.variance = self.variance;
        if let Some((_, around)) = self.around.as_ref().filter(|(path, _)| *path == difference.path) {
            difference.around = *around;
        }
        if let Some(keyword) = self.inside {
            difference.message.push_str(&format!(", inside `{keyword}`"));
        }
        if self.differences.keywords.len() < MAX_CHANGES {
            self.differences.keywords.push(difference);
        } else {
            self.differences.cut = true;
        }
    }

    /// Whether old and new have the same schemas in a keyword, as far as the facts have it.
    pub fn is_same(&self, at: &At<'_, '_>, keyword: Keyword) -> bool {
        match (at.old.get(keyword), at.new.get(keyword)) {
            (Some(old), Some(new)) => self.equality.keyword(keyword, old.holder, new.holder),
            (old, new) => old.is_none() && new.is_none(),
        }
    }
}
