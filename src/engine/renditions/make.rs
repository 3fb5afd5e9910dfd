//! One rendition: made part by part, looked through, and only then ready.

use std::sync::{Arc, LazyLock};

use chrono::Utc;
use futures_util::stream::{self, StreamExt};
use walros_db::{items, renditions};
use walros_model::ItemId;
use walros_model::probe::MediaSource;
use walros_model::rendition::{Outcome, Rendition, RenditionState};
use walros_streaming::{Audit, Prepared};

use super::run::may_go_on;
use crate::core::Core;
use crate::scan::progress::Cancel;
use crate::{EngineError, Result};

/// Parts after which the database hears how far it is.
const NOTED_AFTER: u32 = 50;
/// Parts made at once.
static PROCESSORS: LazyLock<usize> = LazyLock::new(|| std::thread::available_parallelism().map_or(2, |count| count.get()));
/// How often parts that were found damaged are made again before something else must be wrong.
const ATTEMPTS: u32 = 2;

/// Makes what is not there. What goes wrong with the film is noted, and ends its turn only.
pub(super) async fn one(core: &Arc<Core>, rendition: Rendition, stop: &Cancel, tell: &(dyn Fn(u32, u32) + Send + Sync)) -> Result<()> {
    let own = Cancel::default();
    let mut turn = Turn { core, number: rendition.number, key: rendition.key.clone(), outcome: rendition.outcome.clone(), stop, own, tell };
    *core.making.lock() = Some((rendition.number, turn.outcome.clone(), turn.own.clone()));
    let done = turn.take(&rendition).await;
    *core.making.lock() = None;
    match done {
        Ok(()) => Ok(()),
        Err(error @ (EngineError::Internal(_) | EngineError::Forbidden | EngineError::Unauthenticated)) => Err(error),
        Err(error) => {
            tracing::warn!(title = rendition.title, %error, "a rendition could not be made for now");
            turn.outcome = Outcome { state: RenditionState::Failed, reason: Some(error.to_string()), ..turn.outcome };
            turn.note().await
        }
    }
}

struct Turn<'a> {
    core: &'a Arc<Core>,
    number: i64,
    key: Option<String>,
    outcome: Outcome,
    /// Of the whole run, and of this rendition.
    stop: &'a Cancel,
    own: Cancel,
    tell: &'a (dyn Fn(u32, u32) + Send + Sync),
}

impl Turn<'_> {
    async fn take(&mut self, rendition: &Rendition) -> Result<()> {
        let Some(source) = file(self.core, rendition.source).await? else { return Ok(()) };
        let prepared = self.core.streaming.prepare(&source, &rendition.request).await?;
        if !prepared.recipe.encodes() {
            return self.needless().await;
        }
        let (key, parts) = (prepared.rendition().to_string(), prepared.parts().count() as u32);
        if self.key.as_ref() != Some(&key) {
            // Another file, or another version of ours: nothing of the old one is any good.
            (self.key, self.outcome) = (Some(key), Outcome { parts, ..Outcome::default() });
        }
        let kept = self.core.streaming.kept();
        let there = prepared.parts().filter(|number| kept.has(&prepared, *number)).count() as u32;
        if self.outcome.state == RenditionState::Ready && there == parts {
            return Ok(());
        }
        self.outcome = Outcome { state: RenditionState::Making, parts, made: there, reason: None, ..self.outcome.clone() };
        self.note().await?;
        kept.begin(&prepared).await?;
        for _ in 0..ATTEMPTS {
            if !self.make(&prepared).await? {
                return self.leave().await;
            }
            let audit = kept.audit(&prepared).await;
            if audit.parts == parts {
                return self.ready(audit).await;
            }
            self.outcome.made = audit.parts;
        }
        Err(EngineError::Unavailable("parts of it did not hold what was made".into()))
    }

    /// Whether all parts are there. As many are made side by side as there are processors.
    async fn make(&mut self, prepared: &Arc<Prepared>) -> Result<bool> {
        let (kept, core, stop, own) = (self.core.streaming.kept(), self.core, self.stop, self.own.clone());
        let missing = prepared.parts().filter(|number| !kept.has(prepared, *number)).take_while(|_| !own.is_cancelled() && may_go_on(core, stop));
        let mut made = stream::iter(missing).map(|number| kept.make(prepared, number)).buffer_unordered(*PROCESSORS);
        while let Some(part) = made.next().await {
            part?;
            self.outcome.made += 1;
            self.show();
            if self.outcome.made.is_multiple_of(NOTED_AFTER) {
                self.note().await?;
            }
        }
        Ok(!own.is_cancelled() && may_go_on(core, stop))
    }

    /// More pictures than there can be, and a film that is mostly holes, are no rendition of it.
    async fn ready(&mut self, audit: Audit) -> Result<()> {
        if let Some(expected) = audit.expected
            && (audit.pictures > expected + u64::from(audit.parts) || audit.pictures < expected / 2)
        {
            return Err(EngineError::Unavailable(format!("it has {} pictures where {expected} were expected", audit.pictures)));
        }
        self.outcome = Outcome {
            state: RenditionState::Ready,
            parts: audit.parts,
            made: audit.parts,
            pictures: audit.pictures,
            expected_pictures: audit.expected,
            bytes: audit.bytes,
            reason: None,
        };
        self.note().await
    }

    async fn needless(&mut self) -> Result<()> {
        self.key = None;
        self.outcome = Outcome { state: RenditionState::Needless, reason: Some("it needs no encoding".into()), ..Outcome::default() };
        self.note().await
    }

    /// To go on later.
    async fn leave(&mut self) -> Result<()> {
        self.outcome.state = RenditionState::Waiting;
        self.note().await
    }

    fn show(&self) {
        (self.tell)(self.outcome.made, self.outcome.parts);
        if let Some((_, shown, _)) = self.core.making.lock().as_mut() {
            shown.clone_from(&self.outcome);
        }
    }

    async fn note(&self) -> Result<()> {
        self.show();
        let (number, key, outcome) = (self.number, self.key.clone(), self.outcome.clone());
        Ok(self.core.db.write(move |conn| renditions::note(conn, number, key.as_deref(), &outcome, Utc::now())).await?)
    }
}

async fn file(core: &Core, id: ItemId) -> Result<Option<MediaSource>> {
    let sources = core.db.read(move |conn| items::sources(conn, id)).await?;
    Ok(sources.into_iter().find(|source| source.id == id && !source.missing))
}
