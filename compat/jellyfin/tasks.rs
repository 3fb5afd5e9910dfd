//! Scheduled tasks: the one there is, looking through the libraries.

use actix_web::web::Json;
use walros_engine::Caller;

use crate::access::Who;
use crate::convert::triggers;
use crate::dto::admin::Task;
use crate::error::{Error, Result};
use crate::ids::{self, Guid};
use crate::json::Items;
use crate::library::is_running;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::pushes::percent;
use crate::query::Query;
use crate::{Answer, Done, Facade, Jellyfin, no_content};

/// The web client looks this key up.
const REFRESH_LIBRARY: &str = "RefreshLibrary";

fn refresh_id() -> Guid {
    Guid(ids::of_text(REFRESH_LIBRARY))
}

/// All tasks with their state.
pub fn all(jellyfin: &Jellyfin, caller: &Caller) -> Result<Vec<Task>> {
    let running: Vec<f64> = jellyfin.engine.scans.progress(caller)?.iter().filter(|scan| is_running(scan)).map(percent).collect();
    let progress = (!running.is_empty()).then(|| running.iter().sum::<f64>() / running.len() as f64);
    Ok(vec![Task {
        name: "Scan Media Library",
        state: if progress.is_some() { "Running" } else { "Idle" },
        current_progress_percentage: progress,
        id: refresh_id(),
        triggers: jellyfin.engine.scans.triggers().iter().map(triggers::trigger).collect(),
        description: "Looks through the folders of all libraries for what came, changed and went.",
        category: "Library",
        is_hidden: false,
        key: REFRESH_LIBRARY,
    }])
}

pub async fn list(jellyfin: Facade, who: Who, query: Query) -> Answer<Vec<Task>> {
    let mut tasks = all(&jellyfin, &who)?;
    if query.flag("isHidden")? == Some(true) || query.flag("isEnabled")? == Some(false) {
        tasks.clear();
    }
    Ok(Json(tasks))
}

fn find(jellyfin: &Jellyfin, who: &Who, params: &Params) -> Result<Task> {
    let id = Guid(params.required_item("taskId")?.0);
    all(jellyfin, who)?.into_iter().find(|task| task.id == id).ok_or(Error::NotFound("no such task"))
}

pub async fn get(jellyfin: Facade, who: Who, params: Params) -> Answer<Task> {
    Ok(Json(find(&jellyfin, &who, &params)?))
}

pub async fn start(jellyfin: Facade, who: Who, params: Params) -> Done {
    find(&jellyfin, &who, &params)?;
    jellyfin.engine.scans.start(&who, None).await?;
    Ok(no_content())
}

pub async fn set_triggers(jellyfin: Facade, who: Who, params: Params, body: Items) -> Done {
    find(&jellyfin, &who, &params)?;
    let triggers = body.0.iter().map(triggers::parse).collect::<Result<Vec<_>>>()?;
    jellyfin.engine.scans.set_triggers(&who, triggers).await?;
    Ok(no_content())
}

pub async fn stop(jellyfin: Facade, who: Who, params: Params) -> Done {
    find(&jellyfin, &who, &params)?;
    jellyfin.engine.scans.cancel(&who, None)?;
    Ok(no_content())
}
