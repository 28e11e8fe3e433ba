#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| kombo_schema_fuzz::document::check(bytes));
