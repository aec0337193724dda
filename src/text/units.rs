//! Units of measure: enough of them that `5 km` is `5000 m` and is not `5 miles`.

use std::collections::HashMap;
use std::sync::LazyLock;

use crate::lex::Token;

/// What is measured. Quantities of different dimensions are never the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dimension {
    /// Metres.
    Length,
    /// Kilograms.
    Mass,
    /// Seconds.
    Time,
    /// Square metres.
    Area,
    /// Cubic metres.
    Volume,
    /// Metres per second.
    Speed,
    /// Kelvins.
    Temperature,
    /// A share of one.
    Ratio,
    /// Degrees of arc.
    Angle,
    /// Bytes.
    Data,
    /// Joules.
    Energy,
    /// Watts.
    Power,
    /// Pascals.
    Pressure,
    /// Hertz.
    Frequency,
    /// Volts.
    Voltage,
    /// Dollars of any country.
    Dollar,
    /// Euros.
    Euro,
    /// Pounds sterling.
    Sterling,
    /// Yen.
    Yen,
    /// Yuan.
    Yuan,
    /// Rupees.
    Rupee,
}

/// A unit: `amount * factor + offset` is the amount in the dimension's own unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Unit {
    /// What it measures.
    pub dimension: Dimension,
    /// How many of the dimension's own unit one of it is.
    pub factor: f64,
    /// What is added (temperatures only).
    pub offset: f64,
}

impl Unit {
    /// The amount in the dimension's own unit.
    pub fn base(&self, amount: f64) -> f64 {
        amount * self.factor + self.offset
    }
}

/// The unit that begins at the first token, behind a number, and how many tokens it takes. The longest reading wins:
/// `miles per hour` before `miles`.
pub fn read(tokens: &[Token]) -> Option<(Unit, usize)> {
    (1..=4.min(tokens.len())).rev().find_map(|taken| {
        let name = join(&tokens[..taken])?;
        let unit = lookup(&name, tokens[0].glued)?;
        Some((unit, taken))
    })
}

/// The unit of a folded name, singular or plural.
pub fn named(name: &str) -> Option<Unit> {
    lookup(name, false)
}

/// The unit that a currency sign before a number means.
pub fn currency(sign: char) -> Option<Unit> {
    let dimension = match sign {
        '$' => Dimension::Dollar,
        '€' => Dimension::Euro,
        '£' => Dimension::Sterling,
        '¥' | '￥' => Dimension::Yen,
        '₹' => Dimension::Rupee,
        _ => return None,
    };
    Some(Unit { dimension, factor: 1.0, offset: 0.0 })
}

/// The unit of what stands before a number, and how many tokens it takes: `$`, `US$`, `EUR`.
pub fn currency_before(tokens: &[Token]) -> Option<(Unit, usize)> {
    let first = tokens.first()?;
    if let Some(unit) = first.mark().and_then(currency) {
        return Some((unit, 1));
    }
    let code = match first.word()? {
        "us" => {
            let sign = tokens.get(1).filter(|token| token.glued && token.mark() == Some('$'));
            return sign.and(named("usd")).map(|unit| (unit, 2));
        }
        code @ ("usd" | "eur" | "gbp") => code,
        _ => return None,
    };
    tokens.get(1)?.amount()?;
    Some((named(code)?, 1))
}

fn join(tokens: &[Token]) -> Option<String> {
    let mut name = String::new();
    for (i, token) in tokens.iter().enumerate() {
        let tight = i > 0 && (token.mark() == Some('/') || tokens[i - 1].mark() == Some('/'));
        if i > 0 && !tight && !(token.glued && crate::words::is_mostly_cjk(&token.text)) {
            name.push(' ');
        }
        match (token.word(), token.mark()) {
            (Some(word), _) => name.push_str(word),
            (_, Some(mark @ ('/' | '%' | '°' | '℃' | '℉' | '$' | '€' | '£'))) => name.push(mark),
            (_, Some('-')) if i == 0 => {}
            _ => return None,
        }
    }
    Some(name.trim_start().to_owned())
}

fn lookup(name: &str, glued: bool) -> Option<Unit> {
    let letters = SHORT.iter().find(|row| row.0 == name && (glued || row.4));
    if let Some(&(_, dimension, factor, offset, _)) = letters {
        return Some(Unit { dimension, factor, offset });
    }
    if let Some(unit) = NAMES.get(name) {
        return Some(*unit);
    }
    if name == "has" {
        return None;
    }
    let (first, rest) = name.split_at(name.find(' ').unwrap_or(name.len()));
    let head = first.strip_suffix('s').and_then(|first| NAMES.get(format!("{first}{rest}").as_str()));
    head.or_else(|| name.strip_suffix('s').and_then(|name| NAMES.get(name))).copied()
}

/// [`TABLE`] by name.
static NAMES: LazyLock<HashMap<String, Unit>> = LazyLock::new(|| {
    let rows = TABLE.iter().flat_map(|&(names, dimension, factor, offset)| {
        names.split(' ').map(move |name| (name.replace('_', " "), Unit { dimension, factor, offset }))
    });
    // The first row that has a name wins.
    let mut names = HashMap::new();
    for (name, unit) in rows {
        names.entry(name).or_insert(unit);
    }
    names
});

use Dimension as D;

/// Letters that are words too (`in`, `a`, `m` for million): taken glued to the number, or, where marked, after a blank.
const SHORT: &[(&str, Dimension, f64, f64, bool)] = &[
    ("m", D::Length, 1.0, 0.0, true),
    ("p", D::Sterling, 0.01, 0.0, false),
    ("g", D::Mass, 1e-3, 0.0, true),
    ("l", D::Volume, 1e-3, 0.0, true),
    ("s", D::Time, 1.0, 0.0, false),
    ("h", D::Time, 3600.0, 0.0, true),
    ("in", D::Length, 0.0254, 0.0, false),
    ("c", D::Temperature, 1.0, 273.15, true),
    ("f", D::Temperature, 5.0 / 9.0, 255.372_222_222_222_2, true),
    ("k", D::Temperature, 1.0, 0.0, true),
    ("v", D::Voltage, 1.0, 0.0, true),
    ("w", D::Power, 1.0, 0.0, true),
    ("j", D::Energy, 1.0, 0.0, true),
];

/// Names (blanks between synonyms, `_` for a blank within one), dimension, factor, offset. Plurals in `-s` are implied.
const TABLE: &[(&str, Dimension, f64, f64)] = &[
    ("km kilometer kilometre 公里 千米", D::Length, 1e3, 0.0),
    ("meter metre 米", D::Length, 1.0, 0.0),
    ("cm centimeter centimetre 厘米", D::Length, 1e-2, 0.0),
    ("mm millimeter millimetre 毫米", D::Length, 1e-3, 0.0),
    ("nm nanometer nanometre", D::Length, 1e-9, 0.0),
    ("micrometer micrometre micron", D::Length, 1e-6, 0.0),
    ("mile mi 英里", D::Length, 1609.344, 0.0),
    ("foot feet ft", D::Length, 0.3048, 0.0),
    ("inch inches 英寸", D::Length, 0.0254, 0.0),
    ("μm um µm", D::Length, 1e-6, 0.0),
    ("nautical_mile nmi", D::Length, 1852.0, 0.0),
    ("yard yd", D::Length, 0.9144, 0.0),
    ("light_year light-year lightyear light_years", D::Length, 9.460_730_472_580_8e15, 0.0),
    ("au astronomical_unit", D::Length, 1.495_978_707e11, 0.0),
    ("kg kilogram kilogramme kilo 公斤 千克", D::Mass, 1.0, 0.0),
    ("gram gramme 克", D::Mass, 1e-3, 0.0),
    ("mg milligram 毫克", D::Mass, 1e-6, 0.0),
    ("tonne metric_ton 吨", D::Mass, 1e3, 0.0),
    ("ton", D::Mass, 907.184_74, 0.0),
    ("pound lb", D::Mass, 0.453_592_37, 0.0),
    ("ounce oz", D::Mass, 0.028_349_523_125, 0.0),
    ("stone", D::Mass, 6.350_293_18, 0.0),
    ("second sec 秒", D::Time, 1.0, 0.0),
    ("millisecond ms", D::Time, 1e-3, 0.0),
    ("microsecond μs", D::Time, 1e-6, 0.0),
    ("nanosecond ns", D::Time, 1e-9, 0.0),
    ("fortnight", D::Time, 1_209_600.0, 0.0),
    ("minute min mins 分钟", D::Time, 60.0, 0.0),
    ("hour hr 小时", D::Time, 3600.0, 0.0),
    ("day 天", D::Time, 86_400.0, 0.0),
    ("week 周", D::Time, 604_800.0, 0.0),
    ("month 个月", D::Time, 2_629_800.0, 0.0),
    ("year yr years_old year_old 岁", D::Time, 31_557_600.0, 0.0),
    ("decade", D::Time, 315_576_000.0, 0.0),
    ("century centuries", D::Time, 3_155_760_000.0, 0.0),
    ("square_meter square_metre m2 sqm sq_m 平方米", D::Area, 1.0, 0.0),
    ("square_kilometer square_kilometre km2 sq_km 平方公里 平方千米", D::Area, 1e6, 0.0),
    ("square_centimeter square_centimetre cm2 sq_cm", D::Area, 1e-4, 0.0),
    ("square_mile sq_mi sq_mile", D::Area, 2_589_988.110_336, 0.0),
    ("square_foot square_feet sq_ft ft2", D::Area, 0.092_903_04, 0.0),
    ("hectare ha 公顷", D::Area, 1e4, 0.0),
    ("acre", D::Area, 4_046.856_422_4, 0.0),
    ("liter litre 升", D::Volume, 1e-3, 0.0),
    ("ml milliliter millilitre 毫升", D::Volume, 1e-6, 0.0),
    ("gallon gal", D::Volume, 0.003_785_411_784, 0.0),
    ("cl centiliter centilitre", D::Volume, 1e-5, 0.0),
    ("cubic_centimeter cubic_centimetre cm3 cc", D::Volume, 1e-6, 0.0),
    ("quart", D::Volume, 0.000_946_352_946, 0.0),
    ("pint", D::Volume, 0.000_473_176_473, 0.0),
    ("cubic_meter cubic_metre m3 立方米", D::Volume, 1.0, 0.0),
    ("cubic_foot cubic_feet", D::Volume, 0.028_316_846_592, 0.0),
    ("km/h kph kmh km_per_hour kilometer_per_hour kilometre_per_hour", D::Speed, 1.0 / 3.6, 0.0),
    ("m/s meter_per_second metre_per_second", D::Speed, 1.0, 0.0),
    ("km/s kilometer_per_second kilometre_per_second", D::Speed, 1e3, 0.0),
    ("mph mile_per_hour", D::Speed, 0.447_04, 0.0),
    ("mile_per_second", D::Speed, 1609.344, 0.0),
    ("foot_per_second feet_per_second ft/s", D::Speed, 0.3048, 0.0),
    ("knot", D::Speed, 0.514_444_444_444_444_4, 0.0),
    ("°_c ℃ degree_celsius degree_centigrade degree_c celsius 摄氏度", D::Temperature, 1.0, 273.15),
    ("°_f ℉ degree_fahrenheit degree_f fahrenheit 华氏度", D::Temperature, 5.0 / 9.0, 255.372_222_222_222_2),
    ("kelvin degree_kelvin", D::Temperature, 1.0, 0.0),
    ("% percent per_cent pct percentage_point", D::Ratio, 0.01, 0.0),
    ("° degree 度", D::Angle, 1.0, 0.0),
    ("radian", D::Angle, 57.295_779_513_082_32, 0.0),
    ("byte", D::Data, 1.0, 0.0),
    ("bit", D::Data, 0.125, 0.0),
    ("kb kilobyte", D::Data, 1e3, 0.0),
    ("mb megabyte", D::Data, 1e6, 0.0),
    ("gb gigabyte gig", D::Data, 1e9, 0.0),
    ("tb terabyte", D::Data, 1e12, 0.0),
    ("joule", D::Energy, 1.0, 0.0),
    ("kilojoule kj", D::Energy, 1e3, 0.0),
    ("calorie cal", D::Energy, 4.184, 0.0),
    ("kcal kilocalorie", D::Energy, 4184.0, 0.0),
    ("wh watt_hour", D::Energy, 3600.0, 0.0),
    ("kwh kilowatt_hour", D::Energy, 3.6e6, 0.0),
    ("watt", D::Power, 1.0, 0.0),
    ("kw kilowatt", D::Power, 1e3, 0.0),
    ("mw megawatt", D::Power, 1e6, 0.0),
    ("gw gigawatt", D::Power, 1e9, 0.0),
    ("horsepower hp", D::Power, 745.699_871_582, 0.0),
    ("pascal pa", D::Pressure, 1.0, 0.0),
    ("kpa kilopascal", D::Pressure, 1e3, 0.0),
    ("bar", D::Pressure, 1e5, 0.0),
    ("atm atmosphere", D::Pressure, 101_325.0, 0.0),
    ("psi", D::Pressure, 6894.757, 0.0),
    ("hz hertz", D::Frequency, 1.0, 0.0),
    ("khz kilohertz", D::Frequency, 1e3, 0.0),
    ("mhz megahertz", D::Frequency, 1e6, 0.0),
    ("ghz gigahertz", D::Frequency, 1e9, 0.0),
    ("millivolt mv", D::Voltage, 1e-3, 0.0),
    ("kilovolt kv", D::Voltage, 1e3, 0.0),
    ("volt", D::Voltage, 1.0, 0.0),
    ("dollar usd us_dollar buck $ 美元", D::Dollar, 1.0, 0.0),
    ("cent", D::Dollar, 0.01, 0.0),
    ("euro eur € 欧元", D::Euro, 1.0, 0.0),
    ("gbp pound_sterling pounds_sterling quid £ 英镑", D::Sterling, 1.0, 0.0),
    ("penny pence", D::Sterling, 0.01, 0.0),
    ("yen jpy 日元", D::Yen, 1.0, 0.0),
    ("yuan rmb cny 元 人民币", D::Yuan, 1.0, 0.0),
    ("rupee inr", D::Rupee, 1.0, 0.0),
];
