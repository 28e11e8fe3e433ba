//! The routes of `schemas/orders.yaml`, with the orders in memory.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::routing::get;
use axum::{Json, Router};
use chrono::Utc;
use serde::Deserialize;
use utoipa::OpenApi;
use uuid::Uuid;

use crate::schemas::{CreateOrderRequest, Line, ListOrdersQueryLimit, ListOrdersResponse200, Order, Status};

type Orders = Arc<Mutex<Vec<Order>>>;

/// The documentation that utoipa writes of the types.
#[derive(OpenApi)]
#[openapi(components(schemas(Line, Order, Status)))]
struct Documentation;

pub fn router() -> Router {
    Router::new()
        .route("/orders", get(list).post(create))
        .route("/openapi.json", get(async || Json(Documentation::openapi())))
        .with_state(Orders::default())
}

/// The query of `listOrders`: each parameter has a type of its own.
#[derive(Deserialize)]
struct ListOrdersQuery {
    status: Option<Status>,
    #[serde(default)]
    limit: ListOrdersQueryLimit,
}

async fn list(State(orders): State<Orders>, Query(query): Query<ListOrdersQuery>) -> Json<ListOrdersResponse200> {
    let orders = orders.lock().unwrap_or_else(PoisonError::into_inner);
    let chosen = orders.iter().rev().filter(|order| query.status.is_none_or(|status| order.status == status));
    let limit = usize::from(query.limit.into_inner());
    Json(ListOrdersResponse200::new(chosen.take(limit).cloned().collect()))
}

async fn create(State(orders): State<Orders>, Json(request): Json<CreateOrderRequest>) -> (StatusCode, Json<Order>) {
    let order = Order {
        deliver_on: request.deliver_on,
        ..Order::new(Uuid::new_v4(), Utc::now(), Status::Open, request.customer, request.lines)
    };
    orders.lock().unwrap_or_else(PoisonError::into_inner).push(order.clone());
    (StatusCode::CREATED, Json(order))
}
