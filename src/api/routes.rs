//! The endpoints, and where a request puts `field`.

/// An endpoint of the service.
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
    /// `GET /api/enterprise/orders/<key>`: what came of an order. Only a gateway has it.
    Order,
}

impl Endpoint {
    /// The path after the base URL. For [`Endpoint::GetRender`] and [`Endpoint::Order`], append the id.
    #[must_use]
    pub fn path(self) -> &'static str {
        match self {
            Self::Upload => "/api/enterprise/upload",
            Self::Render => "/api/enterprise/render",
            Self::Upscale => "/api/enterprise/upscale",
            Self::GetRender => "/api/enterprise/render/",
            Self::Account => "/api/enterprise/status",
            Self::Order => "/api/enterprise/orders/",
        }
    }

    /// Whether a successful call costs credits. Repeating it may buy a second render.
    #[must_use]
    pub fn is_paid(self) -> bool {
        matches!(self, Self::Render | Self::Upscale)
    }
}

/// Whether this tool takes `field` in the query. Unknown tools are treated like a plain render, which takes it.
#[must_use]
pub fn sends_field_in_query(tool: Option<&str>) -> bool {
    !matches!(tool, Some("empty-room" | "virtual-staging"))
}

/// Whether this tool also takes `field` in the body. Only an edit does (section 2.6).
#[must_use]
pub fn sends_field_in_body(tool: Option<&str>) -> bool {
    tool == Some("edit")
}
