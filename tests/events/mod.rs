//! The list of events, each with the type of its body.

/// Defines a test for each event, named after it, that calls `$check::<TYPE>(NAME)`. NAME is also the name of the event's files.
macro_rules! each_event {
    ($check:ident) => {
        $crate::events::each_event! { $check:
            ai_apply_application_status_updated: AiApplyApplicationStatusUpdatedWebhookPayload,
            ai_apply_job_posting_status_updated: AiApplyJobPostingStatusUpdatedWebhookPayload,
            assessment_order_received: AssessmentOrderReceivedWebhookPayload,
            connection_flow_failed: ConnectionFlowFailedWebhookPayload,
            data_changed: DataChangedWebhookPayload,
            inline_assessment_order_received: InlineAssessmentOrderReceivedWebhookPayload,
            integration_created: IntegrationCreatedWebhookPayload,
            integration_deleted: IntegrationDeletedWebhookPayload,
            integration_state_changed: IntegrationStateChangedWebhookPayload,
            sync_finished: SyncFinishedWebhookPayload,
        }
    };
    ($check:ident: $($event:ident: $body:ident,)*) => {$(
        #[test]
        fn $event() {
            $check::<kombo_schema::$body>(&stringify!($event).replace('_', "-"));
        }
    )*};
}
pub(crate) use each_event;
