//! Setting up a new server.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::library::NewLibrary;
use super::session::DeviceDescription;

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SetupStatus {
    /// An administrator exists: sign in instead.
    pub set_up: bool,
    /// The caller must give the code that the server printed when it started.
    pub code_needed: bool,
    /// The code given in the `X-Setup-Code` header is right.
    pub code_right: bool,
    pub server_name: String,
    /// Libraries made on the command line already.
    pub libraries: u64,
}

/// The first administrator and what is to be shown.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetupFinish {
    #[serde(default)]
    pub code: Option<String>,
    pub name: String,
    pub password: String,
    #[serde(default)]
    pub libraries: Vec<NewLibrary>,
    pub device: DeviceDescription,
}
