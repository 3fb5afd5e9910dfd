//! Making, changing and deleting accounts.

use chrono::Utc;
use walros_db::{DbError, devices, users};
use walros_model::UserId;
use walros_model::activity::ActivityKind;
use walros_model::user::{Policy, Preferences, User};

use super::{Users, password};
use crate::activity::about;
use crate::{Caller, EngineError, Event, Result};

impl Users {
    /// Those shown on the login screen: not hidden, not disabled; from elsewhere only those who may come from there.
    pub async fn public(&self, caller: &Caller) -> Result<Vec<User>> {
        let local = caller.is_local();
        let all = self.0.db.read(users::all).await?;
        Ok(all.into_iter().filter(|user| !user.policy.hidden && crate::policy::admit(&user.policy, local).is_ok()).collect())
    }

    /// All of them for an administrator, else himself only.
    pub async fn list(&self, caller: &Caller) -> Result<Vec<User>> {
        caller.require_any()?;
        if caller.is_administrator() {
            return Ok(self.0.db.read(users::all).await?);
        }
        Ok(caller.user.iter().cloned().collect())
    }

    /// Oneself, or anybody for an administrator.
    pub async fn get(&self, caller: &Caller, user: UserId) -> Result<User> {
        caller.require_self_or_administrator(user)?;
        self.0.user(user).await
    }

    pub async fn create(&self, caller: &Caller, name: &str, password: Option<&str>, policy: Policy) -> Result<User> {
        caller.require_administrator()?;
        let name = proper_name(name)?;
        let hash = match password.filter(|password| !password.is_empty()) {
            Some(password) => Some(password::hash(password).await?),
            None => None,
        };
        let user = User {
            id: UserId::random(),
            name: name.clone(),
            has_password: hash.is_some(),
            policy,
            preferences: Preferences::default(),
            created: Utc::now(),
            last_login: None,
            last_activity: None,
            image_tag: None,
        };
        let row = user.clone();
        self.0.db.write(move |conn| users::create(conn, &row, hash.as_deref())).await.map_err(|error| name_taken(error, &name))?;
        if user.policy.administrator {
            self.0.settings.mark_set_up();
        }
        self.0.events.send(Event::UserChanged { user: user.id });
        self.0.note(about(ActivityKind::UserCreated, &user, caller)).await;
        Ok(user)
    }

    pub async fn rename(&self, caller: &Caller, user: UserId, name: &str) -> Result<()> {
        caller.require_administrator()?;
        self.0.user(user).await?;
        let name = proper_name(name)?;
        let new = name.clone();
        self.change(user, move |account| account.name = new).await.map_err(|error| name_taken(error, &name))?;
        self.0.events.send(Event::UserChanged { user });
        Ok(())
    }

    /// The last administrator cannot be demoted or disabled (`Conflict`).
    pub async fn set_policy(&self, caller: &Caller, user: UserId, policy: Policy) -> Result<()> {
        caller.require_administrator()?;
        self.0.user(user).await?;
        let disabled = policy.disabled;
        let stays = policy.administrator && !policy.disabled;
        self.guarded(user, stays, move |conn| {
            let mut account = users::get(conn, user)?.ok_or(DbError::NotFound)?;
            account.policy = policy;
            users::update(conn, &account)?;
            if disabled {
                devices::delete_of_user(conn, user, None)?;
            }
            Ok(())
        })
        .await?;
        if disabled {
            self.0.end_sessions_of(user);
        }
        self.0.events.send(Event::UserChanged { user });
        Ok(())
    }

    pub async fn set_preferences(&self, caller: &Caller, user: UserId, preferences: Preferences) -> Result<()> {
        caller.require_self_or_administrator(user)?;
        self.0.user(user).await?;
        self.change(user, move |account| account.preferences = preferences).await?;
        self.0.events.send(Event::UserChanged { user });
        Ok(())
    }

    /// A user changes his own knowing the current one; an administrator anybody's. Other devices are signed out.
    /// An empty password takes it away, which an administrator's account may not have.
    pub async fn set_password(&self, caller: &Caller, user: UserId, current: Option<&str>, new: &str) -> Result<()> {
        caller.require_self_or_administrator(user)?;
        let account = self.0.user(user).await?;
        if !caller.is_administrator() {
            let stored = self.0.db.read(move |conn| users::password_hash(conn, user)).await?;
            if !password::verify(Some(stored), current.unwrap_or_default()).await? {
                return Err(EngineError::Forbidden);
            }
        } else if new.is_empty() && account.policy.administrator {
            return Err(EngineError::Invalid("an administrator needs a password".into()));
        }
        let hash = if new.is_empty() { None } else { Some(password::hash(new).await?) };
        let own = caller.device.as_ref().filter(|_| caller.user_id() == Some(user)).map(|device| device.number);
        let change = self.0.db.write(move |conn| {
            users::set_password(conn, user, hash.as_deref())?;
            devices::delete_of_user(conn, user, own)
        });
        change.await?;
        self.0.events.send(Event::UserChanged { user });
        self.0.note(about(ActivityKind::PasswordChanged, &account, caller)).await;
        Ok(())
    }

    pub async fn delete(&self, caller: &Caller, user: UserId) -> Result<()> {
        caller.require_administrator()?;
        let account = self.0.user(user).await?;
        self.guarded(user, false, move |conn| users::delete(conn, user)).await?;
        self.0.end_sessions_of(user);
        self.0.events.send(Event::UserDeleted { user });
        self.0.note(about(ActivityKind::UserDeleted, &account, caller)).await;
        Ok(())
    }

    async fn change(&self, user: UserId, change: impl FnOnce(&mut User) + Send + 'static) -> Result<(), DbError> {
        let done = self.0.db.write(move |conn| {
            let mut account = users::get(conn, user)?.ok_or(DbError::NotFound)?;
            change(&mut account);
            users::update(conn, &account)
        });
        done.await
    }

    /// Runs `change` unless it would leave nobody who may administer.
    async fn guarded<F>(&self, user: UserId, stays_administrator: bool, change: F) -> Result<()>
    where
        F: FnOnce(&mut walros_db::Conn) -> Result<(), DbError> + Send + 'static,
    {
        let done = self.0.db.write(move |conn| {
            let others = users::all(conn)?.into_iter().any(|other| other.id != user && other.policy.administrator && !other.policy.disabled);
            if !others && !stays_administrator {
                let was = users::get(conn, user)?.is_some_and(|user| user.policy.administrator && !user.policy.disabled);
                if was {
                    return Ok(false);
                }
            }
            change(conn)?;
            Ok(true)
        });
        if done.await? { Ok(()) } else { Err(EngineError::Conflict("there must be at least one administrator who can sign in".into())) }
    }
}

fn proper_name(name: &str) -> Result<String> {
    let name = name.trim();
    let proper = !name.is_empty() && name.chars().count() <= 100 && !name.chars().any(char::is_control) && !name.contains(['/', '\\']);
    if proper { Ok(name.to_string()) } else { Err(EngineError::Invalid("a user's name has 1 to 100 characters, without slashes".into())) }
}

fn name_taken(error: DbError, name: &str) -> EngineError {
    match error {
        DbError::Conflict(_) => EngineError::Conflict(format!("there is a user {name} already")),
        other => other.into(),
    }
}
