using Publisher.App.Triggers;

namespace Publisher.App.Hosting;

/// <summary>Every function of the app: a folder of Triggers/ each, with its function.json beside its endpoint.</summary>
public static class Functions
{
    public static void MapFunctions(this WebApplication app)
    {
        CollectContentEndpoint.Map(app, app.Services);
        PrepareEditionEndpoint.Map(app, app.Services);
        SendBatchEndpoint.Map(app, app.Services);
        StartEditionEndpoint.Map(app, app.Services);
        CloseEditionEndpoint.Map(app, app.Services);
        PublishPostEndpoint.Map(app, app.Services);
        RetentionEndpoint.Map(app, app.Services);
        SendNoticeEndpoint.Map(app, app.Services);
        ProbeTokensEndpoint.Map(app, app.Services);
        WarnStaffEndpoint.Map(app, app.Services);
        HealthEndpoint.Map(app);
        HealthReadyEndpoint.Map(app);
        WebhooksEndpoint.Map(app);
        InboundEndpoint.Map(app);
        ArchiveEndpoint.Map(app);
        CalendarEndpoint.Map(app);
        OpenLinkEndpoint.Map(app);
        FeedsEndpoint.Map(app);
        PrivacyEndpoint.Map(app);
        AccessibilityEndpoint.Map(app);
        UnsubscribeEndpoint.Map(app);
        PreferencesEndpoint.Map(app);
        SubscribeEndpoint.Map(app);
        SubscribeEmbedEndpoint.Map(app);
        SubscribeQrEndpoint.Map(app);
        SubscriptionsEndpoint.Map(app);
        ConfirmEndpoint.Map(app);
        SubscriberDataEndpoint.Map(app);
        EraseEndpoint.Map(app);
        FollowCallEndpoint.Map(app);
        ChangeAddressEndpoint.Map(app);
        MoveEndpoint.Map(app);
        AssetsEndpoint.Map(app);
        PicturesEndpoint.Map(app);
        AnnouncementsEndpoint.Map(app);
        CorrectionsEndpoint.Map(app);
        EditionStatusEndpoint.Map(app);
        EditionSteeringEndpoint.Map(app);
        EditionMissedEndpoint.Map(app);
        PostsEndpoint.Map(app);
        ApprovalsEndpoint.Map(app);
        StaffSignInEndpoint.Map(app);
        StaffSignOutEndpoint.Map(app);
        StaffBoardEndpoint.Map(app);
        StaffAuditEndpoint.Map(app);
        StaffFilesEndpoint.Map(app);
        StaffItemNewEndpoint.Map(app);
        StaffItemEndpoint.Map(app);
        StaffItemPreviewEndpoint.Map(app);
        StaffItemDocumentEndpoint.Map(app);
        StaffMarkdownEndpoint.Map(app);
        StaffApprovalsEndpoint.Map(app);
        StaffTakeBackEndpoint.Map(app);
        StaffItemApprovalEndpoint.Map(app);
        StaffItemApprovalDocumentEndpoint.Map(app);
        StaffNextMailEndpoint.Map(app);
        StaffNextMailDocumentEndpoint.Map(app);
        StaffAudienceEndpoint.Map(app);
        StaffPersonEndpoint.Map(app);
        StaffLiftEndpoint.Map(app);
        StaffImportEndpoint.Map(app);
        StaffImportListEndpoint.Map(app);
        StaffReportsEndpoint.Map(app);
        StaffSettingsEndpoint.Map(app);
        StaffDoctorEndpoint.Map(app);
        OpenApiEndpoint.Map(app);
        CountAudienceEndpoint.Map(app, app.Services);
        CountReachEndpoint.Map(app, app.Services);
        ImportListEndpoint.Map(app, app.Services);
        StaffEditionsEndpoint.Map(app);
        StaffEditionEndpoint.Map(app);
        StaffEditionViewEndpoint.Map(app);
        StaffAnnounceEndpoint.Map(app);
        StaffCorrectEndpoint.Map(app);
        StaffPostsEndpoint.Map(app);
        StaffPostEndpoint.Map(app);
    }
}
