#![no_main]

mod mutate;

use kombo_schema_fuzz::compare::random::Random;
use kombo_schema_fuzz::received::{SECRETS, check, sign, split};
use libfuzzer_sys::{fuzz_mutator, fuzz_target, fuzzer_mutate};

fuzz_target!(|input: &[u8]| check(input));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut random = Random::new(seed.into());
    let body = size - split(&data[..size]).1.len();
    match random.below(8) {
        0 => fuzzer_mutate(data, size, max_size),
        1 => almost_sign(&mut random, data, size, max_size),
        _ => body + mutate::json(&mut data[body..], size - body, max_size - body, seed, mutate::value),
    }
});

/// Signs the body and changes at most one bit of the signature, because chance does not find a signature that is almost right.
fn almost_sign(random: &mut Random, data: &mut [u8], size: usize, max_size: usize) -> usize {
    let body = split(&data[..size]).1.to_vec();
    let mut input = sign(SECRETS[random.below(SECRETS.len())], &body).into_bytes();
    let (at, bit) = (random.below(input.len()), random.below(9));
    if bit < 8 {
        input[at] ^= 1 << bit;
    }
    input.push(b'\n');
    input.extend(body);
    if input.len() > max_size {
        return size;
    }
    data[..input.len()].copy_from_slice(&input);
    input.len()
}
