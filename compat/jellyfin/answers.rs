//! Pages of items made into answers: what all lists and single items share.

use std::collections::{BTreeMap, HashMap};

use actix_web::dev::Payload;
use actix_web::web::Json;
use actix_web::{FromRequest, HttpRequest};
use futures_util::future::LocalBoxFuture;
use walros_engine::Caller;
use walros_engine::libraries::LibraryView;
use walros_model::library::LibraryKind;
use walros_model::lists::ItemPage;
use walros_model::query::Include;
use walros_model::{ItemId, ItemKind};

use crate::access::Who;
use crate::convert::fields::{Field, Shape};
use crate::convert::item::{Context, base_item, query_result};
use crate::dto::QueryResult;
use crate::dto::item::BaseItem;
use crate::error::{Error, Result};
use crate::lookup::Lookup;
use crate::params::Params;
use crate::query::Query;
use crate::{Answer, Facade, Jellyfin, views};

/// The caller as the user that the request is about: the one that the path or the query names, else the token's own.
/// Somebody else's takes an administrator.
pub struct Acting(pub Caller);

impl std::ops::Deref for Acting {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.0
    }
}

impl FromRequest for Acting {
    type Error = Error;
    type Future = LocalBoxFuture<'static, Result<Self>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let who = Who::from_request(request, payload);
        let params = Params::from_request(request, payload);
        let query = Query::parse(request.query_string());
        let jellyfin = request.app_data::<Facade>().cloned();
        Box::pin(async move {
            let (who, params) = (who.await?, params.await?);
            let jellyfin = jellyfin.ok_or(Error::NotFound("the facade is not mounted"))?;
            let user = match params.user("userId")? {
                Some(user) => Some(user),
                None => query.user("userId")?,
            };
            Ok(Self(jellyfin.engine.users.on_behalf_of(&who.caller, user).await?))
        })
    }
}

impl Jellyfin {
    /// The page as clients read it.
    pub async fn page(&self, caller: &Caller, page: &ItemPage, shape: &Shape) -> Result<QueryResult<BaseItem>> {
        let libraries = self.library_kinds(caller, page).await?;
        Ok(self.with_context(caller, shape, &libraries, None, |context| query_result(page, context)))
    }

    /// The same as a JSON answer.
    pub async fn page_answer(&self, caller: &Caller, page: &ItemPage, shape: &Shape) -> Answer<QueryResult<BaseItem>> {
        Ok(Json(self.page(caller, page, shape).await?))
    }

    /// Libraries as clients read them, with no further look at the database.
    pub fn libraries_page(&self, caller: &Caller, views: Vec<LibraryView>, shape: &Shape) -> QueryResult<BaseItem> {
        let kinds = views.iter().map(|view| (view.library.id, view.library.kind)).collect();
        self.with_context(caller, shape, &kinds, None, |context| query_result(&views::page(views), context))
    }

    /// The one item of a page, with everything.
    pub async fn single(&self, caller: &Caller, page: &ItemPage) -> Result<BaseItem> {
        let shape = Shape::full();
        let view = page.items.first().ok_or(Error::NotFound("no such item"))?;
        let libraries = self.library_kinds(caller, page).await?;
        let series = self.series_ids(caller, view.item.kind, view.item.series, &shape).await?;
        Ok(self.with_context(caller, &shape, &libraries, series.as_ref(), |context| base_item(view, &page.related, context)))
    }

    fn with_context<T>(
        &self,
        caller: &Caller,
        shape: &Shape,
        libraries: &HashMap<ItemId, LibraryKind>,
        series_ids: Option<&BTreeMap<String, String>>,
        make: impl FnOnce(&Context) -> T,
    ) -> T {
        let policy = caller.user.as_ref().map(|user| &user.policy);
        let info = self.engine.system.info();
        make(&Context {
            server_id: &info.id,
            data: &self.options.data,
            shape,
            may_delete: policy.map_or(caller.is_administrator(), |policy| policy.delete),
            may_download: policy.is_none_or(|policy| policy.download),
            may_play: policy.is_none_or(|policy| policy.play),
            with_user: caller.user.is_some(),
            default_streams: &|source, state| self.engine.playback.default_streams(caller, source, state),
            libraries,
            series_ids,
        })
    }

    /// The kinds of the libraries among the items; asked for only where there is one.
    async fn library_kinds(&self, caller: &Caller, page: &ItemPage) -> Result<HashMap<ItemId, LibraryKind>> {
        if page.items.iter().all(|view| view.item.kind != ItemKind::Library) {
            return Ok(HashMap::new());
        }
        let views = self.engine.libraries.views(caller, true).await?;
        Ok(views.into_iter().map(|view| (view.library.id, view.library.kind)).collect())
    }

    /// Links of seasons and episodes are made of their series' ids.
    async fn series_ids(&self, caller: &Caller, kind: ItemKind, series: Option<ItemId>, shape: &Shape) -> Result<Option<BTreeMap<String, String>>> {
        let wanted = matches!(kind, ItemKind::Season | ItemKind::Episode) && shape.fields.has(Field::ExternalUrls);
        let Some(series) = series.filter(|_| wanted) else { return Ok(None) };
        let page = self.engine.items.get(caller, series, Include { detail: true, ..Include::default() }).await;
        Ok(page.ok().and_then(|page| page.items.into_iter().next()).and_then(|view| view.detail).map(|detail| detail.provider_ids))
    }
}

/// The items of a page without its frame, for the routes that answer a bare array.
pub fn bare(result: QueryResult<BaseItem>) -> Json<Vec<BaseItem>> {
    Json(result.items)
}
