//! What a plugin's answers come to in the host.

use serde::de::DeserializeOwned;
use violet_plugin::{Problem, code};
use violet_plugin_abi::object::Answer;

use crate::{
    clean::Clean, current::NoAnswer, generation::Failure, library::Unusable, texts::Texts,
};

/// An answer in the host's own types.
pub(crate) enum Received<T> {
    /// What was asked for.
    Payload(T),
    /// The problem that stands in its way.
    Problem(Problem),
    /// Something else, and what is wrong with it.
    Broken(String),
    /// A panic that nobody caught.
    Panicked,
}

/// Reads an answer, on the plugin's thread: what the plugin made is dropped here, and a large answer keeps nobody else waiting.
pub(crate) fn read<T: DeserializeOwned>(answer: Answer) -> Received<T> {
    let answer = answer.into_result();
    let (Ok(text) | Err(text)) = &answer;
    if text.len() > MOST_BYTES {
        return Received::Broken(format!("its answer is larger than {} MB", MOST_BYTES >> 20));
    }
    match &answer {
        Ok(payload) => match serde_json::from_str(payload) {
            Ok(payload) => Received::Payload(payload),
            Err(error) => Received::Broken(format!("its answer can't be read: {error}")),
        },
        Err(problem) => match read_problem(problem) {
            Ok(problem) => Received::Problem(problem),
            Err(what) => Received::Broken(what),
        },
    }
}

fn read_problem(json: &str) -> Result<Problem, String> {
    serde_json::from_str(json).map_err(|error| format!("its problem can't be read: {error}"))
}

/// What a call comes to for whoever made it.
pub(crate) fn received<T>(
    answer: Result<Received<T>, NoAnswer>,
    texts: &Texts,
) -> Result<T, Problem> {
    let reason = |code, reason: &str| texts.reason(code, reason.to_owned());
    Err(match answer {
        Ok(Received::Payload(payload)) => return Ok(payload),
        Ok(Received::Problem(mut problem)) => {
            problem.clean(texts);
            problem
        }
        Ok(Received::Broken(what)) => texts.reason(code::PLUGIN_CONTRACT, what),
        Ok(Received::Panicked) | Err(NoAnswer::Lost) => reason(
            code::PLUGIN_PANICKED,
            "the call ended without an answer",
        ),
        Err(NoAnswer::TimedOut) => texts.draft(code::PLUGIN_TIMEOUT).into(),
        Err(NoAnswer::Blocked) => reason(code::PLUGIN_TIMEOUT, "it blocks its thread"),
        Err(NoAnswer::TooOften(times)) => texts.reason(
            code::PLUGIN_TIMEOUT,
            format!("it has blocked its thread {times} times, and won't be started again before one of them comes back"),
        ),
        Err(NoAnswer::NotReplaced(failure)) => failed(failure, texts),
    })
}

/// Why a generation did not come to be.
pub(crate) fn failed(failure: Failure, texts: &Texts) -> Problem {
    match failure {
        Failure::Unusable(Unusable { code, reason }) => texts.reason(code, reason),
        Failure::Refused(problem) => match read_problem(&problem) {
            Ok(problem) => while_loading(problem, texts),
            Err(what) => texts.reason(code::PLUGIN_CONTRACT, what),
        },
        Failure::Stuck => texts.reason(
            code::PLUGIN_TIMEOUT,
            "it could not be created in time".into(),
        ),
        Failure::Died => texts.reason(
            code::PLUGIN_CRASHED,
            "its thread ended while it was created".into(),
        ),
    }
}

/// What a plugin's own problem comes to while it is loaded. There is no connection yet that anything could be wrong with: whatever
/// else it says than that it broke its contract, breaks it.
pub(crate) fn while_loading(mut problem: Problem, texts: &Texts) -> Problem {
    problem.clean(texts);
    if [code::PLUGIN_PANICKED.id, code::PLUGIN_CONTRACT.id].contains(&problem.code.as_str()) {
        return problem;
    }
    let reason = if problem.message.is_empty() {
        &problem.code
    } else {
        &problem.message
    };
    texts.reason(code::PLUGIN_CONTRACT, reason.clone())
}

/// The largest answer.
const MOST_BYTES: usize = 16 << 20;
