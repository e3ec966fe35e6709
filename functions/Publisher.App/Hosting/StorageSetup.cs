using Publisher.App.Public;
using Publisher.Approvals;
using Publisher.App.Staff.Access;
using Publisher.Content;
using Publisher.Content.Editing;
using Publisher.Content.Pictures;
using Publisher.Delivery;
using Publisher.Editions;
using Publisher.Notices;
using Publisher.Rendering;
using Publisher.Reports;
using Publisher.SignUp;
using Publisher.Social;
using Publisher.Staff;
using Publisher.Storage;
using Publisher.Subscribers;
using Publisher.Subscribers.Import;

namespace Publisher.App.Hosting;

/// <summary>Creates the tables, queues and containers that are missing; once in a process, and again after a failure.</summary>
public sealed class StorageSetup(
    Items items,
    SubscriberList subscribers,
    Suppressions suppressions,
    SubscriberHistory history,
    Erasures erasures,
    FeedbackLog feedback,
    NoticeTable notices,
    SignUpLimits signUps,
    EditionList editions,
    EditionBlobs blobs,
    Batches batches,
    Posts posts,
    NetworkStates networks,
    Watermarks watermarks,
    RequestKeys requests,
    ApprovalList approvals,
    TemplateOverrides templates,
    AssetStore assets,
    StaffDirectory staff,
    StaffSessions sessions,
    SignInGuard signIns,
    AuditLog audit,
    ProtectionKeys protection,
    ItemPictures pictures,
    KeptForms forms,
    ReportBlobs reports,
    Clicks clicks,
    ListUploads uploads,
    WorkQueues queues)
{
    private readonly Lock gate = new();
    private Task? done;

    public Task EnsureAsync()
    {
        lock (gate)
        {
            // A failure is not kept: the next call tries again.
            if (done is null or { IsFaulted: true } or { IsCanceled: true }) done = CreateAsync(CancellationToken.None);
            return done;
        }
    }

    private Task CreateAsync(CancellationToken cancellationToken) => Task.WhenAll(
        items.CreateStorageAsync(cancellationToken),
        subscribers.CreateStorageAsync(cancellationToken),
        suppressions.CreateStorageAsync(cancellationToken),
        history.CreateStorageAsync(cancellationToken),
        erasures.CreateStorageAsync(cancellationToken),
        feedback.CreateStorageAsync(cancellationToken),
        notices.CreateStorageAsync(cancellationToken),
        signUps.CreateStorageAsync(cancellationToken),
        editions.CreateStorageAsync(cancellationToken),
        blobs.CreateStorageAsync(cancellationToken),
        batches.CreateStorageAsync(cancellationToken),
        posts.CreateStorageAsync(cancellationToken),
        networks.CreateStorageAsync(cancellationToken),
        watermarks.CreateStorageAsync(cancellationToken),
        requests.CreateStorageAsync(cancellationToken),
        approvals.CreateStorageAsync(cancellationToken),
        assets.CreateStorageAsync(cancellationToken),
        pictures.CreateStorageAsync(cancellationToken),
        forms.CreateStorageAsync(cancellationToken),
        templates.CreateStorageAsync(cancellationToken),
        staff.CreateStorageAsync(cancellationToken),
        sessions.CreateStorageAsync(cancellationToken),
        signIns.CreateStorageAsync(cancellationToken),
        audit.CreateStorageAsync(cancellationToken),
        protection.CreateStorageAsync(cancellationToken),
        reports.CreateStorageAsync(cancellationToken),
        clicks.CreateStorageAsync(cancellationToken),
        uploads.CreateStorageAsync(cancellationToken),
        queues.CreateStorageAsync([CountAudienceWork.Name, CountReachWork.Name, ImportListWork.Name, StartEditionWork.Name, SendBatchWork.Name, CloseEditionWork.Name, PublishPostWork.Name, SendNoticeWork.Name], cancellationToken));
}
