//! The play states of a film's files. Most films have one; a stacked film has one a part, since Jellyfin's apps play
//! each as an item by itself, and all of them together say where the film was left: at one place in one part.
//!
//! The first part stands for the film. It is played when the last part ended, not when it ended itself: then the second
//! part is begun.

use std::time::Duration;

use walros_db::play_state::{self, PlayStateChange};
use walros_db::{Conn, DbError, items};
use walros_model::item::{Item, ItemRole};
use walros_model::lists::ItemView;
use walros_model::state::{PlayState, ResumeRules};
use walros_model::timeline::Timeline;
use walros_model::{ItemId, UserId};

use super::rules::{self, Step, Verdict};

/// What a report was applied to.
pub(super) struct Stored {
    pub item: ItemId,
    /// The file and the place in it, where the report counted through all parts of a film.
    pub place: Option<(ItemId, Duration)>,
}

/// Files in playing order, with a user's states: one where nothing is stacked.
pub(super) struct Stack {
    files: Vec<ItemView>,
    timeline: Timeline,
    /// The same states as they are kept.
    before: Vec<PlayState>,
}

/// The files of the film that `item` is one of; none where it is the only one.
pub(super) fn ids(conn: &mut Conn, item: &Item) -> Result<Vec<ItemId>, DbError> {
    if !is_stacked(item) {
        return Ok(Vec::new());
    }
    Ok(items::stack_of(conn, None, item)?.into_iter().map(|file| file.item.id).collect())
}

fn is_stacked(item: &Item) -> bool {
    item.part_count > 1 || item.role == ItemRole::Part
}

impl Stack {
    pub fn of(conn: &mut Conn, user: UserId, item: &Item) -> Result<Self, DbError> {
        let mut files = if is_stacked(item) { items::stack_of(conn, Some(user), item)? } else { Vec::new() };
        // A part whose film is gone stands for itself.
        if !files.first().is_some_and(|first| first.item.role != ItemRole::Part) {
            let state = play_state::get(conn, user, item.id)?;
            files = vec![ItemView { item: item.clone(), detail: None, state, counts: None, sources: Vec::new(), entry: None }];
        }
        let timeline = items::timeline_of(&files);
        let before = files.iter().map(|file| file.state.clone()).collect();
        Ok(Self { files, timeline, before })
    }

    /// `whole`: a position of the film's first file counts through all of them; then the file and the place in it are answered.
    pub fn apply(&mut self, step: Step, item: &Item, whole: bool) -> Option<(ItemId, Duration)> {
        let named = self.files.iter().position(|file| file.item.id == item.id).unwrap_or(0);
        if self.files.len() < 2 {
            self.state_of(item.id).into_iter().for_each(|state| rules::apply(step, item, state));
            return None;
        }
        let whole = whole && named == 0;
        match step {
            Step::Nothing => None,
            Step::Started(now) => {
                self.state_of(item.id).into_iter().for_each(|state| rules::apply(step, item, state));
                // What is continued next is sorted by when the film was played, in whatever part.
                if let Some(first) = self.files.first_mut() {
                    first.state.last_played = Some(now);
                }
                None
            }
            Step::At(rules, place) => {
                let position = match place {
                    Some(position) if whole => position,
                    Some(place) => self.timeline.position(named, place),
                    None if whole => self.timeline.length(),
                    None => self.timeline.end_of(named),
                };
                self.settle(&rules, position);
                let (part, place) = self.timeline.place(position);
                self.files.get(part).filter(|_| whole).map(|file| (file.item.id, place))
            }
        }
    }

    /// The film is at this position, and nowhere else.
    fn settle(&mut self, rules: &ResumeRules, position: Duration) {
        let length = Some(self.timeline.length());
        for file in &mut self.files {
            file.state.position = Duration::ZERO;
        }
        match rules::judge(rules, length, position) {
            Verdict::Untouched => (),
            Verdict::ResumeAt(position) => {
                let (part, place) = self.timeline.kept_place(position);
                let played = self.files.iter().filter_map(|file| file.state.last_played).max();
                for (number, file) in self.files.iter_mut().enumerate().filter(|(number, _)| *number == 0 || *number == part) {
                    file.state.played = false;
                    if number == part {
                        (file.state.position, file.state.last_played) = (place, played);
                    }
                }
            }
            Verdict::Finished => self.files.iter_mut().for_each(|file| file.state.played = true),
        }
    }

    pub fn state_of(&mut self, item: ItemId) -> Option<&mut PlayState> {
        self.files.iter_mut().find(|file| file.item.id == item).map(|file| &mut file.state)
    }

    /// Keeps what has changed.
    pub fn write(&self, conn: &mut Conn, user: UserId) -> Result<(), DbError> {
        let changed = self.files.iter().zip(&self.before).filter(|(file, before)| file.state != **before);
        let states: Vec<(ItemId, PlayState)> = changed.map(|(file, _)| (file.item.id, file.state.clone())).collect();
        play_state::set_many(conn, user, &states)?;
        let Some(first) = self.files.first() else { return Ok(()) };
        if let Some(owner) = first.item.owner.filter(|_| first.item.role == ItemRole::Version && first.state.played) {
            // Whoever saw one version saw the film.
            let seen = PlayStateChange { played: Some(true), last_played: Some(first.state.last_played), ..PlayStateChange::default() };
            play_state::update(conn, user, owner, &seen)?;
        }
        Ok(())
    }
}
