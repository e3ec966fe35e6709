namespace Publisher.Mail.Mime;

/// <summary>The date of a message (RFC 5322 §3.3): <c>Sun, 22 Nov 2026 04:08:36 +0000</c>, always 31 octets.</summary>
internal static class MailDate
{
    internal const int Length = 31;

    internal static void Write(DateTimeOffset date, Span<byte> output)
    {
        "SunMonTueWedThuFriSat"u8.Slice((int)date.DayOfWeek * 3, 3).CopyTo(output);
        output[3] = (byte)',';
        output[4] = (byte)' ';
        Two(date.Day, output[5..]);
        output[7] = (byte)' ';
        "JanFebMarAprMayJunJulAugSepOctNovDec"u8.Slice((date.Month - 1) * 3, 3).CopyTo(output[8..]);
        output[11] = (byte)' ';
        Two(date.Year / 100, output[12..]);
        Two(date.Year % 100, output[14..]);
        output[16] = (byte)' ';
        Two(date.Hour, output[17..]);
        output[19] = (byte)':';
        Two(date.Minute, output[20..]);
        output[22] = (byte)':';
        Two(date.Second, output[23..]);
        output[25] = (byte)' ';
        var minutes = date.TotalOffsetMinutes;
        output[26] = (byte)(minutes < 0 ? '-' : '+');
        Two(Math.Abs(minutes) / 60, output[27..]);
        Two(Math.Abs(minutes) % 60, output[29..]);
    }

    private static void Two(int number, Span<byte> output)
    {
        output[0] = (byte)('0' + (number / 10));
        output[1] = (byte)('0' + (number % 10));
    }
}
