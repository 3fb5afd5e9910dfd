//! `walros user`: accounts from the command line.

use std::io::BufRead;

use anyhow::{Context, bail};
use clap::{Args, Subcommand};
use walros_engine::Caller;
use walros_model::user::Policy;

use crate::config::{Common, Serving};
use crate::wire;

#[derive(Subcommand)]
pub enum User {
    /// Make an account.
    Add(Add),
    /// Set an account's password.
    Password(Password),
    /// List the accounts.
    List(List),
}

#[derive(Args)]
pub struct Add {
    name: String,
    /// May change everything.
    #[arg(long)]
    admin: bool,
    /// Read the password from standard input, one line.
    #[arg(long, required = true)]
    password_stdin: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct Password {
    name: String,
    /// Read the password from standard input, one line.
    #[arg(long, required = true)]
    password_stdin: bool,
    #[command(flatten)]
    common: Common,
}

#[derive(Args)]
pub struct List {
    #[command(flatten)]
    common: Common,
}

impl User {
    pub async fn run(self) -> anyhow::Result<()> {
        match self {
            Self::Add(add) => add.run().await,
            Self::Password(password) => password.run().await,
            Self::List(list) => list.run().await,
        }
    }
}

impl Add {
    async fn run(self) -> anyhow::Result<()> {
        let password = password_from_stdin()?;
        let engine = wire::engine(&self.common.settle(Serving::default())?).await?;
        let policy = Policy { administrator: self.admin, delete: self.admin, ..Policy::default() };
        let user = engine.users.create(&Caller::server(), &self.name, Some(&password), policy).await?;
        println!("made {}{}", user.name, if self.admin { ", an administrator" } else { "" });
        Ok(())
    }
}

impl Password {
    async fn run(self) -> anyhow::Result<()> {
        let password = password_from_stdin()?;
        let engine = wire::engine(&self.common.settle(Serving::default())?).await?;
        let users = engine.users.list(&Caller::server()).await?;
        let Some(user) = users.into_iter().find(|user| user.name.to_lowercase() == self.name.to_lowercase()) else {
            bail!("there is no user {}", self.name);
        };
        engine.users.set_password(&Caller::server(), user.id, None, &password).await?;
        println!("{} has a new password; other devices are signed out", user.name);
        Ok(())
    }
}

impl List {
    async fn run(self) -> anyhow::Result<()> {
        let engine = wire::engine(&self.common.settle(Serving::default())?).await?;
        for user in engine.users.list(&Caller::server()).await? {
            println!("{}{}{}", user.name, if user.policy.administrator { "  administrator" } else { "" }, if user.policy.disabled { "  disabled" } else { "" });
        }
        Ok(())
    }
}

fn password_from_stdin() -> anyhow::Result<String> {
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).context("cannot read the password from standard input")?;
    let password = line.trim_end_matches(['\n', '\r']);
    if password.is_empty() {
        bail!("the password is empty");
    }
    Ok(password.to_string())
}
