//! The one thread that runs a model: batches of what waits, cancelled work left out, panics contained.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::thread::JoinHandle;

use probity_score::judge::Error;
use tokio::sync::oneshot;

use crate::queue::{Hand, Job, Outcome, Queue, Trouble, Work};

/// What turns sequences into outputs.
pub(crate) trait Forward<W>: Send + 'static {
    /// One output for each sequence, in order.
    ///
    /// # Errors
    /// The reason, for the log.
    fn forward(&mut self, sequences: &[&W]) -> Result<Vec<Vec<f32>>, String>;
}

/// A thread with a model on it. Dropping it ends the thread after the batch that it has in hand.
#[derive(Debug)]
pub(crate) struct Worker<W> {
    queue: Arc<Queue<W>>,
    thread: Option<JoinHandle<()>>,
}

impl<W: Work> Worker<W> {
    /// Starts the thread, under the model's name.
    pub(crate) fn start(
        name: &str,
        queue: Queue<W>,
        batch_tokens: usize,
        mut model: impl Forward<W>,
    ) -> std::io::Result<Self> {
        let queue = Arc::new(queue);
        let shared = Arc::clone(&queue);
        let run = move || {
            let mut hand = Hand::new();
            while shared.take(&mut hand) {
                step(&shared, &mut hand, batch_tokens, &mut model);
            }
        };
        let thread = std::thread::Builder::new().name(name.to_owned()).spawn(run)?;
        Ok(Self { queue, thread: Some(thread) })
    }

    /// The model's outputs for each sequence, in order. `judge` is the model's name, for who is told that it is
    /// overloaded.
    ///
    /// # Errors
    /// When the model is overloaded, fails or has stopped.
    pub(crate) async fn ask(&self, judge: &str, sequences: Vec<W>) -> Result<Vec<Vec<f32>>, Error> {
        if sequences.is_empty() {
            return Ok(Vec::new());
        }
        let told = |trouble| match trouble {
            Trouble::Overloaded => Error::Overloaded(judge.to_owned()),
            Trouble::Failed(why) => Error::Failed(why.to_owned()),
        };
        let outcome = self.put(sequences).map_err(told)?;
        outcome.await.map_err(|_| Error::Failed("it has stopped".to_owned()))?.map_err(told)
    }

    /// The same for questions of `N` sequences each, whose outputs `verdict` reads. What could not be put into sequences
    /// (`None`) gets no verdict, and the others keep their places.
    pub(crate) async fn ask_each<T, const N: usize>(
        &self,
        judge: &str,
        questions: Vec<Option<[W; N]>>,
        verdict: impl Fn(&[Vec<f32>; N]) -> Option<T>,
    ) -> Result<Vec<Option<T>>, Error> {
        let readable: Vec<bool> = questions.iter().map(Option::is_some).collect();
        let outputs = self.ask(judge, questions.into_iter().flatten().flatten().collect()).await?;
        let (outputs, _) = outputs.as_chunks::<N>();
        let mut outputs = outputs.iter();
        let mut next = |readable| if readable { outputs.next() } else { None };
        Ok(readable.into_iter().map(|readable| next(readable).and_then(&verdict)).collect())
    }

    fn put(&self, sequences: Vec<W>) -> Result<oneshot::Receiver<Outcome>, Trouble> {
        self.queue.put(sequences)
    }
}

impl<W> Drop for Worker<W> {
    fn drop(&mut self) {
        self.queue.close();
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("a model's thread had died");
        }
    }
}

fn step<W: Work>(queue: &Queue<W>, hand: &mut Hand<W>, batch_tokens: usize, model: &mut impl Forward<W>) {
    let picked = hand.pick(batch_tokens);
    let sequences = hand.sequences(&picked);
    if sequences.is_empty() {
        return;
    }
    let tokens = sequences.iter().map(|sequence| sequence.tokens()).sum();
    let why = match catch_unwind(AssertUnwindSafe(|| model.forward(&sequences))) {
        Ok(Ok(outputs)) if outputs.iter().flatten().all(|value| value.is_finite()) => {
            queue.done(tokens);
            return hand.deliver(&picked, outputs);
        }
        Ok(Ok(_)) => "the model's numbers ran over",
        Ok(Err(reason)) => {
            tracing::error!(reason, "a model failed; it goes on with the next batch");
            "the model failed"
        }
        Err(_) => {
            tracing::error!(sequences = picked.len(), "a model panicked; it goes on with the next batch");
            "the model panicked"
        }
    };
    let failed = hand.remove(&picked);
    // The room comes back before anybody hears of it, so that who tries again at once finds it.
    queue.done(failed.iter().map(Job::tokens).sum());
    failed.into_iter().for_each(|job| job.fail(why));
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::{Receiver, Sender, channel};
    use std::time::Duration;

    use super::*;

    const LONG: Duration = Duration::from_secs(3600);

    /// A sequence that is told from others by its number.
    #[derive(Debug)]
    struct Piece {
        id: u32,
        tokens: usize,
    }

    /// A model that is told what to do with each batch, and tells what it was given.
    struct Scripted {
        given: Sender<Vec<u32>>,
        moves: Receiver<Move>,
    }

    enum Move {
        Answer,
        Panic,
        Fail,
        Overflow,
    }

    impl Work for Piece {
        fn tokens(&self) -> usize {
            self.tokens
        }
    }

    impl Forward<Piece> for Scripted {
        fn forward(&mut self, sequences: &[&Piece]) -> Result<Vec<Vec<f32>>, String> {
            self.given.send(sequences.iter().map(|piece| piece.id).collect()).unwrap();
            match self.moves.recv() {
                Ok(Move::Panic) => panic!("as told"),
                Ok(Move::Fail) => Err("as told".to_owned()),
                Ok(Move::Overflow) => Ok(sequences.iter().map(|_| vec![f32::NAN]).collect()),
                Ok(Move::Answer) | Err(_) => Ok(sequences.iter().map(|piece| vec![piece.id as f32]).collect()),
            }
        }
    }

    /// Sequences of ten tokens with the given ids.
    fn work(ids: &[u32]) -> Vec<Piece> {
        ids.iter().map(|id| Piece { id: *id, tokens: 10 }).collect()
    }

    fn start(limit: usize, max_wait: Duration, batch: usize) -> (Worker<Piece>, Receiver<Vec<u32>>, Sender<Move>) {
        let ((given, batches), (moves, script)) = (channel(), channel());
        let model = Scripted { given, moves: script };
        (Worker::start("test", Queue::new(limit, max_wait), batch, model).unwrap(), batches, moves)
    }

    fn answered(ids: &[u32]) -> Outcome {
        Ok(ids.iter().map(|id| vec![*id as f32]).collect())
    }

    #[test]
    fn batches_are_filled_across_calls_and_small_calls_do_not_wait_for_large_ones() {
        let (worker, batches, moves) = start(1000, LONG, 40);
        let first = worker.put(work(&[1])).unwrap();
        assert_eq!(batches.recv().unwrap(), [1]);
        let large = worker.put(work(&[10, 11, 12, 13, 14, 15])).unwrap();
        let small = worker.put(work(&[20, 21])).unwrap();
        moves.send(Move::Answer).unwrap();
        assert_eq!(batches.recv().unwrap(), [10, 20, 11, 21]);
        moves.send(Move::Answer).unwrap();
        assert_eq!(batches.recv().unwrap(), [12, 13, 14, 15]);
        assert_eq!(small.blocking_recv().unwrap(), answered(&[20, 21]));
        moves.send(Move::Answer).unwrap();
        assert_eq!(first.blocking_recv().unwrap(), answered(&[1]));
        assert_eq!(large.blocking_recv().unwrap(), answered(&[10, 11, 12, 13, 14, 15]));
    }

    #[test]
    fn batches_keep_to_the_budget_but_one_sequence_runs_however_long_it_is() {
        let (worker, batches, moves) = start(1000, LONG, 10);
        let first = worker.put(vec![Piece { id: 1, tokens: 20 }]).unwrap();
        assert_eq!(batches.recv().unwrap(), [1]);
        let many = worker.put([2, 3, 4].map(|id| Piece { id, tokens: 4 }).into()).unwrap();
        let few = worker.put(vec![Piece { id: 5, tokens: 5 }]).unwrap();
        (0..3).for_each(|_| moves.send(Move::Answer).unwrap());
        assert_eq!(batches.recv().unwrap(), [2, 5]);
        assert_eq!(batches.recv().unwrap(), [3, 4]);
        assert_eq!(first.blocking_recv().unwrap(), answered(&[1]));
        assert_eq!(few.blocking_recv().unwrap(), answered(&[5]));
        assert_eq!(many.blocking_recv().unwrap(), answered(&[2, 3, 4]));
    }

    #[test]
    fn a_full_queue_refuses_and_takes_again_when_there_is_room() {
        let (worker, batches, moves) = start(30, LONG, 10);
        // An empty queue takes more than it has room for.
        let large = worker.put(work(&[1, 2, 3, 4])).unwrap();
        assert_eq!(batches.recv().unwrap(), [1]);
        assert_eq!(worker.put(work(&[5])).unwrap_err(), Trouble::Overloaded);
        for id in 2..=4 {
            moves.send(Move::Answer).unwrap();
            assert_eq!(batches.recv().unwrap(), [id]);
        }
        let small = worker.put(work(&[6])).unwrap();
        assert_eq!(worker.put(work(&[7, 8])).unwrap_err(), Trouble::Overloaded);
        moves.send(Move::Answer).unwrap();
        moves.send(Move::Answer).unwrap();
        assert_eq!(large.blocking_recv().unwrap(), answered(&[1, 2, 3, 4]));
        assert_eq!(small.blocking_recv().unwrap(), answered(&[6]));
    }

    #[test]
    fn work_whose_caller_has_gone_is_not_done_and_takes_no_room() {
        let (worker, batches, moves) = start(60, LONG, 10);
        let first = worker.put(work(&[1])).unwrap();
        assert_eq!(batches.recv().unwrap(), [1]);
        drop(worker.put(work(&[2, 3, 4])).unwrap());
        let half_done = worker.put(work(&[5, 6])).unwrap();
        moves.send(Move::Answer).unwrap();
        assert_eq!(batches.recv().unwrap(), [5]);
        assert_eq!(first.blocking_recv().unwrap(), answered(&[1]));
        drop(half_done);
        let all = worker.put(work(&[7, 8, 9, 10])).unwrap();
        moves.send(Move::Answer).unwrap();
        for id in 7..=10 {
            assert_eq!(batches.recv().unwrap(), [id]);
            moves.send(Move::Answer).unwrap();
        }
        assert_eq!(all.blocking_recv().unwrap(), answered(&[7, 8, 9, 10]));
    }

    #[test]
    fn work_that_waited_too_long_is_refused() {
        for max_wait in [Duration::ZERO, Duration::from_nanos(1)] {
            let (worker, batches, moves) = start(1000, max_wait, 10);
            let late = worker.put(work(&[1])).unwrap();
            assert_eq!(late.blocking_recv().unwrap(), Err(Trouble::Overloaded));
            drop((worker, moves));
            assert!(batches.recv().is_err());
        }
    }

    #[test]
    fn a_broken_batch_fails_its_calls_and_the_next_goes_on() {
        let broken = [
            (Move::Panic, "the model panicked"),
            (Move::Fail, "the model failed"),
            (Move::Overflow, "the model's numbers ran over"),
        ];
        for (broken, why) in broken {
            let (worker, batches, moves) = start(40, LONG, 20);
            let hit = worker.put(work(&[1, 2, 3])).unwrap();
            assert_eq!(batches.recv().unwrap(), [1, 2]);
            let spared = worker.put(work(&[4])).unwrap();
            moves.send(broken).unwrap();
            assert_eq!(hit.blocking_recv().unwrap(), Err(Trouble::Failed(why)));
            assert_eq!(batches.recv().unwrap(), [4]);
            // The room of what failed is there again.
            let last = worker.put(work(&[5, 6, 7])).unwrap();
            drop(moves);
            assert_eq!(spared.blocking_recv().unwrap(), answered(&[4]));
            assert_eq!(last.blocking_recv().unwrap(), answered(&[5, 6, 7]));
        }
    }

    #[test]
    fn who_hears_of_a_failure_finds_all_the_room_again() {
        let (worker, batches, moves) = start(40, LONG, 20);
        let hit = worker.put(work(&[1, 2, 3])).unwrap();
        assert_eq!(batches.recv().unwrap(), [1, 2]);
        moves.send(Move::Panic).unwrap();
        assert!(matches!(hit.blocking_recv().unwrap(), Err(Trouble::Failed(_))));
        let filling = worker.put(work(&[4, 5, 6, 7])).unwrap();
        assert_eq!(worker.put(work(&[8])).unwrap_err(), Trouble::Overloaded);
        drop(moves);
        assert_eq!(filling.blocking_recv().unwrap(), answered(&[4, 5, 6, 7]));
    }

    #[test]
    fn dropping_the_worker_ends_its_thread_and_what_waits_is_told() {
        let (worker, batches, moves) = start(1000, LONG, 10);
        let first = worker.put(work(&[1, 2])).unwrap();
        assert_eq!(batches.recv().unwrap(), [1]);
        worker.queue.close();
        moves.send(Move::Answer).unwrap();
        drop(worker);
        assert!(first.blocking_recv().is_err());
        assert!(batches.recv().is_err(), "the thread should have ended");
    }

    #[tokio::test]
    async fn verdicts_keep_the_places_of_what_was_asked() {
        let (worker, _batches, moves) = start(1000, LONG, 30);
        drop(moves);
        let pair = |a: u32, b: u32| work(&[a, b]).try_into().ok();
        let questions: Vec<Option<[Piece; 2]>> = vec![None, pair(1, 2), None, pair(3, 4), pair(5, 6)];
        let verdict = |[a, b]: &[Vec<f32>; 2]| (a[0] > 1.0).then_some((a[0], b[0]));
        let verdicts = worker.ask_each("judge", questions, verdict).await.unwrap();
        assert_eq!(verdicts, [None, None, None, Some((3.0, 4.0)), Some((5.0, 6.0))]);
    }

    #[tokio::test]
    async fn trouble_is_told_in_the_judges_name_and_nothing_asked_is_nothing_run() {
        let (worker, batches, moves) = start(10, LONG, 10);
        assert_eq!(worker.ask("judge", Vec::new()).await, Ok(Vec::new()));
        let running = worker.put(work(&[1])).unwrap();
        assert_eq!(batches.recv().unwrap(), [1], "the first that was run");
        assert_eq!(worker.ask("judge", work(&[2])).await, Err(Error::Overloaded("judge".to_owned())));
        moves.send(Move::Fail).unwrap();
        assert_eq!(running.await.unwrap(), Err(Trouble::Failed("the model failed")));
        moves.send(Move::Panic).unwrap();
        assert_eq!(worker.ask("judge", work(&[3])).await, Err(Error::Failed("the model panicked".to_owned())));
        worker.queue.close();
        assert!(matches!(worker.ask("judge", work(&[4])).await, Err(Error::Failed(_))));
    }
}
