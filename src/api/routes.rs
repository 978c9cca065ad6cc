//! The five endpoints, and where a request's `field` travels.

/// One of the service's endpoints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Endpoint {
    /// `POST /api/enterprise/upload` (section 1).
    Upload,
    /// `POST /api/enterprise/render` (section 2).
    Render,
    /// `POST /api/enterprise/upscale` (section 2.8).
    Upscale,
    /// `GET /api/enterprise/render/<render_id>` (section 4).
    GetRender,
    /// `GET /api/enterprise/status` (section 5).
    Account,
}

impl Endpoint {
    /// The path below the base URL; a render's id follows it for [`Endpoint::GetRender`].
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Upload => "/api/enterprise/upload",
            Self::Render => "/api/enterprise/render",
            Self::Upscale => "/api/enterprise/upscale",
            Self::GetRender => "/api/enterprise/render/",
            Self::Account => "/api/enterprise/status",
        }
    }

    /// Whether a successful call costs credits, so that repeating it may buy a second render.
    #[must_use]
    pub fn is_paid(self) -> bool {
        matches!(self, Self::Render | Self::Upscale)
    }
}

/// Whether `field` goes into the query for this tool. A plain render has none; tools unknown here are treated as one.
#[must_use]
pub fn field_in_query(tool: Option<&str>) -> bool {
    !matches!(tool, Some("empty-room" | "virtual-staging"))
}

/// Whether `field` also stays in the body: only an edit reads it there (section 2.6).
#[must_use]
pub fn field_in_body(tool: Option<&str>) -> bool {
    tool == Some("edit")
}
