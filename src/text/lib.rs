//! Pure strings: normalisation, guards, short answers, declining, languages.
