//! Questions in Chinese.

use super::Pass;

/// Requests to make, change or explain something, after politeness is taken off.
const TASKS: &[&str] = &[
    "写", "翻译", "总结", "概括", "概述", "改写", "生成", "创作", "列出", "列举", "设计", "编写", "编一", "润色",
    "修改", "解释", "介绍", "描述", "扮演", "推荐", "续写", "制定", "分析", "起草", "讲一", "讲个", "讲讲", "做一",
    "画", "帮", "把", "将", "给我", "给出", "提供", "评价", "评论", "比较", "对比", "谈谈", "说说", "聊聊", "模仿",
    "假设", "假如", "想象", "为我", "以", "根据", "阅读", "用", "提取", "分类", "续", "缩写", "扩写", "整理", "优化",
];

/// What is taken off the front of a sentence.
const POLITE: &[&str] = &[
    "你好",
    "您好",
    "嗨",
    "请问一下",
    "请问",
    "麻烦你",
    "麻烦",
    "请你",
    "请您",
    "请",
    "帮我",
    "告诉我",
    "我想知道",
    "我想问一下",
    "我想问",
    "想问一下",
    "想问",
    "你知道",
    "您知道",
    "知道",
    "能不能",
    "能否",
    "可以",
    "能",
    "回答",
    "，",
    "：",
];

/// What asks for an opinion, for advice, for a way to do something, or about the assistant.
const PERSONAL: &[&str] = &[
    "你觉得",
    "你认为",
    "您觉得",
    "您认为",
    "你的看法",
    "你怎么看",
    "你喜欢",
    "你会",
    "你能",
    "你是",
    "你叫",
    "您是",
    "你有",
    "你们",
    "应该",
    "我该",
    "建议",
    "推荐",
    "怎么办",
    "怎样才能",
    "如何",
    "怎么样",
    "怎么做",
    "怎么才",
    "怎么",
    "好不好",
    "该不该",
    "值得",
    "我的",
    "我们",
    "我",
    "如果",
    "意见",
];

/// Questions of how that do have an answer.
const HOW_IT_IS_CALLED: &[&str] = &["怎么说", "怎么读", "怎么写", "怎么称呼", "怎么念"];

/// What a question about the world contains.
const ASKING: &[&str] = &[
    "谁",
    "什么",
    "哪",
    "多少",
    "几",
    "是否",
    "吗",
    "何时",
    "何地",
    "何人",
    "为何",
    "何",
    "多大",
    "多高",
    "多长",
    "多远",
    "多久",
    "多重",
    "多深",
    "多快",
    "有没有",
    "是不是",
    "为什么",
    "能不能",
    "会不会",
];

/// What says that a text is given along with the request.
const CARRYING: &[&str] = &[
    "以下",
    "下面",
    "下列文",
    "上文",
    "上面",
    "这段",
    "这篇",
    "这句",
    "这首",
    "该文",
    "本文",
    "文中",
    "原文",
    "如下",
    "上述",
];

/// Instructions on how to answer, which are no part of the question.
const INSTRUCTIONS: &[&str] = &["回答", "简要", "简短", "简单", "一句话", "用一", "直接", "只", "不要", "如果你不知道"];

/// Longer than this (in characters) a turn carries a text.
const LONGEST: usize = 240;

/// Whether a text is in Chinese: Han characters, no kana, and more of them than a name quoted in an English question.
pub(super) fn is_written(text: &str) -> bool {
    let is_han = |letter: &char| matches!(letter, '\u{3400}'..='\u{9fff}');
    let han = text.chars().filter(is_han).count();
    let words = text.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| !word.is_empty()).count();
    han > 0 && 2 * han >= 3 * words && !text.chars().any(|letter| matches!(letter, '\u{3040}'..='\u{30ff}'))
}

/// The question, or why it is none.
pub(super) fn question_in(text: &str) -> Result<&str, Pass> {
    if text.chars().count() > LONGEST {
        return Err(Pass::CarriesText);
    }
    let asked = without_instructions(text);
    let bare = without_politeness(asked);
    if TASKS.iter().any(|task| bare.starts_with(task)) && !HOW_IT_IS_CALLED.iter().any(|how| bare.contains(how)) {
        return Err(if carries(bare) { Pass::CarriesText } else { Pass::Imperative });
    }
    if carries(bare) && !bare.contains("以下哪") && !bare.contains("下面哪") {
        return Err(Pass::CarriesText);
    }
    let is_called = HOW_IT_IS_CALLED.iter().any(|how| bare.contains(how));
    if !is_called && PERSONAL.iter().any(|mark| bare.contains(mark)) && !counts(bare) {
        return Err(Pass::NotFactual);
    }
    let asks = is_called
        || ASKING.iter().any(|mark| bare.contains(mark))
        || bare.ends_with(['？', '?']) && bare.contains('的');
    if asks { Ok(asked) } else { Err(Pass::NotFactual) }
}

/// A sum in words: numbers, and a question for one.
fn counts(bare: &str) -> bool {
    let numbers = bare.split(|letter: char| !letter.is_ascii_digit()).filter(|number| !number.is_empty()).count();
    numbers >= 2 && ["多少", "几"].iter().any(|mark| bare.contains(mark))
}

fn carries(bare: &str) -> bool {
    CARRYING.iter().any(|mark| bare.contains(mark)) || bare.contains('\n')
}

fn without_politeness(text: &str) -> &str {
    let mut bare = text.trim();
    while let Some(rest) = POLITE.iter().find_map(|polite| bare.strip_prefix(polite)) {
        bare = rest.trim_start_matches(['，', ',', '：', ':', '！', '!', '。', ' ', '\n']);
    }
    bare
}

/// `请简要回答：谁写了《哈姆雷特》？` without what stands before the colon, and without instructions after the question.
fn without_instructions(text: &str) -> &str {
    let mut asked = text.trim();
    if let Some((before, after)) = asked.split_once(['：', ':'])
        && !after.trim().is_empty()
        && before.chars().count() <= 24
        && INSTRUCTIONS.iter().any(|mark| before.contains(mark))
    {
        asked = after.trim();
    }
    if let Some(at) = asked.find(['？', '?']) {
        let mark = asked[at..].chars().next().map_or(0, char::len_utf8);
        let after = asked[at + mark..].trim();
        if !after.is_empty() && INSTRUCTIONS.iter().any(|mark| after.contains(mark)) && after.chars().count() <= 40 {
            asked = &asked[..at + mark];
        }
    }
    asked
}
