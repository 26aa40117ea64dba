//! A plugin that does one thing wrong on purpose. Tests stamp into a copy of its library what that is, and in which method; see
//! [`fault`]. Without a stamp it does nothing wrong.
//!
//! What an author can do wrong is done in [`author`], on the kit; what only a plugin without the kit could do, in [`below`].

mod fault;

mod author;
mod below;
