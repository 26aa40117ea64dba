//! Several things at once.

use std::future::Future;

use futures_util::{StreamExt, future, stream};

/// Waits for a few futures at the same time. Dropping it drops all of them.
pub async fn join<F: Future, const COUNT: usize>(futures: [F; COUNT]) -> [F::Output; COUNT] {
    let Ok(outputs) = future::join_all(futures).await.try_into() else {
        unreachable!("there are as many outputs as futures");
    };
    outputs
}

/// Waits for many futures, so many of them at the same time, and gives their outputs in order.
///
/// Use it for lists whose length is not the author's choice: an instance bears a few requests at a time, not hundreds.
pub async fn join_bounded<F: Future>(
    at_once: usize,
    futures: impl IntoIterator<Item = F>,
) -> Vec<F::Output> {
    stream::iter(futures)
        .buffered(at_once.max(1))
        .collect()
        .await
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;

    #[tokio::test]
    async fn everything_is_under_way_at_once_but_no_more_than_that() {
        let (running, most) = (Cell::new(0), Cell::new(0));
        let work = async |value: u32| {
            running.set(running.get() + 1);
            most.set(running.get().max(most.get()));
            tokio::task::yield_now().await;
            running.set(running.get() - 1);
            value
        };
        assert_eq!(join([work(1), work(2), work(3)]).await, [1, 2, 3]);
        assert_eq!(most.replace(0), 3);
        assert_eq!(
            join_bounded(4, (0..20).map(&work)).await,
            (0..20).collect::<Vec<_>>()
        );
        assert_eq!(most.get(), 4);
    }
}
