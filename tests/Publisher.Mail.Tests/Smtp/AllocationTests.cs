using System.Security.Cryptography;
using Publisher.Mail.Dkim;
using Publisher.Mail.Merge;
using Publisher.Mail.Mime;
using Publisher.Mail.Smtp;
using Publisher.Mail.Transport;

namespace Publisher.Mail.Tests.Smtp;

/// <summary>What a message leaves behind on the heap decides how large the process grows.</summary>
public class AllocationTests
{
    private const int Warm = 500; // messages before the counting begins
    private const int Counted = 3000;

    // Octets a message: its mailbox, its outcome and the reply's words in it take 160, what an unoptimised build boxes some 400 more. The
    // message itself has 20,000, and one string too many for each of its fields would be seen.
    private const int Most = 1200;

    [Theory]
    [InlineData(SmtpSecurity.None, false)]
    [InlineData(SmtpSecurity.Tls, false)]
    [InlineData(SmtpSecurity.None, true)]
    public async Task A_message_leaves_its_mailbox_and_outcome_on_the_heap_and_little_else(SmtpSecurity security, bool signs)
    {
        await using var server = new BusyServer { Certificate = security == SmtpSecurity.None ? null : TestAuthority.Localhost };
        using var key = RSA.Create(1024);
        using var signer = new DkimSigner("example.test", "s", key.ExportPkcs8PrivateKeyPem());
        var source = new CountingSource();
        // One connection: its messages are taken, signed, sent and reported on one thread, and the server's work is on others.
        var settings = SmtpTransportTests.Settings(server.Port) with { MaxConnections = 1, Security = security, CaFile = TestAuthority.CaFile };
        await using var transport = new SmtpTransport(settings);

        await transport.DeliverAsync(signs ? new SigningSource(source, signer) : source, default);

        Assert.Equal(Warm + Counted, source.Accepted);
        Assert.InRange(source.Allocated / Counted, 1, Most);
    }

    /// <summary>Merges a message for one recipient after another, and looks at what its thread has allocated between the first and the last that count.</summary>
    private sealed class CountingSource : IMessageSource
    {
        private readonly MergeValues values = new();
        private readonly string[] addresses = [.. Enumerable.Range(0, 50).Select(n => $"odbiorca{n}@example.test")];
        private readonly MergeProgram program = MergeProgram.Compile(new()
        {
            From = new("from@example.test", "Fundacja „Źródło”"),
            Subject = new MergeTemplateBuilder().Text("Dzień dobry, ").Slot(0, SlotEscape.Text).Build(),
            Text = new MergeTemplateBuilder().Text("Dzień dobry, ").Slot(0, SlotEscape.Text).Text(string.Concat(Enumerable.Repeat(" żółta gęś", 1000))).Build(),
        });

        private int taken;

        public int Accepted { get; private set; }

        /// <summary>Octets.</summary>
        public long Allocated { get; private set; }

        public bool TryTake(OutgoingMessage message)
        {
            if (taken == Warm) Allocated = -GC.GetAllocatedBytesForCurrentThread();
            if (taken == Warm + Counted)
            {
                Allocated += GC.GetAllocatedBytesForCurrentThread();
                return false;
            }
            values.Clear();
            values.To = new(addresses[taken % addresses.Length], "Łucja");
            values.SetMessageId("id@example.test");
            values.SetText(0, "Łucja");
            program.Write(values, message.Content);
            message.Envelope = new(null, values.To);
            message.Ticket = taken++;
            return true;
        }

        public void Report(int ticket, DeliveryOutcome outcome)
        {
            if (outcome.Status == DeliveryStatus.Accepted) Accepted++;
        }
    }
}
