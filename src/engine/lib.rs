//! The only room that knows tensors: the embedded language model.
