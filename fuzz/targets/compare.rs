#![no_main]

mod mutate;

use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(
    // schema-drift catches panics of jsonschema's algebra, and the hook of libFuzzer would end the process at once.
    init: drop(std::panic::take_hook()),
    |pair: &[u8]| kombo_schema_fuzz::compare::check(pair)
);

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    mutate::json(data, size, max_size, seed, mutate::pair)
});
