//! Plots as inline SVG: a frame with two axes, and what is drawn into it. Colours are classes of the style sheet, so that
//! light and dark are its affair.

use std::fmt::Write;

use super::text::Safe;

/// A plot being drawn.
#[derive(Debug)]
pub(super) struct Chart {
    out: String,
    x: Axis,
    y: Axis,
    height: f64,
}

/// An axis: what it shows, from where to where.
#[derive(Debug, Clone)]
pub(super) struct Axis {
    label: &'static str,
    from: f64,
    to: f64,
    step: f64,
    unit: Unit,
}

/// How an axis tells its numbers.
#[derive(Debug, Clone, Copy)]
pub(super) enum Unit {
    /// As percentages.
    Percent,
    /// With as few digits as tell them apart.
    Plain,
    /// As counts, whichever their sign.
    Count,
}

/// Where a text is held.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

const WIDTH: f64 = 440.0;
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 70.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 46.0;

impl Axis {
    /// A share, from 0 to 1.
    pub(super) fn share(label: &'static str) -> Self {
        Self { label, from: 0.0, to: 1.0, step: 0.2, unit: Unit::Percent }
    }

    /// From a round number at or below `low` to one at or above `high`.
    pub(super) fn around(label: &'static str, low: f64, high: f64, unit: Unit) -> Self {
        let span = (high - low).max(1e-9);
        let rough = span / 4.0;
        let power = 10f64.powf(rough.log10().floor());
        let step = [1.0, 2.0, 5.0].into_iter().map(|part| part * power).find(|step| *step >= rough * 0.999);
        let mut step = step.unwrap_or(10.0 * power);
        if matches!(unit, Unit::Count) {
            step = step.max(1.0);
        }
        let (from, to) = ((low / step + 1e-9).floor() * step, (high / step - 1e-9).ceil() * step);
        Self { label, from, to: to.max(from + step), step, unit }
    }

    fn ticks(&self) -> impl Iterator<Item = f64> + '_ {
        let count = ((self.to - self.from) / self.step).round() as usize;
        (0..=count).map(|place| self.from + place as f64 * self.step)
    }

    fn told(&self, value: f64) -> String {
        match self.unit {
            Unit::Percent => format!("{:.0} %", value * 100.0),
            Unit::Count => format!("{:.0}", value.abs()),
            Unit::Plain => {
                let digits = (-self.step.log10().floor()).clamp(0.0, 8.0) as usize;
                format!("{value:.digits$}")
            }
        }
    }

    fn place(&self, value: f64) -> f64 {
        ((value - self.from) / (self.to - self.from)).clamp(0.0, 1.0)
    }
}

impl Chart {
    /// A frame with grid, ticks and labels; `title` is what a reader hears who does not see it.
    pub(super) fn new(title: &str, x: Axis, y: Axis) -> Self {
        Self::taller(title, x, y, 0.0)
    }

    /// The same with so much room below the frame.
    pub(super) fn taller(title: &str, x: Axis, y: Axis, room: f64) -> Self {
        let mut chart = Self { out: String::new(), x, y, height: HEIGHT };
        let whole = HEIGHT + room;
        let title = Safe(title);
        chart.push(format_args!(
            "<svg viewBox=\"0 0 {WIDTH} {whole}\" role=\"img\" aria-label=\"{title}\"><title>{title}</title>"
        ));
        chart.grid();
        chart
    }

    /// The plot as SVG.
    pub(super) fn finish(mut self) -> String {
        self.out.push_str("</svg>\n");
        self.out
    }

    /// Where a value lies from the left.
    pub(super) fn across(&self, x: f64) -> f64 {
        LEFT + self.x.place(x) * (WIDTH - LEFT - RIGHT)
    }

    /// Where a value lies from the top.
    pub(super) fn down(&self, y: f64) -> f64 {
        self.height - BOTTOM - self.y.place(y) * (self.height - TOP - BOTTOM)
    }

    /// The frame's lower edge.
    pub(super) fn floor(&self) -> f64 {
        self.height
    }

    /// A line through points.
    pub(super) fn line(&mut self, class: &str, points: &[(f64, f64)]) {
        if points.is_empty() {
            return;
        }
        let path: Vec<String> =
            points.iter().map(|(x, y)| format!("{:.1},{:.1}", self.across(*x), self.down(*y))).collect();
        self.push(format_args!("<polyline class=\"{class}\" points=\"{}\"/>", path.join(" ")));
    }

    /// A dot, with what it is when pointed at.
    pub(super) fn dot(&mut self, class: &str, (x, y): (f64, f64), radius: f64, title: &str) {
        let (x, y, title) = (self.across(x), self.down(y), Safe(title));
        self.push(format_args!(
            "<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"><title>{title}</title></circle>"
        ));
    }

    /// A rectangle between two corners, by the frame's measure.
    pub(super) fn block(&mut self, class: &str, from: (f64, f64), to: (f64, f64), title: &str) {
        let (left, right) = (self.across(from.0), self.across(to.0));
        let (upper, lower) = (self.down(from.1.max(to.1)), self.down(from.1.min(to.1)));
        self.rectangle(class, (left, upper), (right - left, lower - upper), title);
    }

    /// A rectangle by the plot's own measure: its upper left corner and its size.
    pub(super) fn rectangle(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64), title: &str) {
        let title = Safe(title);
        self.push(format_args!(
            "<rect class=\"{class}\" x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" \
             rx=\"1\"><title>{title}</title></rect>"
        ));
    }

    /// A text by the plot's own measure.
    pub(super) fn text(&mut self, class: &str, anchor: Anchor, (x, y): (f64, f64), text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let text = Safe(text);
        self.push(format_args!(
            "<text class=\"{class}\" text-anchor=\"{anchor}\" x=\"{x:.1}\" y=\"{y:.1}\">{text}</text>"
        ));
    }

    /// A straight line by the plot's own measure.
    pub(super) fn stroke(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        self.push(format_args!(
            "<line class=\"{class}\" x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\"/>"
        ));
    }

    fn grid(&mut self) {
        let (x, y) = (self.x.clone(), self.y.clone());
        let (right, bottom) = (WIDTH - RIGHT, self.height - BOTTOM);
        for tick in y.ticks() {
            let at = self.down(tick);
            self.stroke("grid", (LEFT, at), (right, at));
            self.text("", Anchor::End, (LEFT - 7.0, at + 4.0), &y.told(tick));
        }
        for tick in x.ticks() {
            let at = self.across(tick);
            self.stroke("axis", (at, bottom), (at, bottom + 4.0));
            self.text("", Anchor::Middle, (at, bottom + 18.0), &x.told(tick));
        }
        self.stroke("axis", (LEFT, bottom), (right, bottom));
        self.text("name", Anchor::Middle, (f64::midpoint(LEFT, right), bottom + 37.0), x.label);
        let middle = f64::midpoint(TOP, bottom);
        self.push(format_args!(
            "<text class=\"name\" text-anchor=\"middle\" transform=\"translate(13 {middle:.1}) rotate(-90)\">{}</text>",
            Safe(y.label)
        ));
    }

    fn push(&mut self, part: std::fmt::Arguments<'_>) {
        // Writing to a string cannot fail.
        let _ = self.out.write_fmt(part);
    }
}
