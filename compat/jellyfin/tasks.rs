//! Scheduled tasks: what the server does by itself, and an administrator can start and stop.

use actix_web::web::Json;
use walros_engine::Caller;
use walros_engine::tasks::Task;

use crate::access::Who;
use crate::convert::triggers;
use crate::dto::admin;
use crate::error::{Error, Result};
use crate::ids::{self, Guid};
use crate::json::Items;
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Done, Facade, Jellyfin, no_content};

/// How clients know a task: the web client looks `RefreshLibrary` up by its key, and shows the rest.
struct Face {
    key: &'static str,
    name: &'static str,
    description: &'static str,
}

fn face(task: Task) -> Face {
    match task {
        Task::Scan => Face {
            key: "RefreshLibrary",
            name: "Scan Media Library",
            description: "Looks through the folders of all libraries for what came, changed and went.",
        },
        Task::Trickplay => Face {
            key: "RefreshTrickplayImages",
            name: "Generate Trickplay Images",
            description: "Makes the pictures for seeking ahead of time, in libraries that ask for it. All others are made when somebody plays the film.",
        },
        // Jellyfin has no such task: its clients list what they do not know by name and description.
        Task::Renditions => Face {
            key: "MakeRenditions",
            name: "Encode Ahead",
            description: "Makes whole renditions of films ahead of time, in libraries that have rules for it and of films that were chosen. Rules are kept in Walros' own settings.",
        },
        Task::ChapterPictures => Face {
            key: "RefreshChapterImages",
            name: "Extract Chapter Images",
            description: "Makes the pictures of chapters ahead of time, in libraries that ask for it. All others are made when somebody looks at them.",
        },
    }
}

fn id(task: Task) -> Guid {
    Guid(ids::of_text(face(task).key))
}

/// All tasks with their state.
pub fn all(jellyfin: &Jellyfin, caller: &Caller) -> Result<Vec<admin::Task>> {
    Task::ALL.into_iter().map(|task| state(jellyfin, caller, task)).collect()
}

fn state(jellyfin: &Jellyfin, caller: &Caller, task: Task) -> Result<admin::Task> {
    let Face { key, name, description } = face(task);
    let tasks = &jellyfin.engine.tasks;
    let progress = tasks.progress(caller, task)?;
    Ok(admin::Task {
        name,
        state: if progress.is_some() { "Running" } else { "Idle" },
        current_progress_percentage: progress.map(|share| share * 100.0),
        id: id(task),
        triggers: tasks.triggers(task).iter().map(triggers::trigger).collect(),
        description,
        category: "Library",
        is_hidden: false,
        key,
    })
}

pub async fn list(jellyfin: Facade, who: Who, query: Query) -> Answer<Vec<admin::Task>> {
    let mut tasks = all(&jellyfin, &who)?;
    if query.flag("isHidden")? == Some(true) || query.flag("isEnabled")? == Some(false) {
        tasks.clear();
    }
    Ok(Json(tasks))
}

fn find(params: &Params) -> Result<Task> {
    let wanted = Guid(params.required_item("taskId")?.0);
    Task::ALL.into_iter().find(|task| id(*task) == wanted).ok_or(Error::NotFound("no such task"))
}

pub async fn get(jellyfin: Facade, who: Who, params: Params) -> Answer<admin::Task> {
    Ok(Json(state(&jellyfin, &who, find(&params)?)?))
}

pub async fn start(jellyfin: Facade, who: Who, params: Params) -> Done {
    jellyfin.engine.tasks.start(&who, find(&params)?).await?;
    Ok(no_content())
}

pub async fn set_triggers(jellyfin: Facade, who: Who, params: Params, body: Items) -> Done {
    let task = find(&params)?;
    let triggers = body.0.iter().map(triggers::parse).collect::<Result<Vec<_>>>()?;
    jellyfin.engine.tasks.set_triggers(&who, task, triggers).await?;
    Ok(no_content())
}

pub async fn stop(jellyfin: Facade, who: Who, params: Params) -> Done {
    jellyfin.engine.tasks.cancel(&who, find(&params)?)?;
    Ok(no_content())
}
