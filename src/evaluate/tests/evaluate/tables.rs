//! Reading tables: CSV by its header, MMLU's own form, parquet, folders; and errors that say where.

use std::path::Path;
use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use probity_evaluate::grade::{Category, Key};
use probity_evaluate::{Dataset, Question};
use tempfile::TempDir;

struct Shelf(TempDir);

impl Shelf {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        std::fs::write(self.0.path().join(name), bytes).unwrap();
        self
    }

    fn read(&self, name: &str) -> Vec<Question> {
        Dataset::questions(&self.0.path().join(name)).unwrap().rows
    }

    fn fault(&self, name: &str) -> String {
        let message = Dataset::questions(&self.0.path().join(name)).unwrap_err().to_string();
        message.replace(&format!("{}/", self.0.path().display()), "")
    }
}

fn csv(text: impl AsRef<[u8]>) -> Vec<Question> {
    Shelf::new().with("set.csv", text).read("set.csv")
}

fn csv_fault(text: impl AsRef<[u8]>) -> String {
    Shelf::new().with("set.csv", text).fault("set.csv")
}

fn question(id: &str, question: &str, references: &[&str]) -> Question {
    let references = references.iter().map(ToString::to_string).collect();
    Question { id: id.to_owned(), question: question.to_owned(), references, ..Question::default() }
}

#[test]
fn a_header_names_the_columns() {
    let rows = csv("\u{feff}ID,Question,Answer,answerable\r\n\
        q1,\"Who, then?\",\"I, \"\"the\"\" one\",TRUE\r\n\
        \n\
        q2,\"Two\nlines?\",\"[\"\"a\"\", \"\"b\"\", 3]\",no\n\
        ,Unnamed?,,\n");
    assert_eq!(
        rows,
        [
            Question { answerable: Some(true), ..question("q1", "Who, then?", &["I, \"the\" one"]) },
            Question { answerable: Some(false), ..question("q2", "Two\nlines?", &["a", "b", "3"]) },
            question("set-3", "Unnamed?", &[]),
        ]
    );
    let tabs = Shelf::new().with("set.tsv", "question\tanswer\nWho, then?\tI\n").read("set.tsv");
    assert_eq!(tabs, [question("set-1", "Who, then?", &["I"])]);
}

#[test]
fn mmlu_has_no_header() {
    let rows = csv("What is 2+2?,3,4,\"5, or so\",6,B\nWhich is red?,Sky,Blood,Grass,Snow,B\n");
    assert_eq!(rows[0].question, "What is 2+2?\nA) 3\nB) 4\nC) 5, or so\nD) 6");
    assert_eq!(rows[0].choices, ["3", "4", "5, or so", "6"]);
    assert_eq!((rows[0].references.as_slice(), rows[1].id.as_str()), (["B".to_owned()].as_slice(), "set-2"));
}

#[test]
fn choices_may_have_columns_too() {
    let named = csv("question,A,B,C,answer\nWhich?,one,,three,C\n");
    assert_eq!(
        (named[0].choices.as_slice(), named[0].references[0].as_str()),
        (["one".to_owned(), String::new(), "three".to_owned()].as_slice(), "C")
    );
    let listed = csv(
        "question,choices,answer\nWhich?,\"[\"\"x\"\", \"\"x\"\", \"\"y\"\"]\",2\nWhich?,\"[\"\"x\"\", \"\"y\"\"]\",y\n",
    );
    assert_eq!((listed[0].references[0].as_str(), listed[1].references[0].as_str()), ("C", "B"));
    assert_eq!(listed[0].choices.len(), 3, "equal choices keep their letters");
}

#[test]
fn letters_are_graded() {
    let row = &csv("Which city?,Paris,New York,York,Rome,C\n")[0];
    let key = Key::from(row);
    let (right, wrong) = (Category::Correct, Category::Wrong);
    for (answer, expected) in [
        ("C", right),
        ("(c)", right),
        ("C) York", right),
        ("**C**", right),
        ("The answer is C.", right),
        ("I would say the answer is (C), for it is old.", right),
        ("York.", right),
        ("It is York, of course", right),
        ("Surely C) is right", right),
        ("A", wrong),
        ("New York", wrong),
        ("B) New York", wrong),
        ("Paris and Rome", wrong),
        ("Call me what you like", wrong),
        ("A city of old", wrong),
        ("42", wrong),
        ("", Category::Idk),
        ("I don't know.", Category::Idk),
    ] {
        assert_eq!(key.grade(answer), expected, "{answer}");
    }
}

#[test]
fn faults_name_line_and_cell() {
    for (text, expected) in [
        ("question,answer\nWho?,I\nWho?\n", "line 3, the row: it has 1 cells where the header has 2"),
        ("question,answerable\nWho?,perhaps\n", "line 2, answerable: \"perhaps\" is neither true nor false"),
        ("question,question\nWho?,I\n", "line 1, question: two columns have this name"),
        ("question,answer\n  ,I\n", "line 2, question: it is empty"),
        (
            "a,b,c\n1,2,3\n",
            "line 1, the row: no column is called question, and it is not MMLU's form either \
                            (question, choices, letter)",
        ),
        (
            "Q?,one,two,A\nQ?,one,two,Z\n",
            "line 2, the row: it is not a question, its choices, and the letter of one of \
                                           them",
        ),
        ("question,choices,answer\nQ?,\"[\"\"a\"\",\"\"b\"\"]\",E\n", "line 2, answer: it names none of the 2 choices"),
    ] {
        assert_eq!(csv_fault(text), format!("set.csv, {expected}"));
    }
    assert_eq!(
        csv_fault(b"question,answer\nWho?,\xe9\n"),
        "set.csv, line 2, cell 2: it is not UTF-8; save the file as UTF-8"
    );
}

#[test]
fn lines_of_other_encodings_are_told_by_their_number() {
    let good = br#"{"id": "a", "question": "b"}"#;
    let latin = [good.as_slice(), b"\n{\"id\": \"caf\xe9\"}"].concat();
    let shelf = Shelf::new().with("l.jsonl", latin).with("u.jsonl", b"\xff\xfe{\0}\0");
    let message = "it is not UTF-8 from its byte 12 on; save the file as UTF-8";
    assert_eq!(shelf.fault("l.jsonl"), format!("l.jsonl, line 2, the row: {message}"));
    assert_eq!(shelf.fault("u.jsonl"), "u.jsonl, line 1, the row: the file is UTF-16; save it as UTF-8");
}

#[test]
fn a_folder_is_its_files() {
    let shelf = Shelf::new()
        .with("b_test.csv", "Which?,one,two,B\n")
        .with("a_test.csv", "Which?,one,two,A\n")
        .with("notes.txt", "not a set");
    let read = Dataset::questions(shelf.0.path()).unwrap();
    assert_eq!(read.rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["a_test-1", "b_test-1"]);
    assert_eq!(read.sha256.len(), 64);
    assert!(Dataset::questions(tempfile::tempdir().unwrap().path()).is_err());
}

/// Writes rows of question, subject, choices and the right one's place, as Hugging Face lays MMLU out.
fn write_parquet(path: &Path, rows: &[(&str, &[&str], i64)]) {
    let schema = "message schema {
        optional binary question (UTF8);
        optional group choices (LIST) { repeated group list { optional binary element (UTF8); } }
        optional int64 answer;
    }";
    let schema = Arc::new(parse_message_type(schema).unwrap());
    let properties = Arc::new(WriterProperties::builder().set_compression(Compression::SNAPPY).build());
    let mut file = SerializedFileWriter::new(std::fs::File::create(path).unwrap(), schema, properties).unwrap();
    let mut group = file.next_row_group().unwrap();
    let present = vec![1_i16; rows.len()];
    let mut column = group.next_column().unwrap().unwrap();
    let questions: Vec<ByteArray> = rows.iter().map(|row| row.0.into()).collect();
    column.typed::<ByteArrayType>().write_batch(&questions, Some(&present), None).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let choices: Vec<ByteArray> = rows.iter().flat_map(|row| row.1.iter().map(|choice| (*choice).into())).collect();
    let repeated: Vec<i16> = rows.iter().flat_map(|row| (0..row.1.len()).map(|at| i16::from(at > 0))).collect();
    column.typed::<ByteArrayType>().write_batch(&choices, Some(&vec![3; choices.len()]), Some(&repeated)).unwrap();
    column.close().unwrap();
    let mut column = group.next_column().unwrap().unwrap();
    let answers: Vec<i64> = rows.iter().map(|row| row.2).collect();
    column.typed::<Int64Type>().write_batch(&answers, Some(&present), None).unwrap();
    column.close().unwrap();
    group.close().unwrap();
    file.close().unwrap();
}

#[test]
fn parquet_reads_as_hugging_face_writes_it() {
    let shelf = Shelf::new();
    write_parquet(&shelf.0.path().join("t.parquet"), &[("Which?", &["x", "y"], 1), ("What?", &["a", "b", "c"], 0)]);
    let rows = shelf.read("t.parquet");
    assert_eq!(rows[0].question, "Which?\nA) x\nB) y");
    assert_eq!((rows[0].references[0].as_str(), rows[1].references[0].as_str()), ("B", "A"));
    write_parquet(&shelf.0.path().join("t.parquet"), &[("Which?", &["x", "y"], 1), ("What?", &["a", "b", "c"], 7)]);
    assert_eq!(shelf.fault("t.parquet"), "t.parquet, row 2, answer: it names none of the 3 choices");
    let torn = Shelf::new().with("t.parquet", b"PAR1 and nothing more");
    assert!(torn.fault("t.parquet").starts_with("cannot read t.parquet"), "{}", torn.fault("t.parquet"));
}
