using System.Security.Cryptography;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;
using NodaTime;
using Publisher.App.Doctor;
using Publisher.App.Hosting;
using Publisher.App.Settings;
using Publisher.Mail.Dkim;
using Publisher.Mail.Smtp;
using Publisher.Social;
using Publisher.Staff;
using Publisher.Storage;
using Publisher.Testing;

namespace Publisher.App.Tests.Doctor;

/// <summary>Each thing that the doctor looks at, well and ill, on real storage and real sockets.</summary>
public sealed class CheckTests : IAsyncLifetime
{
    private static readonly string Key = RSA.Create(2048).ExportPkcs8PrivateKeyPem();

    private TestProduct product = null!;

    public async Task InitializeAsync() => product = await TestProduct.StartAsync();

    public async Task DisposeAsync() => await product.DisposeAsync();

    [Fact]
    public async Task Storage_that_works_is_well_and_one_that_is_away_is_told_to_be()
    {
        Assert.Equal((DoctorState.Good, "doctorStorageGood"), await OneAsync(product.Get<IEnumerable<IDoctorCheck>>().First(check => check.Name == "storage")));

        var away = StorageAccount.Open("DefaultEndpointsProtocol=http;AccountName=a;AccountKey=YWFh;BlobEndpoint=http://127.0.0.1:9/a;QueueEndpoint=http://127.0.0.1:9/a;TableEndpoint=http://127.0.0.1:9/a", options => options.Retry.MaxRetries = 0);
        await using var services = new ServiceCollection().AddPublisher(TestProduct.Settings, away, product.Clock).BuildServiceProvider();
        Assert.Equal((DoctorState.Todo, "doctorStorageAway"), await OneAsync(services.GetServices<IDoctorCheck>().First(check => check.Name == "storage")));
        // What else needs storage says that it could not be looked at, and keeps nothing from being looked at.
        var found = await services.GetRequiredService<Examination>().RunAsync(default);
        Assert.Equal("doctorNoStorage", found.Single(finding => finding.Check == "staff").Text);
        Assert.Equal(DoctorState.Good, found.Single(finding => finding.Check == "zone").State);
    }

    [Theory]
    [InlineData(0, DoctorState.Good, "doctorClockGood")]
    [InlineData(300, DoctorState.Todo, "doctorClockWrong")]
    [InlineData(-300, DoctorState.Todo, "doctorClockWrong")]
    public async Task A_clock_that_is_off_is_found_by_the_storage_service(int seconds, DoctorState state, string text)
    {
        var clock = new AsOfClock(TimeProvider.System.Now() + Duration.FromSeconds(seconds), TimeProvider.System);

        Assert.Equal((state, text), await OneAsync(new ClockCheck(product.Get<BlobServiceClient>(), product.Get<StorageSetup>(), clock, clock)));
    }

    [Fact]
    public async Task A_demonstration_is_told_from_a_clock_that_is_wrong() =>
        Assert.Equal((DoctorState.Note, "doctorClockSet"), await OneAsync(new ClockCheck(product.Get<BlobServiceClient>(), product.Get<StorageSetup>(), product.Clock, TimeProvider.System)));

    [Fact]
    public async Task A_mail_server_that_is_away_is_named_with_what_to_look_at()
    {
        var mail = TestProduct.Settings.Mail with { Transport = MailTransportKind.Smtp, Host = "127.0.0.1", Port = 9, Security = SmtpSecurity.None };

        var finding = Assert.Single(await new RelayCheck(TestProduct.Settings with { Mail = mail }).RunAsync(default));

        Assert.Equal((DoctorState.Todo, "doctorRelayAway"), (finding.State, finding.Text));
        Assert.StartsWith("127.0.0.1:9: ", finding.In(TestProduct.Templates.TextsFor("en")), StringComparison.Ordinal);
        Assert.Equal((DoctorState.Note, "doctorRelayFiles"), await OneAsync(new RelayCheck(TestProduct.Settings)));
    }

    [Fact]
    public async Task A_key_whose_record_nobody_can_look_up_is_said_to_be_unseen_and_no_key_is_something_to_do_where_mail_leaves()
    {
        var signed = TestProduct.Settings with { Mail = TestProduct.Settings.Mail with { Dkim = new DkimSettings("example.org", "key", Key) } };
        Assert.Equal((DoctorState.Note, "doctorDkimUnseen"), await OneAsync(new DkimCheck(signed, new TxtRecords([]))));
        Assert.Equal((DoctorState.Note, "doctorDkimNone"), await OneAsync(new DkimCheck(TestProduct.Settings, new TxtRecords([]))));
        Assert.Equal((DoctorState.Todo, "doctorDkimNone"), await OneAsync(new DkimCheck(TestProduct.Settings with { Mail = TestProduct.Settings.Mail with { Transport = MailTransportKind.Smtp } }, new TxtRecords([]))));
        // What would be published is the public half only.
        Assert.DoesNotContain(Key.Split('\n')[1], DkimRecord.Of(Key), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_is_told_by_the_days_that_it_has_left()
    {
        var (states, check) = (product.Get<NetworkStates>(), new SocialCheck(product.Get<IReadOnlyList<ISocialNetwork>>(), product.Get<NetworkStates>(), product.Clock));
        var network = product.Network.Key;
        Assert.True(product.Network.IsWall);
        foreach (var (days, held, state, text) in ((int?, bool, DoctorState, string)[])
            [(60, false, DoctorState.Good, "doctorSocialDays"), (13, false, DoctorState.Todo, "doctorSocialEnds"), (null, false, DoctorState.Good, "doctorSocialGood"), (60, true, DoctorState.Todo, "doctorSocialHeld")])
        {
            await states.ChangeAsync(network, old => old with { TokenChecked = product.Now, TokenEnds = days is { } some ? product.Now + Duration.FromDays(some) : null, HeldSince = held ? product.Now : null }, default);
            Assert.Equal((state, text), await OneAsync(check));
        }
    }

    [Fact]
    public async Task Work_that_was_given_up_is_found_in_its_queue()
    {
        var check = product.Get<IEnumerable<IDoctorCheck>>().First(each => each.Name == "poison");
        Assert.Equal((DoctorState.Good, "doctorPoisonGood"), await OneAsync(check));
        var poison = product.Get<QueueServiceClient>().GetQueueClient("send-batch-poison");
        await poison.CreateAsync();
        await poison.SendMessageAsync("work");

        var finding = Assert.Single(await check.RunAsync(default));

        Assert.Equal("In the queue send-batch-poison lies work that SendBatch could not do: 1. Read the log, mend the cause, and move it to the queue without “-poison”.", finding.In(TestProduct.Templates.TextsFor("en")));
    }

    [Fact]
    public async Task A_timer_that_missed_more_than_one_turn_is_late()
    {
        var check = product.Get<IEnumerable<IDoctorCheck>>().First(each => each.Name == "timers");
        var found = await check.RunAsync(default);
        Assert.All(found, finding => Assert.Equal("doctorTimersNever", finding.Text));
        await product.Get<Watermarks>().WriteAsync(PayloadEndpoints.TimerMark("Retention"), product.Now, default);

        product.Pass(Duration.FromDays(1));
        Assert.Equal("doctorTimersGood", (await check.RunAsync(default))[0].Text);
        product.Pass(Duration.FromDays(1));
        Assert.Equal("Retention", (await check.RunAsync(default)).Single(finding => finding.Text == "doctorTimersLate").Blanks[0].Value);
    }

    [Theory]
    [InlineData("ssssssssssssssssssssssssssssssss", DoctorState.Todo)]
    [InlineData("correct horse correct horse correct horse ", DoctorState.Todo)]
    [InlineData("password-password-password-password-", DoctorState.Todo)]
    [InlineData("0f5c2a9e31b7d4860f1c2a9e31b7d486", DoctorState.Good)]
    [InlineData("kZ0y1n8Q+3b7w5xT9dLr2mVhUeAqJfGs", DoctorState.Good)]
    public async Task A_secret_that_could_be_guessed_is_told(string secret, DoctorState state) =>
        Assert.Equal(state, (await OneAsync(new SecretCheck(TestProduct.Settings with { Secret = System.Text.Encoding.UTF8.GetBytes(secret) }))).State);

    [Fact]
    public async Task Somebody_has_to_be_able_to_sign_in_and_somebody_to_do_everything()
    {
        var staff = product.Get<StaffDirectory>();
        var check = new StaffCheck(staff, TestProduct.Settings);
        Assert.Equal((DoctorState.Todo, "doctorStaffNone"), await OneAsync(check));
        await staff.AddAsync("Author", StaffRole.Author, default);
        Assert.Equal((DoctorState.Todo, "doctorStaffNoAdmin"), await OneAsync(check));
        await staff.AddAsync("Admin", StaffRole.Admin, default);
        Assert.Equal((DoctorState.Good, "doctorStaffGood"), await OneAsync(check));
        Assert.Equal((DoctorState.Todo, "doctorStaffTwoEyes"), await OneAsync(new StaffCheck(staff, TestProduct.Settings with { Staff = TestProduct.Settings.Staff with { FourEyes = true } })));
        await staff.RevokeAsync("Admin", default);
        Assert.Equal((DoctorState.Todo, "doctorStaffNoAdmin"), await OneAsync(check));
    }

    [Fact]
    public async Task An_item_whose_payer_has_no_strip_is_named()
    {
        var check = product.Get<IEnumerable<IDoctorCheck>>().First(each => each.Name == "programmes");
        Assert.Equal((DoctorState.Good, "doctorProgrammesGood"), await OneAsync(check));
        await product.PublishAsync(Some.News("a") with { Programme = "Program, którego nikt nie zna" });

        var finding = Assert.Single(await check.RunAsync(default));

        Assert.Equal((DoctorState.Todo, "doctorProgrammesUnknown", "news/a"), (finding.State, finding.Text, finding.Blanks[1].Value));
    }

    [Fact]
    public async Task A_template_that_is_not_used_is_named_with_the_reason()
    {
        var check = product.Get<IEnumerable<IDoctorCheck>>().First(each => each.Name == "templates");
        Assert.Equal((DoctorState.Good, "doctorTemplatesGood"), await OneAsync(check));
        await product.Get<BlobServiceClient>().GetBlobContainerClient("templates").UploadBlobAsync("digest/nobody-renders-this.html.hbs", BinaryData.FromString("x"));

        Assert.Equal((DoctorState.Todo, "doctorTemplatesRefused"), await OneAsync(check));
    }

    private static async Task<(DoctorState State, string Text)> OneAsync(IDoctorCheck check) => Assert.Single(await check.RunAsync(default)) is var finding ? (finding.State, finding.Text) : default;
}
