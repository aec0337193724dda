//! Chemical formulas and codes that end in a number: `CO` is not `CO2`, `B6` is not `B12`.

/// Symbols of the elements.
const SYMBOLS: &str = " H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr \
    Rb Sr Y Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re Os \
    Ir Pt Au Hg Tl Pb Bi Po At Rn Fr Ra Ac Th Pa U Np Pu Am ";
/// No formula is longer, in bytes.
const LONGEST: usize = 40;

/// How many of each element, sorted by symbol; `None` where a text is no formula.
pub(crate) fn atoms(text: &str) -> Option<Vec<(String, u32)>> {
    let text = text.trim().trim_end_matches('.');
    if text.is_empty() || text.len() > LONGEST {
        return None;
    }
    let plain: String = text.chars().map(lowered).collect();
    let (mut atoms, rest) = group(&plain, 0)?;
    if !rest.is_empty() {
        return None;
    }
    atoms.sort();
    let mut merged: Vec<(String, u32)> = Vec::new();
    for (symbol, count) in atoms {
        match merged.last_mut() {
            Some(last) if last.0 == symbol => last.1 = last.1.saturating_add(count),
            _ => merged.push((symbol, count)),
        }
    }
    Some(merged)
}

/// Whether two texts are formulas of different stuff; one at least must have a number in it.
pub(crate) fn differ(a: &str, b: &str) -> bool {
    let numbered = |text: &str| text.chars().map(lowered).any(|c| c.is_ascii_digit());
    (numbered(a) || numbered(b)) && matches!((atoms(a), atoms(b)), (Some(x), Some(y)) if x != y)
}

/// Whether two folded words are one code with different numbers or signs: `b6` and `b12`, `c++` and `c#`, `o-` and `o+`.
pub(crate) fn codes_differ(a: &str, b: &str) -> bool {
    let ((letters, end), (letters_too, end_too)) = (code(a), code(b));
    let number = |end: &str| !end.is_empty() && end.bytes().all(|c| c.is_ascii_digit());
    let sign = |end: &str| !end.is_empty() && end.bytes().all(|c| matches!(c, b'+' | b'-' | b'#'));
    let alike = letters == letters_too && !letters.is_empty() && end != end_too;
    let numbers = number(end) && number(end_too) && end.trim_start_matches('0') != end_too.trim_start_matches('0');
    // `C` is a language of its own beside `C++`; `O` may be either blood group.
    let whole = |end: &str, other: &str| letters == "c" && end.is_empty() && sign(other);
    alike && (numbers || (sign(end) && sign(end_too)) || whole(end, end_too) || whole(end_too, end))
}

fn code(word: &str) -> (&str, &str) {
    let at = word.find(|c: char| !c.is_ascii_lowercase()).unwrap_or(word.len());
    word.split_at(at)
}

/// A subscript digit as a plain one.
fn lowered(c: char) -> char {
    match c {
        '₀'..='₉' => char::from(b'0' + (c as u32 - '₀' as u32) as u8),
        _ => c,
    }
}

/// How deep brackets may stand in one another.
const DEEPEST: usize = 3;

type Atoms = Vec<(String, u32)>;

fn group(text: &str, depth: usize) -> Option<(Atoms, &str)> {
    let mut atoms: Atoms = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        let (part, after) = if c == '(' && depth < DEEPEST {
            let (inner, after) = group(&rest[1..], depth + 1)?;
            (inner, after.strip_prefix(')')?)
        } else if c.is_ascii_uppercase() {
            let long = rest.get(..2).filter(|symbol| is_symbol(symbol));
            let symbol = long.or_else(|| rest.get(..1).filter(|symbol| is_symbol(symbol)))?;
            (vec![(symbol.to_owned(), 1)], &rest[symbol.len()..])
        } else {
            break;
        };
        let digits = after.len() - after.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let times: u32 = if digits == 0 { 1 } else { after[..digits].parse().ok()? };
        atoms.extend(part.into_iter().map(|(symbol, count)| (symbol, count.saturating_mul(times))));
        rest = &after[digits..];
    }
    (!atoms.is_empty()).then_some((atoms, rest))
}

fn is_symbol(text: &str) -> bool {
    SYMBOLS.split(' ').any(|symbol| symbol == text && !symbol.is_empty())
}
