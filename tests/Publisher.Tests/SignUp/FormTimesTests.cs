using System.Buffers.Text;
using System.Text;
using Publisher.SignUp;
using Publisher.Subscribers;

namespace Publisher.Tests.SignUp;

public sealed class FormTimesTests
{
    private static readonly byte[] Secret = Encoding.ASCII.GetBytes("a secret of thirty-two characters");

    private readonly ManualTime clock = new(new DateTimeOffset(2023, 5, 1, 10, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("00:00:00", FormAge.TooYoung)]
    [InlineData("00:00:01.999", FormAge.TooYoung)]
    [InlineData("00:00:02", FormAge.Right)]
    [InlineData("1.00:00:00", FormAge.Right)]
    [InlineData("1.00:00:00.001", FormAge.TooOld)]
    public void A_form_is_answered_in_the_time_that_a_person_takes(string passed, FormAge age)
    {
        var times = new FormTimes(new LinkSecrets(Secret, []), clock);
        var form = times.Create();
        clock.Advance(TimeSpan.Parse(passed, System.Globalization.CultureInfo.InvariantCulture));

        Assert.Equal(age, times.AgeOf(form));
    }

    [Fact]
    public void A_time_that_we_did_not_write_is_none()
    {
        var times = new FormTimes(new LinkSecrets(Secret, []), clock);
        var form = times.Create();
        clock.Advance(TimeSpan.FromMinutes(1));
        var token = Base64Url.DecodeFromChars(form);
        for (var bit = 0; bit < token.Length * 8; bit++)
        {
            var changed = token.ToArray();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(FormAge.Unknown, times.AgeOf(Base64Url.EncodeToString(changed)));
        }

        foreach (var other in (string[])["", "x", new string('ą', form.Length), new string('=', form.Length), form + "=", form[1..], new string(' ', form.Length)])
            Assert.Equal(FormAge.Unknown, times.AgeOf(other));
        Assert.Equal(FormAge.Unknown, new FormTimes(new LinkSecrets([.. Secret.Reverse()], []), clock).AgeOf(form));
    }
}
