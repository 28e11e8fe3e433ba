//! Searches for a number between exact bounds that has, or has not, given divisors.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_rational::BigRational;
use num_traits::{One as _, Signed as _, ToPrimitive as _, Zero as _};
use serde_json::{Number, Value};

use super::solution::Solution;

/// Multiples that are tried one after the other.
const MAX_MULTIPLES: usize = 2_000;
/// Of these, the ones that neither a double nor a 64-bit integer represents exactly.
const MAX_UNWRITTEN: usize = 48;

/// The exact value of a number as it is written in decimal: `0.1` is a tenth, although the nearest double is not.
pub(super) fn exact(number: &Number) -> BigRational {
    if let Some(number) = number.as_i64() {
        return BigRational::from_integer(number.into());
    }
    if let Some(number) = number.as_u64() {
        return BigRational::from_integer(number.into());
    }
    parse_decimal(&number.to_string()).unwrap_or_else(BigRational::zero)
}

/// Parses a decimal such as `-12.5e-3`.
fn parse_decimal(text: &str) -> Option<BigRational> {
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits: BigInt = format!("{whole}{fraction}").parse().ok()?;
    let exponent: i64 = exponent.trim_start_matches('+').parse::<i64>().ok()? - fraction.len() as i64;
    // No double has a larger exponent.
    let power = BigInt::from(10).pow(u32::try_from(exponent.unsigned_abs().min(2_000)).ok()?);
    Some(if exponent < 0 { BigRational::new(digits, power) } else { BigRational::from_integer(digits * power) })
}

pub(super) fn is_whole(number: &Number) -> bool {
    number.as_f64().is_none_or(|number| number.fract() == 0.0)
}

/// Writes a whole number as an integer, if it fits into 64 bits.
pub(super) fn plain(number: &Number) -> Number {
    let exact = exact(number);
    if !exact.is_integer() {
        return number.clone();
    }
    let whole = exact.to_integer();
    whole.to_i64().map(Number::from).or_else(|| whole.to_u64().map(Number::from)).unwrap_or_else(|| number.clone())
}

/// The JSON number with exactly this value, if a double or a 64-bit integer represents it.
fn to_json(exact_number: &BigRational) -> Option<Number> {
    if exact_number.is_integer() {
        let whole = exact_number.to_integer();
        if let Some(number) = whole.to_i64().map(Number::from).or_else(|| whole.to_u64().map(Number::from)) {
            return Some(number);
        }
    }
    let near = Number::from_f64(exact_number.to_f64()?)?;
    (exact(&near) == *exact_number).then_some(near)
}

/// The constraints on a number. An integer has 1 among its `steps`, another number among its `no_steps`.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    pub low: Option<(BigRational, bool)>,
    pub high: Option<(BigRational, bool)>,
    pub steps: Vec<BigRational>,
    pub no_steps: Vec<BigRational>,
    pub excluded: Vec<BigRational>,
}

impl Numbers {
    pub fn at_least(&mut self, bound: BigRational, strict: bool) {
        let tighter = self.low.as_ref().is_none_or(|(low, was)| bound > *low || bound == *low && strict && !was);
        if tighter {
            self.low = Some((bound, strict));
        }
    }

    pub fn at_most(&mut self, bound: BigRational, strict: bool) {
        let tighter = self.high.as_ref().is_none_or(|(high, was)| bound < *high || bound == *high && strict && !was);
        if tighter {
            self.high = Some((bound, strict));
        }
    }

    fn fits(&self, number: &BigRational) -> bool {
        let above = self.low.as_ref().is_none_or(|(low, strict)| number > low || !strict && number == low);
        let below = self.high.as_ref().is_none_or(|(high, strict)| number < high || !strict && number == high);
        above
            && below
            && self.steps.iter().all(|step| divides(step, number))
            && !self.no_steps.iter().any(|step| divides(step, number))
            && !self.excluded.contains(number)
    }

    pub fn solve(&self) -> Solution {
        if let (Some((low, low_strict)), Some((high, high_strict))) = (&self.low, &self.high)
            && (low > high || low == high && (*low_strict || *high_strict))
        {
            return Solution::None;
        }
        match self.steps.split_first() {
            Some((first, rest)) => {
                let step = rest.iter().fold(first.clone(), |one, other| least_common_multiple(&one, other));
                self.try_multiples(&step)
            }
            None => self.solve_without_step(),
        }
    }

    /// Tries the multiples of `step`, starting at the bound nearest to zero.
    fn try_multiples(&self, step: &BigRational) -> Solution {
        if step.is_zero() || self.no_steps.iter().any(|other| divides(other, step)) {
            return Solution::None;
        }
        let first = self.low.as_ref().map(|(low, strict)| {
            let first = (low / step).ceil();
            if *strict && &first * step == *low { first + BigRational::one() } else { first }
        });
        let last = self.high.as_ref().map(|(high, strict)| {
            let last = (high / step).floor();
            if *strict && &last * step == *high { last - BigRational::one() } else { last }
        });
        let zero = BigRational::zero();
        let (start, direction) = match (&first, &last) {
            (Some(first), _) if *first > zero => (first.clone(), 1),
            (_, Some(last)) if *last < zero => (last.clone(), -1),
            _ => (zero, 0),
        };
        let mut unwritten = 0;
        let inside = |index: &BigRational| {
            first.as_ref().is_none_or(|first| index >= first) && last.as_ref().is_none_or(|last| index <= last)
        };
        for turn in 0..MAX_MULTIPLES {
            let turn = BigRational::from_integer(turn.into());
            let indices = match direction {
                0 => vec![&start + &turn, &start - &turn],
                1 => vec![&start + &turn],
                _ => vec![&start - &turn],
            };
            if !indices.iter().any(inside) {
                return if unwritten > 0 { Solution::Unknown } else { Solution::None };
            }
            for index in indices.iter().filter(|index| inside(index)) {
                let candidate = index * step;
                if self.fits(&candidate) {
                    match to_json(&candidate) {
                        Some(number) => return Solution::Value(Value::Number(number)),
                        None => unwritten += 1,
                    }
                }
            }
            if unwritten > MAX_UNWRITTEN {
                return self.try_doubles(&(&start * step), direction < 0);
            }
        }
        Solution::Unknown
    }

    /// Tries the doubles near `start`.
    fn try_doubles(&self, start: &BigRational, down: bool) -> Solution {
        let mut double = start.to_f64().unwrap_or(0.0);
        for _ in 0..MAX_UNWRITTEN {
            if let Some(number) = Number::from_f64(double).filter(|number| self.fits(&exact(number))) {
                return Solution::Value(Value::Number(number));
            }
            double = if down { double.next_down() } else { double.next_up() };
        }
        Solution::Unknown
    }

    /// Searches without a step. Between two bounds there are always more numbers than a list excludes.
    fn solve_without_step(&self) -> Solution {
        let half = BigRational::new(1.into(), 2.into());
        let (low, high) = match (&self.low, &self.high) {
            (Some((low, _)), Some((high, _))) if low == high => {
                return match (self.fits(low), to_json(low)) {
                    (false, _) => Solution::None,
                    (true, Some(number)) => Solution::Value(Value::Number(number)),
                    (true, None) => Solution::Unknown,
                };
            }
            (Some((low, _)), Some((high, _))) => (low.clone(), high.clone()),
            (Some((low, _)), None) => (low.clone(), low + BigRational::from_integer(8.into())),
            (None, Some((high, _))) => (high - BigRational::from_integer(8.into()), high.clone()),
            (None, None) => (BigRational::zero(), BigRational::from_integer(8.into())),
        };
        let middle = (&low + &high) * &half;
        let mut candidates = vec![low.clone(), high.clone(), middle.clone()];
        for tenth in [5, 1, 3, 7, 9, 2, 4] {
            let part = BigRational::new(tenth.into(), 10.into());
            for base in [low.floor(), low.ceil(), middle.floor(), high.floor()] {
                candidates.push(base + &part);
            }
        }
        let width = &high - &low;
        for parts in [3, 7, 16, 10, 100, 1_000, 1_000_000_007_i64] {
            candidates.push(&low + &width / BigRational::from_integer(parts.into()));
        }
        for candidate in candidates {
            // If no double has the exact value, a double near it may fit too.
            let near = to_json(&candidate).or_else(|| Number::from_f64(candidate.to_f64()?));
            if let Some(near) = near.filter(|near| self.fits(&exact(near))) {
                return Solution::Value(Value::Number(near));
            }
        }
        Solution::Unknown
    }
}

/// True if `number` is a multiple of `step`.
pub(super) fn divides(step: &BigRational, number: &BigRational) -> bool {
    !step.is_zero() && (number / step).is_integer()
}

fn least_common_multiple(one: &BigRational, other: &BigRational) -> BigRational {
    let (one, other) = (one.abs(), other.abs());
    BigRational::new(one.numer().lcm(other.numer()), one.denom().gcd(other.denom()))
}
