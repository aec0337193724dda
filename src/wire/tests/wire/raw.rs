//! Raw JSON text made at random: white space, spellings and numbers that a `Value` would not survive.

use bytes::Bytes;
use proptest::collection::vec;
use proptest::prelude::*;

/// Members of an object, each as the raw text of its key and of its value, with the white space around each of them.
#[derive(Debug, Clone)]
pub(crate) struct Members(pub(crate) Vec<Member>);

#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) key: String,
    pub(crate) value: String,
    space: [String; 4],
}

impl Members {
    /// The object as somebody wrote it.
    pub(crate) fn as_written(&self) -> Bytes {
        let mut out = String::from(" \n{");
        for (place, Member { key, value, space: [a, b, c, d] }) in self.0.iter().enumerate() {
            let comma = if place > 0 { "," } else { "" };
            out.push_str(&format!("{comma}{a}{key}{b}:{c}{value}{d}"));
        }
        out.push_str("}\r\n");
        out.into()
    }

    /// The object as it is rebuilt after an edit.
    pub(crate) fn rebuilt(&self) -> Bytes {
        let members: Vec<_> = self.0.iter().map(|member| format!("{}:{}", member.key, member.value)).collect();
        format!("{{{}}}", members.join(",")).into()
    }

    /// A member with a key of that raw spelling.
    pub(crate) fn find(&mut self, key: &str) -> &mut Member {
        self.0.iter_mut().find(|member| member.key == key).unwrap()
    }
}

/// Any JSON value.
pub(crate) fn value() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![number(), string(), Just("true".to_owned()), Just("null".to_owned())];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let item =
            (space(), inner, space()).prop_map(|(before, value, after)| format!("{before}{value}{after}")).boxed();
        let member = (space(), string(), item.clone()).prop_map(|(before, key, item)| format!("{before}{key}:{item}"));
        prop_oneof![
            vec(item, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            vec(member, 0..4).prop_map(|members| format!("{{{}}}", members.join(","))),
        ]
    })
}

/// Numbers as JSON allows them, most of which no `f64` holds.
pub(crate) fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        "-?(0|[1-9][0-9]{0,40})",
        "-?(0|[1-9][0-9]{0,5})\\.[0-9]{1,30}",
        "-?[1-9](\\.[0-9]{1,3})?[eE][+-]?[0-9]{1,4}",
        Just("1e400".to_owned()),
        Just("12345678901234567890123".to_owned()),
        Just("0.10".to_owned()),
    ]
}

/// Strings in all spellings, unpaired surrogates among them.
pub(crate) fn string() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-z0-9 _:,{}\\[\\]é中😀\u{2028}]{1,4}",
        1 => prop::sample::select(vec![
            "\\n", "\\\"", "\\\\", "\\/", "\\b", "\\u00e9", "\\u0000", "\\uD83D\\uDE00", "\\ud800", "\\udfff\\u0041",
        ]).prop_map(str::to_owned),
    ];
    vec(piece, 0..5).prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

/// Members that nobody knows: their keys begin with `x`, which no key that we act on does.
pub(crate) fn unknown() -> impl Strategy<Value = Members> {
    let key = string().prop_map(|key| format!("\"x{}", &key[1..]));
    let member = (key, value(), spaces()).prop_map(|(key, value, space)| Member { key, value, space });
    vec(member, 0..6).prop_map(Members)
}

/// Members known and unknown, in any order.
pub(crate) fn with_unknown(known: &[(&str, &str)]) -> impl Strategy<Value = Members> + use<> {
    let known: Vec<_> = known.iter().map(|(key, value)| (format!("\"{key}\""), (*value).to_owned())).collect();
    let known: Vec<_> = known
        .into_iter()
        .map(|(key, value)| spaces().prop_map(move |space| Member { key: key.clone(), value: value.clone(), space }))
        .collect();
    (known, unknown()).prop_map(|(known, unknown)| [known, unknown.0].concat()).prop_shuffle().prop_map(Members)
}

fn spaces() -> impl Strategy<Value = [String; 4]> {
    [space(), space(), space(), space()]
}

fn space() -> impl Strategy<Value = String> {
    "[ \t\n\r]{0,2}"
}
