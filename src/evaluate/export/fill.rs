//! Texts with places in braces. What is put in is never looked at again, so that a question may contain braces.

/// The template with `{name}` replaced by its value; braces around anything else stay.
pub(super) fn fill<'a>(template: &str, values: &[(&str, &'a str)]) -> String {
    let mut out = String::with_capacity(template.len());
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let named = |(name, value): &(&str, &'a str)| Some((*value, after.strip_prefix(name)?.strip_prefix('}')?));
        if let Some((value, tail)) = values.iter().find_map(named) {
            out.push_str(value);
            rest = tail;
        } else {
            out.push('{');
            rest = after;
        }
    }
    out.push_str(rest);
    out
}

/// The names in braces that are not among the known ones.
pub(super) fn strangers<'a>(template: &'a str, known: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    let named = template.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name);
    let is_name = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    named.filter(move |name| is_name(name) && !known.contains(name))
}
