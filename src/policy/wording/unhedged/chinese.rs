//! Chinese hedges, taken out.

/// Said before all of it.
const LEADS: [&str; 13] = [
    "据我所知",
    "据我了解",
    "我个人认为",
    "我认为",
    "我觉得",
    "我相信",
    "我记得",
    "我猜",
    "我想",
    "很可能",
    "可能",
    "也许",
    "或许",
];

/// Said before the verb.
const COPULAS: [&str; 9] =
    ["很可能是", "有可能是", "可能是", "也许是", "或许是", "大概是", "应该是", "似乎是", "好像是"];

/// What turns from a doubt to the answer.
const TURNS: [&str; 5] = ["但是", "不过", "但", "可是", "然而"];

/// How a doubt begins that turns.
const DOUBTS: [&str; 10] = [
    "我不确定",
    "我不太确定",
    "我并不确定",
    "我不完全确定",
    "我并不完全确定",
    "不太确定",
    "不确定",
    "我不敢肯定",
    "我不能确定",
    "我没有把握",
];

pub(super) fn unhedged(answer: &str) -> String {
    let mut rest = after_doubt(answer);
    while let Some(more) = LEADS.iter().find_map(|lead| rest.strip_prefix(lead)) {
        // 可能性, 我想象: other words.
        if more.starts_with(['性', '象', '要', '念']) {
            break;
        }
        rest = more.trim_start_matches(['，', ',', '：', ' ']);
    }
    if rest.len() < answer.len() {
        rest = rest.strip_prefix('是').unwrap_or(rest);
    }
    let without = |text: String, hedged: &&str| {
        // 不可能是 denies.
        if text.contains(&format!("不{hedged}")) { text } else { text.replace(hedged, "是") }
    };
    COPULAS.iter().fold(rest.to_owned(), without)
}

fn after_doubt(answer: &str) -> &str {
    if !DOUBTS.iter().any(|doubt| answer.starts_with(doubt)) {
        return answer;
    }
    let Some((doubt, rest)) = answer.split_once(['，', ',', '。']) else { return answer };
    if doubt.chars().count() > 16 {
        return answer;
    }
    let rest = rest.trim_start();
    TURNS.iter().find_map(|turn| rest.strip_prefix(turn)).unwrap_or(rest).trim_start_matches(['，', ',', ' '])
}
