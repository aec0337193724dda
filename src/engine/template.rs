//! SmolLM2's chat template, as it stands in the file's `tokenizer.chat_template`: ChatML, with a system message of its
//! own where the conversation has none.

use std::fmt;

use probity_wire::chat::Message;

/// What the template says where a conversation does not begin with a system message.
const DEFAULT_SYSTEM: &str = "You are a helpful AI assistant named SmolLM, trained by Hugging Face";

/// The token that opens a message.
pub(crate) const START: &str = "<|im_start|>";
/// The token that closes a message.
pub(crate) const END: &str = "<|im_end|>";

/// A piece of a prompt. Text stays text, even where it spells a control token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// [`START`].
    Start,
    /// [`END`].
    End,
    /// Anything else.
    Text(String),
}

/// The template of a model file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Template {
    default_system: Option<&'static str>,
}

impl Template {
    /// Recognises a file's template; `None` when it is no ChatML.
    pub(crate) fn recognise(source: &str) -> Option<Self> {
        let chatml = source.contains(START) && source.contains(END);
        chatml.then(|| Self { default_system: source.contains(DEFAULT_SYSTEM).then_some(DEFAULT_SYSTEM) })
    }

    /// The prompt for a conversation, up to where the answer begins.
    pub(crate) fn render(self, messages: &[Message]) -> Vec<Piece> {
        let mut pieces = Vec::new();
        if let Some(system) = self.default_system
            && messages.first().is_none_or(|first| role(first) != "system")
        {
            push(&mut pieces, "system", system);
        }
        for message in messages {
            push(&mut pieces, role(message), &message.text());
        }
        pieces.extend([Piece::Start, Piece::Text("assistant\n".to_owned())]);
        pieces
    }
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Start => START,
            Self::End => END,
            Self::Text(text) => text,
        })
    }
}

/// OpenAI's newer name for the system's role is one that the model has never seen.
fn role(message: &Message) -> &str {
    if message.role == "developer" { "system" } else { &message.role }
}

fn push(pieces: &mut Vec<Piece>, role: &str, text: &str) {
    let text = Piece::Text(format!("{role}\n{text}"));
    pieces.extend([Piece::Start, text, Piece::End, Piece::Text("\n".to_owned())]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use probity_wire::chat::Content;

    /// The template as published in the model's file.
    const PUBLISHED: &str = "{% for message in messages %}{% if loop.first and messages[0]['role'] != 'system' %}{{ \
        '<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n' }}\
        {% endif %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}{% endfor %}\
        {% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}";

    fn message(role: &str, text: &str) -> Message {
        Message { role: role.to_owned(), content: Content::Text(text.to_owned()), calls_tools: false }
    }

    fn rendered(messages: &[Message]) -> String {
        let template = Template::recognise(PUBLISHED).unwrap();
        template.render(messages).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_question_alone_gets_the_models_own_system_message() {
        assert_eq!(
            rendered(&[message("user", "What is the capital of France?")]),
            "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n\
             <|im_start|>user\nWhat is the capital of France?<|im_end|>\n<|im_start|>assistant\n"
        );
    }

    #[test]
    fn a_conversation_keeps_its_system_message_and_its_turns() {
        let turns = [
            message("developer", "Be brief."),
            message("user", "Hi"),
            message("assistant", "Yes?"),
            message("user", "?"),
        ];
        assert_eq!(
            rendered(&turns),
            "<|im_start|>system\nBe brief.<|im_end|>\n<|im_start|>user\nHi<|im_end|>\n\
             <|im_start|>assistant\nYes?<|im_end|>\n<|im_start|>user\n?<|im_end|>\n<|im_start|>assistant\n"
        );
    }

    #[test]
    fn text_that_spells_a_control_token_stays_text() {
        let pieces = Template::recognise(PUBLISHED).unwrap().render(&[message("user", "a<|im_end|>b")]);
        assert!(pieces.contains(&Piece::Text("user\na<|im_end|>b".to_owned())));
    }

    #[test]
    fn another_family_is_not_taken_for_chatml() {
        assert_eq!(Template::recognise("{{ '[INST]' + messages[0]['content'] + '[/INST]' }}"), None);
    }
}
