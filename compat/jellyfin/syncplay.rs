//! Watching together. There are no groups yet, and none can be made.

use actix_web::web::Json;

pub async fn list() -> Json<[(); 0]> {
    Json([])
}
