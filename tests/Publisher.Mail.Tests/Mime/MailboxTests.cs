using FsCheck;
using FsCheck.Fluent;
using Publisher.Mail.Mime;

namespace Publisher.Mail.Tests.Mime;

public class MailboxTests
{
    [Theory]
    [InlineData("ola@example.test", "ola@example.test")]
    [InlineData("Ola.Nowak+list@Example.Test", "Ola.Nowak+list@Example.Test")]
    [InlineData("biuro@żółw.example", "biuro@xn--w-uga1v8h.example")]
    [InlineData("BIURO@ŻÓŁW.example", "BIURO@xn--w-uga1v8h.example")]
    [InlineData("\"ola nowak\"@example.test", "\"ola nowak\"@example.test")]
    [InlineData("ola@[192.0.2.1]", "ola@[192.0.2.1]")]
    [InlineData("ola@[IPv6:2001:db8::1]", "ola@[IPv6:2001:db8::1]")]
    [InlineData("zażółć@example.test", "zażółć@example.test")]
    public void An_address_is_taken(string address, string expected) => Assert.Equal(expected, new Mailbox(address).Address);

    [Theory]
    [InlineData("")]
    [InlineData("ola")]
    [InlineData("@example.test")]
    [InlineData("ola@")]
    [InlineData("ola nowak@example.test")]
    [InlineData("ola@exa mple.test")]
    [InlineData("ola..nowak@example.test")]
    [InlineData(".ola@example.test")]
    [InlineData("ola@example..test")]
    [InlineData("ola@-example.test")]
    [InlineData("ola>@example.test")]
    [InlineData("<ola@example.test>")]
    [InlineData("ola@example.test\r\nRCPT TO:<x@y.test>")]
    [InlineData("ola\r\n@example.test")]
    [InlineData("ola\0@example.test")]
    [InlineData("ola\u200b@example.test")]
    [InlineData("ola@[192.0.2.1")]
    [InlineData("ola@[1.2.3]")]
    [InlineData("\"o\"la\"@example.test")]
    [InlineData("\"ola\\\"@example.test")]
    public void What_is_no_address_is_refused(string address)
    {
        Assert.False(Mailbox.TryCreate(address, null, out _));
        Assert.Throws<MailFormatException>(() => new Mailbox(address));
    }

    [Fact]
    public void A_local_part_of_65_octets_is_refused() => Assert.False(Mailbox.TryCreate(new string('a', 65) + "@example.test", null, out _));

    [Fact]
    public void Only_a_local_part_outside_ascii_needs_smtputf8()
    {
        Assert.True(new Mailbox("zażółć@example.test").NeedsUtf8);
        Assert.False(new Mailbox("a@żółw.example").NeedsUtf8);
    }

    [Fact]
    public void Whatever_is_given_an_address_that_is_taken_fits_a_command_and_a_name_fits_a_header() =>
        Prop.ForAll(Texts.Any.ToArbitrary(), Texts.Any.ToArbitrary(), (a, b) =>
        {
            foreach (var address in new[] { a, $"{a}@{b}", $"{a}@x.test", $"a@{b}" })
            {
                if (!Mailbox.TryCreate(address, b, out var mailbox)) continue;
                Assert.DoesNotContain(mailbox.Address, c => char.IsControl(c) || c is '<' or '>');
                Assert.DoesNotContain(mailbox.Name ?? "", char.IsControl);
            }
        }).QuickCheckThrowOnFailure();
}
